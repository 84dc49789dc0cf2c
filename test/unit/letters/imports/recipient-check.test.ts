import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCalled, recipientProblem, recipientRefused, type KnownCustomer } from '../../../../shared/letters/imports/recipient-check.ts';
import { announcement } from './announced.ts';

const paula: KnownCustomer = { status: 'active', login: 'by-email', familyName: 'Sommer', address: { country: 'DE', postalCode: '50667' } };
const named = announcement.recipient;

describe('a family name is theirs', () => {
  it.each([
    ['Sommer', 'SOMMER'],
    ['Müller', 'Mueller'],
    ['Mueller', 'Müller'],
    ['Müller', 'Muller'],
    ['Müller', 'Müller'.normalize('NFD')],
    ['Weiß', 'WEISS'],
    ['Weiss', 'Weiß'],
    ['Müller-Lüdenscheidt', 'Mueller Luedenscheidt'],
    ['Müller-Lüdenscheidt', 'MUELLER – LUEDENSCHEIDT'],
    ['von der Heide', 'Vonderheide'],
    ['von der Heide', 'Heide'],
    ['Heide', 'v. d. Heide'],
    ['Bülow', 'Graf von Bülow'],
    ['Sommer', 'Dr. Sommer'],
    ['Sommer', 'Prof. Dr.-Ing. Sommer'],
    ['Sommer', 'Sommer, Dr.'],
    ['Sommer', 'Dr.med.Sommer'],
    ['Sommer', 'Sommer MBA'],
    ['Graf', 'Graf'],
    ['Graf', 'Dr. Graf'],
    ['O’Neill', "O'Neill"],
    ['O’Neill', 'ONeill'],
    ['Şahin', 'Sahin'],
    ['Yıldız', 'Yildiz'],
    ['Wałęsa', 'Walesa'],
    ['Sørensen', 'Sorensen'],
    ['Đorđević', 'Dordevic'],
    ['Çelik', 'CELIK'],
  ])('%s written as %s', (known, written) => expect(isCalled(written, { familyName: known })).toBe(true));

  it.each([
    ['Sommer', 'Sommerfeld'],
    ['Sommer', 'Winter'],
    ['Bauer', 'Baur'],
    ['Meyer-Landrut', 'Meyer'],
    ['Meyer', 'Meyer-Landrut'],
    ['Müller', 'Graf-Müller'],
    ['Graf', 'Müller'],
    ['Graf', 'Freiherr'],
    ['Sommer', 'Dr.'],
    ['Sommer', '-'],
    ['Wang', '王'],
  ])('%s is not %s', (known, written) => expect(isCalled(written, { familyName: known })).toBe(false));

  it('in the Latin form of one that is in other letters', () => {
    const wang = { familyName: '王', latinName: { familyName: 'Wang' } };
    expect(['王', 'Wang', 'WANG'].map((written) => isCalled(written, wang))).toEqual([true, true, true]);
  });

  const letters = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnoprstuwäöüßéçšłıø'), minLength: 2, maxLength: 12 });
  it('however it is cased and composed, and whichever side has a degree', () => {
    fc.assert(
      fc.property(letters, letters, (one, other) => {
        const name = `${one}-${other}`;
        for (const written of [name.normalize('NFD'), `${one} ${other}`, `Dr. ${name}`, one + other]) {
          expect(isCalled(written, { familyName: name })).toBe(true);
          expect(isCalled(name, { familyName: written })).toBe(true);
        }
      }),
    );
  });
});

describe('a recipient', () => {
  it.each<[string, string | undefined, KnownCustomer['address']]>([
    ['by the code of their address', '50667', paula.address],
    ['by the code as people write it', 'd-50667', paula.address],
    ['by a code with a space', '50 667', paula.address],
    ['abroad', 'sw1a1aa', { country: 'GB', postalCode: 'SW1A 1AA' }],
    ['where there are no codes', undefined, { country: 'HK' }],
  ])('is the customer that was found %s', (_what, postalCode, address) => {
    expect(recipientProblem({ ...named, postalCode }, { ...paula, address })).toBeUndefined();
  });

  const number = 'recipient.customerId';
  it.each<[string, Partial<typeof named>, KnownCustomer | 'unknown' | 'erased', string, string[]]>([
    ['nobody', {}, 'unknown', 'recipient-unknown', [number]],
    ['nobody, by the other number', { customerId: undefined, insuranceNumber: 'K-2026-004711' }, 'unknown', 'recipient-unknown', ['recipient.insuranceNumber']],
    ['somebody who was erased', {}, 'erased', 'recipient-erased', [number]],
    ['somebody who is being erased', {}, { ...paula, status: 'erasing' }, 'recipient-erased', [number]],
    ['somebody without a login', {}, { ...paula, login: 'none' }, 'recipient-without-portal', [number]],
    ['somebody of another name', { familyName: 'Winter' }, paula, 'recipient-differs', ['recipient.familyName']],
    ['somebody elsewhere', { postalCode: '80331' }, paula, 'recipient-differs', ['recipient.postalCode']],
    [
      'somebody whose code lost its zero',
      { postalCode: '1067' },
      { ...paula, address: { country: 'DE', postalCode: '01067' } },
      'recipient-differs',
      ['recipient.postalCode'],
    ],
    ['somebody by no code who has one', { postalCode: undefined }, paula, 'recipient-differs', ['recipient.postalCode']],
    [
      'somebody else altogether',
      { familyName: 'Winter', postalCode: '80331' },
      { ...paula, login: 'none' },
      'recipient-differs',
      ['recipient.familyName', 'recipient.postalCode'],
    ],
  ])('is %s', (_what, change, found, code, fields) => {
    const problem = recipientProblem({ ...named, ...change }, found);
    expect(problem).toMatchObject({ code, fields: fields.map((field) => ({ field })) });
    expect(problem!.whatToDo.de).not.toBe('');
  });

  it('is refused without a word of what is known or was said', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string({ minLength: 4 }), (familyName, postalCode) => {
        const problem = recipientProblem({ ...named, familyName: `Q${familyName}Q`, postalCode: `Q${postalCode}Q` }, paula);
        const refusal = recipientRefused(problem!);
        const told = JSON.stringify([problem, refusal.fields, refusal.message]);
        for (const secret of [`Q${familyName}Q`, `Q${postalCode}Q`, 'Sommer', '50667']) expect(told).not.toContain(secret);
        expect(refusal.fields.map(({ field }) => field)).toEqual(['body.recipient.familyName', 'body.recipient.postalCode']);
      }),
    );
  });
});
