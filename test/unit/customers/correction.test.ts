import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { corrected } from '../../../shared/customers/correction.ts';
import { registered, type Customer } from '../../../shared/customers/customer.ts';
import { MasterData, type NewCustomer } from '../../../shared/customers/new-customer.ts';
import { email, paula, sms } from './people.ts';

const now = new Date('2026-03-15T10:00:00Z');
const taken = (more: Partial<NewCustomer> = {}): Customer => registered('cus_1', { ...paula, ...more }, now);
const { relationshipStartedOn, ...masterData } = paula;
const master: MasterData = masterData;
const titled = { ...paula, title: 'Dr.', organisation: 'Sommer GmbH' };

describe('a correction of master data', () => {
  it.each<[string, Partial<MasterData>, string[]]>([
    ['nothing', {}, []],
    ['nothing, the contact points the other way round', { contactPoints: master.contactPoints.toReversed() }, []],
    ['nothing, what stands already said once more', { login: 'by-email' }, []],
    ['a name', { familyName: 'Winter' }, ['familyName']],
    ['a line of an address', { address: { ...master.address, street: 'Lindenstraße 8' } }, ['address']],
    ['a bank account', { iban: 'DE02120300000000202051' }, ['iban']],
    ['a number', { contactPoints: [master.contactPoints[0]!, sms('+4915112345679')] }, ['contactPoints']],
    [
      'when an address was verified',
      { contactPoints: [{ ...master.contactPoints[0]!, verifiedAt: '2026-03-02T09:00:00.000Z' }, master.contactPoints[1]!] },
      ['contactPoints'],
    ],
    ['several', { familyName: 'Winter', salutation: 'frau', notifyBy: 'email' }, ['salutation', 'familyName', 'notifyBy']],
    ['how they log in', { login: 'by-id' }, ['login']],
  ])('tells what is another: %s', (_what, change, fields) => {
    const before = taken();
    const correction = corrected(before, { ...master, ...change }, now);
    expect([...correction.fields].sort()).toEqual([...fields].sort());
    if (fields.length === 0) expect(correction.customer).toBe(before);
    else expect(correction.customer).toEqual({ ...before, ...change, version: 2 });
  });

  it('leaves nothing that is left out', () => {
    const { customer, fields } = corrected(registered('cus_1', titled, now), master, now);
    expect(fields).toEqual(['title', 'organisation']);
    expect(JSON.parse(JSON.stringify(customer))).toEqual({ ...taken(), version: 2 });
  });

  it('leaves alone what has endpoints of its own, and what nobody corrects', () => {
    const before = { ...taken(), relationshipEndedOn: '2026-12-31', relationshipEndSettlesOn: '2026-04-01' };
    const { customer } = corrected(before, { ...master, familyName: 'Winter' }, now);
    expect(customer).toEqual({ ...before, familyName: 'Winter', version: 2 });
    expect(MasterData.safeParse({ ...master, relationshipStartedOn }).success).toBe(false);
  });

  it.each<[string, Partial<NewCustomer>, Partial<MasterData>, object]>([
    [
      'a login without an address',
      {},
      { contactPoints: [sms('+4915112345678')] },
      { kind: 'conflict', code: 'login-needs-address', fields: [{ field: 'body.contactPoints' }] },
    ],
    [
      'a first login without an address',
      { contactPoints: [sms('+4915112345678')] },
      { contactPoints: [sms('+4915112345678')], login: 'by-email' },
      { code: 'login-needs-address' },
    ],
    [
      'a channel that is not there',
      {},
      { contactPoints: [email('p@example.org')] },
      { kind: 'conflict', code: 'no-verified-contact-point', fields: [{ field: 'body.notifyBy' }] },
    ],
    [
      'an address that will be verified',
      {},
      { contactPoints: [email('p@example.org'), { ...sms('+4915112345678'), verifiedAt: '2026-03-16T10:00:00.000Z' }] },
      { kind: 'invalid', fields: [{ field: 'body.contactPoints.1.verifiedAt' }] },
    ],
  ])('refuses %s, naming the field', (_what, had, change, expected) => {
    expect(() => corrected(taken(had), { ...master, ...change }, now)).toThrow(expect.objectContaining(expectedAs(expected)));
  });

  it('gives a login to who has an address now, as long as they are a customer', () => {
    const without = taken({ contactPoints: [sms('+4915112345678')] });
    expect(without.login).toBe('none');
    expect(corrected(without, master, now).customer.login).toBe('none');
    expect(corrected(without, { ...master, login: 'by-email' }, now)).toMatchObject({ customer: { login: 'by-email' }, fields: ['contactPoints', 'login'] });
    const gone = { ...without, relationshipEndedOn: '2026-03-14' };
    expect(() => corrected(gone, { ...master, login: 'by-email' }, now)).toThrow(expect.objectContaining({ code: 'no-login' }));
  });

  it('takes a login away, with the address or without', () => {
    const { customer, fields } = corrected(taken(), { ...master, contactPoints: [sms('+4915112345678')], login: 'none' }, now);
    expect([customer.login, fields]).toEqual(['none', ['contactPoints', 'login']]);
    expect(corrected(taken(), { ...master, login: 'none' }, now).fields).toEqual(['login']);
  });

  it('is the same by a clock that is ahead, whenever it comes again', () => {
    const ahead = { ...master, contactPoints: [{ ...email('p@example.org'), verifiedAt: '2026-03-15T10:03:00.000Z' }], notifyBy: 'email' as const };
    const { customer } = corrected(taken(), ahead, now);
    expect(corrected(customer, ahead, new Date('2026-03-15T10:01:00Z')).fields).toEqual([]);
  });

  it('is the same customer when it is made again, whatever it was', () => {
    const value = (name: keyof MasterData) => fc.constantFrom(master[name], (titled as MasterData)[name]);
    const some = fc.record(Object.fromEntries((['title', 'organisation', 'givenName'] as const).map((name) => [name, value(name)])));
    fc.assert(
      fc.property(some, fc.boolean(), (change, turned) => {
        const data: MasterData = { ...master, ...change, contactPoints: turned ? master.contactPoints.toReversed() : master.contactPoints };
        const { customer } = corrected(taken(), data, now);
        expect(corrected(customer, data, now)).toEqual({ customer, fields: [] });
      }),
    );
  });
});

const expectedAs = ({ fields, ...rest }: { fields?: object[] }): object => ({
  ...rest,
  ...(fields && { fields: fields.map((field) => expect.objectContaining(field)) }),
});
