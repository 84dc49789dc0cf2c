import { describe, expect, it } from '@jest/globals';
import { checkRelationshipEnd, emailAddress, loginOf, notifiedBy, registered, requireReachable, settlesOn } from '../../../shared/customers/customer.ts';
import type { ContactPoint } from '../../../shared/customers/new-customer.ts';
import { email, paula, sms } from './people.ts';

const now = new Date('2026-03-15T10:00:00Z');

const refusal = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('registered', () => {
  it('is active at once, in its first version', () => {
    expect(registered('cus_1', paula, now)).toEqual({
      ...paula,
      id: 'cus_1',
      login: 'by-email',
      version: 1,
      status: 'active',
      createdAt: '2026-03-15T10:00:00.000Z',
      firstStartedOn: '2026-03-01',
    });
  });

  it('refuses a channel without a verified address', () => {
    const onlyEmail = { ...paula, contactPoints: [email('a@example.org')] };
    expect(refusal(() => registered('cus_1', onlyEmail, now))).toMatchObject({ kind: 'conflict', code: 'no-verified-contact-point' });
    expect(registered('cus_1', { ...onlyEmail, notifyBy: 'email' }, now).notifyBy).toBe('email');
  });

  it('takes an address that the clock of another says is verified in a moment, as verified now', () => {
    const soon = { ...email('a@example.org'), verifiedAt: '2026-03-15T10:04:00.000Z' };
    const { contactPoints } = registered('cus_1', { ...paula, contactPoints: [soon, sms('+4915112345678')] }, now);
    expect(contactPoints.map(({ verifiedAt }) => verifiedAt)).toEqual(['2026-03-15T10:00:00.000Z', '2026-03-01T09:05:00.000Z']);
  });

  it('refuses an address that will be verified', () => {
    const tomorrow = { ...sms('+4915112345678'), verifiedAt: '2026-03-16T10:00:00.000Z' };
    expect(refusal(() => registered('cus_1', { ...paula, contactPoints: [email('a@example.org'), tomorrow] }, now))).toMatchObject({
      kind: 'invalid',
      fields: [{ field: 'body.contactPoints.1.verifiedAt', problem: 'lies in the future' }],
    });
  });
});

describe('somebody to be taken in', () => {
  const smsGoesTo = (number: string): boolean => number.startsWith('+49');
  const croatian = sms('+38598123456');

  it.each<[string, ContactPoint[]]>([
    ['an e-mail address', [email('a@example.org')]],
    ['a number in a country that SMS go to', [sms('+4915112345678')]],
    ['a number elsewhere, and an e-mail address', [croatian, email('a@example.org')]],
  ])('can be told with %s', (_what, contactPoints) => {
    expect(refusal(() => requireReachable({ contactPoints }, smsGoesTo))).toBeUndefined();
  });

  it('is refused with nothing but a number that no SMS go to, which is not repeated', () => {
    const refused = refusal(() => requireReachable({ contactPoints: [croatian] }, smsGoesTo));
    expect(refused).toMatchObject({
      kind: 'invalid',
      code: 'invalid-body',
      fields: [{ field: 'body.contactPoints', problem: expect.stringContaining('give an e-mail address') }],
    });
    expect(JSON.stringify(refused)).not.toContain('38598');
  });
});

describe('notifiedBy', () => {
  const customer = registered('cus_1', paula, now);

  it('changes the channel, and makes another version', () => {
    expect(notifiedBy(customer, 'email')).toEqual({ ...customer, notifyBy: 'email', version: 2 });
  });

  it('refuses a channel without a verified address', () => {
    const withoutPhone = { ...customer, contactPoints: [email('a@example.org')] };
    expect(refusal(() => notifiedBy(withoutPhone, 'sms'))).toMatchObject({
      kind: 'conflict',
      code: 'no-verified-contact-point',
      fields: [{ field: 'body.notifyBy', problem: 'there is no verified address for this channel' }],
    });
  });
});

describe('emailAddress', () => {
  it('is the e-mail address, wherever it stands, if there is one', () => {
    expect(emailAddress({ contactPoints: [sms('+4915112345678'), email('a@example.org')] })).toBe('a@example.org');
    expect(emailAddress({ contactPoints: [sms('+4915112345678')] })).toBeUndefined();
  });
});

describe('how a customer logs in', () => {
  const byPhone = { ...paula, contactPoints: [sms('+4915112345678')], notifyBy: 'sms' as const };

  it.each([
    ['by e-mail, unless something else is said', paula, { byEmail: true }],
    ['by e-mail, said', { ...paula, login: 'by-email' as const }, { byEmail: true }],
    ['by id, and mails go to the address all the same', { ...paula, login: 'by-id' as const }, { byEmail: false }],
  ])('%s', (_how, data, expected) => {
    const login = loginOf(registered('cus_1', data, now));
    expect(login).toEqual({ username: 'cus_1', email: 'Paula.Sommer@example.org', group: 'customer', ...expected });
  });

  it.each([
    ['who is to have none', { ...paula, login: 'none' as const }],
    ['who has no e-mail address', byPhone],
    ['who has none, and should not', { ...byPhone, login: 'none' as const }],
  ])('not at all: %s', (_who, data) => {
    const customer = registered('cus_1', data, now);
    expect([customer.login, loginOf(customer)]).toEqual(['none', undefined]);
  });

  it.each(['by-email', 'by-id'] as const)('%s is refused without an address for the first password', (login) => {
    expect(refusal(() => registered('cus_1', { ...byPhone, login }, now))).toMatchObject({ kind: 'invalid', fields: [{ field: 'body.login' }] });
  });
});

describe('settlesOn', () => {
  it.each([
    ['2026-04-30', undefined],
    ['2026-03-15', undefined],
    ['2026-02-13', undefined],
    ['2026-02-12', '2026-03-29'],
    ['2022-12-31', '2026-03-29'],
  ])('of an end on %s, recorded on 2026-03-15, is %s', (endedOn, day) => {
    expect(settlesOn(endedOn, '2026-03-15')).toBe(day);
  });
});

describe('checkRelationshipEnd', () => {
  it.each(['2026-03-01', '2026-03-02', '2030-01-01'])('allows %s for one that started on 2026-03-01', (endedOn) => {
    expect(refusal(() => checkRelationshipEnd(paula, endedOn))).toBeUndefined();
  });

  it('refuses a day before the start', () => {
    expect(refusal(() => checkRelationshipEnd(paula, '2026-02-28'))).toMatchObject({
      kind: 'invalid',
      fields: [{ field: 'body.endedOn', problem: 'lies before the start of the relationship' }],
    });
  });
});
