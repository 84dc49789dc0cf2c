import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { InsuranceNumber, WrittenInsuranceNumber } from '../../../shared/customers/insurance-number.ts';
import { Iban, MobileNumber, NewCustomer } from '../../../shared/customers/new-customer.ts';
import { inE164 } from '../../../shared/customers/phone-number.ts';
import { foldedNumber } from '../../../shared/personal-data/folded-number.ts';
import { normativeLetters } from '../letters/din-91379.ts';
import { email, paula, sms } from './people.ts';

describe('Iban', () => {
  it.each([
    ['DE89370400440532013000', 'DE89370400440532013000'],
    ['DE89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
    ['de89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
    [' DE89\u00a03704\t00440532013000 ', 'DE89370400440532013000'],
    ['AT611904300234573201', 'AT611904300234573201'],
    ['CH9300762011623852957', 'CH9300762011623852957'],
  ])('takes %j', (given, iban) => {
    expect(Iban.parse(given)).toBe(iban);
  });

  it.each([
    ['a digit wrong', 'DE89370400440532013001'],
    ['two digits swapped', 'DE89370400440532010300'],
    ['a digit short', 'DE8937040044053201300'],
    ['a digit too many', 'DE893704004405320130000'],
    ['no country', '89370400440532013000'],
    ['an unknown country', 'XX89370400440532013000'],
    ['hyphens', 'DE89-3704-0044-0532-0130-00'],
    ['nothing', ''],
    ['only blanks', '   '],
    ['a text', 'Sparkasse Köln'],
  ])('refuses %s', (_what, given) => {
    const { error } = Iban.safeParse(given);
    expect(error?.issues.map((issue) => issue.message)).toEqual(['is not a valid IBAN']);
  });

  it('refuses what is too long to be one before looking at it', () => {
    expect(Iban.safeParse(`DE89370400440532013000${' '.repeat(60_000)}`).success).toBe(false);
  });
});

describe('MobileNumber', () => {
  it.each(['+4915112345678', '+436641234567', '+41791234567', '+38598123456', '+12025550123', ' +4915112345678 '])('takes %j', (number) => {
    expect(MobileNumber.parse(number)).toBe(number.trim());
  });

  it.each(['+49 151 12345678', '004915112345678', '00 49 151/12345678', '+49 (0) 151 12345678', '(+49) 151-1234-5678', '+49.151.12345678', '+4915112345678'])(
    'keeps %j as it is found',
    (written) => {
      expect([MobileNumber.parse(written), inE164(written)]).toEqual(['+4915112345678', '+4915112345678']);
    },
  );

  it.each([
    ['Germany', '+49154123456789'],
    ['Croatia', '+385931234567'],
    ['Portugal', '+351951234567'],
    ['Türkiye', '+905911234567'],
  ])('locks nobody out by a range of %s that the library does not know', (_where, number) => {
    expect(parsePhoneNumberFromString(number)!.isValid()).toBe(false);
    expect(NewCustomer.safeParse({ ...paula, contactPoints: [email('a@example.org'), sms(number)] }).data?.contactPoints[1]?.address).toBe(number);
  });

  it.each([
    ['a landline', '+4922155501234'],
    ['a Swiss landline', '+41446681800'],
    ['premium rate', '+499001234567'],
    ['premium rate, too long to be one', '+4990012345678'],
    ['shared cost', '+491801234567'],
    ['televoting', '+491371234567'],
    ['freephone', '+498001234567'],
    ['a personal number', '+4970012345678'],
    ['voice over IP', '+4932212345678'],
    ['no international form', '015112345678'],
    ['no country, and a space before it that is no plus', ' 17023456789'],
    ['no number', '+49'],
    ['too short', '+4912'],
    ['too long', '+49151123456789012'],
    ['no country', '+999123456789'],
    ['words', 'call me'],
    ['nothing', ''],
  ])('refuses %s: %s', (_what, text) => {
    expect(MobileNumber.safeParse(text).success).toBe(false);
  });
});

describe('InsuranceNumber', () => {
  it.each([
    ['K-2026-004711', 'K-2026-004711'],
    ['k-2026-004711', 'K-2026-004711'],
    [' K 2026 / 004711 ', 'K-2026-004711'],
    ['k–2026.004711', 'K-2026-004711'],
    ['k2026004711', 'K2026004711'],
    ['-K2026004711-', 'K2026004711'],
  ])('keeps %j as %j', (written, kept) => {
    expect(InsuranceNumber.parse(written)).toBe(kept);
  });

  it.each([
    ['hyphens only', '----------'],
    ['less than six letters and digits', 'K-20-26'],
    ['more than letters print', `K${'1'.repeat(20)}`],
    ['letters that no card has', 'ÄÖÜ-123456'],
    ['other signs', 'K#2026#1'],
    ['nothing', ''],
  ])('refuses %s', (_what, written) => {
    expect(InsuranceNumber.safeParse(written).success).toBe(false);
  });

  it('is found by whatever is taken in, and stays as it is', () => {
    const sign = fc.constantFrom(...'ABCxyz0123456789', ' ', '-', '/', '.');
    fc.assert(
      fc.property(fc.string({ unit: sign, minLength: 4, maxLength: 24 }), (written) => {
        const kept = InsuranceNumber.safeParse(written).data;
        if (kept === undefined) return;
        expect(WrittenInsuranceNumber.safeParse(written).success).toBe(true);
        expect([foldedNumber(kept), InsuranceNumber.parse(kept)]).toEqual([foldedNumber(written), kept]);
      }),
    );
  });
});

describe('NewCustomer', () => {
  it('takes the letters of DIN 91379 as Latin ones, all that ours print', () => {
    const refused = normativeLetters.filter((letter) => !NewCustomer.safeParse({ ...paula, familyName: `A${letter}` }).success);
    expect(refused).toEqual(['Ƈ', 'ƈ']);
  });

  it.each(['O’Neill', "d'Arc", 'Müller-Lüdenscheidt', 'Straße 12/3, 2. OG', 'Nº 4', 'Ruʼa', 'A & B + C'])('takes the signs of %j', (text) => {
    expect(NewCustomer.parse({ ...paula, familyName: text, address: { ...paula.address, street: text } }).address.street).toBe(text);
  });

  it('takes a customer as they are', () => {
    expect(NewCustomer.parse(paula)).toEqual(paula);
  });

  it('takes names as people have them, composed and without spaces around', () => {
    const many = 'Karl-Theodor Maria Nikolaus Johann Jacob Philipp Franz Joseph Sylvester';
    const { givenName, familyName } = NewCustomer.parse({ ...paula, givenName: ` ${many} `, familyName: 'Mu\u0308ller' });
    expect([givenName, familyName]).toEqual([many, 'Müller']);
  });

  it.each<[string, Partial<NewCustomer>]>([
    ['one name', { givenName: undefined, familyName: 'Sukarno' }],
    ['a name with many marks', { givenName: 'Nguyễn Thị', familyName: 'Minh Khai' }],
    ['several family names', { givenName: 'María José', familyName: 'Carreño Quiñones y de la Fuente' }],
    ['letters with strokes', { givenName: 'Øystein', familyName: 'Đorđević-Šćepanović' }],
    ['titles', { salutation: 'frau', title: 'Prof. Dr. h. c. mult.', givenName: 'Anna', familyName: 'von und zu Guttenberg' }],
    ['Cyrillic letters, and their Latin form', { givenName: 'Владимир', familyName: 'Щукин', latinName: { givenName: 'Vladimir', familyName: 'Ščukin' } }],
    ['letters that ours lack, and their Latin form', { givenName: '明凱', familyName: '阮', latinName: { familyName: 'Nguyễn' } }],
    ['a company', { organisation: 'Café Nø & Söhne GmbH' }],
    ['somebody else’s address', { address: { ...paula.address, careOf: 'Familie Meier', addition: 'Hinterhaus' } }],
    ['Zagreb', { address: { street: 'Ilica 1', postalCode: '10000', city: 'Zagreb', country: 'HR' } }],
    ['Dublin without a code', { address: { street: '1 Main Street', city: 'Dublin 2', country: 'IE' } }],
    ['Dublin with a code', { address: { street: '1 Main Street', postalCode: 'D02 X285', city: 'Dublin 2', country: 'IE' } }],
    ['Hong Kong', { address: { street: '1 Harbour Road', city: 'Wan Chai', country: 'HK' } }],
    ['the United States', { address: { street: '11 Main St', postalCode: '78701-1234', city: 'Austin', region: 'TX', country: 'US' } }],
    ['somebody who can be told by SMS only', { contactPoints: [sms('+4915112345678')], notifyBy: 'sms' }],
    ['somebody who is to log in by their id', { login: 'by-id' }],
    ['London', { address: { street: '10 Downing Street', postalCode: 'SW1A 1AA', city: 'London', country: 'GB' } }],
  ])('takes %s', (_what, more) => {
    expect(NewCustomer.parse({ ...paula, ...more })).toEqual({ ...paula, ...more });
  });

  it('prints c/o itself', () => {
    for (const careOf of ['c/o Familie Meier', 'C/O: Familie Meier', 'c / o Familie Meier', 'Familie Meier']) {
      expect(NewCustomer.parse({ ...paula, address: { ...paula.address, careOf } }).address.careOf).toBe('Familie Meier');
    }
    expect(NewCustomer.parse({ ...paula, address: { ...paula.address, careOf: 'Cosima Oehler' } }).address.careOf).toBe('Cosima Oehler');
  });

  it('says what helps, and quotes nothing', () => {
    const address = { ...paula.address, postalCode: '0815' };
    const { error } = NewCustomer.safeParse({ ...paula, familyName: '阮', address });
    expect(error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['address.postalCode', 'must be a postal code of DE, e.g. 01067'],
      ['familyName', 'has letters that are not Latin, or that our letters cannot print; give latinName beside it'],
    ]);
    expect(JSON.stringify(error)).not.toMatch(/0815|阮/);
  });

  const rejected: [string, object, string][] = [
    ['no contact point', { contactPoints: [] }, 'contactPoints'],
    ['another way to log in', { login: 'by-phone' }, 'login'],
    ['two e-mail addresses', { contactPoints: [email('a@example.org'), email('b@example.org')] }, 'contactPoints'],
    ['a number as e-mail address', { contactPoints: [email('+4915112345678')] }, 'contactPoints.0.address'],
    ['an e-mail address as number', { contactPoints: [email('a@example.org'), sms('a@example.org')] }, 'contactPoints.1.address'],
    ['a contact point that nobody verified', { contactPoints: [{ channel: 'email', address: 'a@example.org' }] }, 'contactPoints.0.verifiedAt'],
    ['another channel', { contactPoints: [{ ...email('a@example.org'), channel: 'fax' }] }, 'contactPoints.0.channel'],
    ['a name of blanks', { givenName: '   ' }, 'givenName'],
    ['a name too long', { familyName: 'a'.repeat(81) }, 'familyName'],
    ['a name of two lines', { familyName: 'Sommer\nWinter' }, 'familyName'],
    ['a name with an invisible sign', { givenName: 'Pau\u200bla' }, 'givenName'],
    ['a street with a control character', { address: { ...paula.address, street: 'Lindenstraße\u0007 7' } }, 'address.street'],
    ['an insurance number of hyphens', { insuranceNumber: '----------' }, 'insuranceNumber'],
    ['an insurance number with too little in it', { insuranceNumber: 'K-20-26' }, 'insuranceNumber'],
    ['a country that is none', { address: { ...paula.address, country: 'UK' } }, 'address.country'],
    ['a postal code of another country', { address: { ...paula.address, country: 'GB' } }, 'address.postalCode'],
    ['a postal code without its leading zero', { address: { ...paula.address, postalCode: '1067' } }, 'address.postalCode'],
    ['no postal code where there are some', { address: { ...paula.address, postalCode: undefined } }, 'address.postalCode'],
    ['c/o nobody', { address: { ...paula.address, careOf: 'c/o ' } }, 'address.careOf'],
    ['an address in letters that ours lack', { address: { ...paula.address, street: '中環' } }, 'address.street'],
    ['a form of address that we have not', { salutation: 'divers' }, 'salutation'],
    ['no name', { familyName: undefined }, 'familyName'],
    ['a name in letters that ours lack', { givenName: '明凱', familyName: '阮' }, 'givenName,familyName'],
    ['a letter that ours lack', { familyName: 'Ƈarl' }, 'familyName'],
    ['a name in Cyrillic letters alone', { givenName: 'Владимир', familyName: 'Щукин' }, 'givenName,familyName'],
    ['a name in Greek letters alone', { familyName: 'Παπαδόπουλος' }, 'familyName'],
    ['a Cyrillic letter that looks like a Latin one', { familyName: 'S\u043emmer' }, 'familyName'],
    ['a Latin form in Cyrillic letters', { familyName: 'Щукин', latinName: { familyName: 'Щукин' } }, 'latinName.familyName'],
    ['an address in Cyrillic letters', { address: { ...paula.address, street: 'ул. Крещатик 1' } }, 'address.street'],
    ['a place in Greek letters', { address: { ...paula.address, city: 'Αθήνα' } }, 'address.city'],
    ['a company in Cyrillic letters', { organisation: 'Газпром' }, 'organisation'],
    ['a Latin form that is none', { familyName: '阮', latinName: { familyName: '阮' } }, 'latinName.familyName'],
    ['a title in letters that ours lack', { title: '博士' }, 'title'],
    ['a company in letters that ours lack', { organisation: '株式会社' }, 'organisation'],
    ['a postal code of letters', { address: { ...paula.address, postalCode: '5067A' } }, 'address.postalCode'],
    ['a day that does not exist', { relationshipStartedOn: '2026-02-30' }, 'relationshipStartedOn'],
    ['an id of their own', { id: 'cus_01JQ0000000000000000000000' }, ''],
  ];
  it.each(rejected)('refuses %s', (_what, change, path) => {
    const { error } = NewCustomer.safeParse({ ...paula, ...change });
    expect([...new Set(error?.issues.map((issue) => issue.path.join('.')))].join(',')).toBe(path);
  });
});
