import { describe, expect, it } from '@jest/globals';
import { deletionRules } from '../../../../shared/personal-data/deletion-rules.ts';
import { customerOf, endOfItem, isProtected, longAgo, needsFacts, type Facts } from '../../../../shared/privacy/registry/assessment.ts';
import type { Found } from '../../../../shared/privacy/registry/found.ts';
import { storedItems } from '../../../../shared/stored-items.ts';

const rules = deletionRules('insurer');
const today = '2033-01-01';
const at = '2026-03-15T09:30:00.000Z';

const found = (kind: string, item: object): Found => ({ kind: storedItems.find((one) => one.kind === kind)!, item: { pk: 'cus_1', sk: 'x', kind, ...item } });
const letter = (item: object = {}) => found('letter', { issuedAt: at, ...item });
const end = (head: Found, facts: Facts = {}, erased = false) => endOfItem(head, facts, rules, today, erased);

describe('the end of an item', () => {
  it('comes from its own days and its class', () => {
    expect(end(found('payout', { at }))).toEqual({ on: '2037-01-01', final: true });
    expect(end(found('ticket', { openedAt: at, closedAt: '2026-12-31T22:59:59.000Z' }))).toEqual({ on: '2030-04-01', final: true });
    expect(end(found('ticket', { openedAt: at, closedAt: '2026-12-31T23:00:00.000Z' }))).toEqual({ on: '2031-04-01', final: true });
  });

  it('comes from what is known of the customer: that outranks what an item was told when it was written', () => {
    expect(end(letter(), { relationshipEndedOn: '2026-06-30' })).toEqual({ on: '2033-01-01', final: true });
    expect(end(letter(), { relationshipEndedOn: '2032-09-30' })).toEqual({ on: '2033-03-31', final: true });
    expect(end(letter(), { relationshipEndedOn: longAgo })).toEqual({ on: '2033-01-01', final: true });
    expect(end(found('login', { createdAt: at, relationshipEndedOn: '2026-06-30' }), { relationshipEndedOn: '2026-08-31' })).toEqual({
      on: '2027-03-01',
      final: true,
    });
    expect(end(found('login', { createdAt: at, relationshipEndedOn: '2026-06-30' }))).toEqual({ on: '2033-07-02', final: false });
  });

  it('is open while the relationship runs, and never before it could be', () => {
    expect(end(letter())).toEqual({ on: '2033-07-02', final: false });
    expect(end(letter(), { relationshipEndedOn: undefined })).toEqual({ on: '2033-07-02', final: false });
    expect(end(found('customer', { createdAt: at }))).toEqual({ on: '2037-04-01', final: false });
  });

  it('leaves out what falls away with an erasure, and with what is kept for the law only', () => {
    expect(end(letter(), {}, true)).toEqual({ on: '2033-01-01', final: true });
    expect(end(letter({ retainedSince: at }))).toEqual({ on: '2033-01-01', final: true });
    expect(end(letter({ retainedSince: at }), { relationshipEndedOn: '2040-01-01' })).toEqual({ on: '2033-01-01', final: true });
    expect(end(found('payout', { at, retainedSince: at }), {}, true)).toEqual({ on: '2037-01-01', final: true });
  });

  it('has no answer for what goes with a head, or never', () => {
    for (const kind of ['note', 'skill', 'run-count', 'closed-cases']) expect(() => end(found(kind, {}))).toThrow(`${kind} has no due date of its own`);
  });
});

describe('facts about the customer', () => {
  it('are needed by what ends with the relationship, unless it is kept for the law only', () => {
    const need = (head: Found) => needsFacts(head, rules);
    const ended = { createdAt: at, relationshipEndedOn: '2026-06-30' };
    expect(
      [letter(), ...['customer', 'login', 'customer-lookup', 'login-lookup'].flatMap((kind) => [found(kind, { createdAt: at }), found(kind, ended)])].map(need),
    ).toEqual(Array.from({ length: 9 }, () => true));
    expect(need(letter({ retainedSince: at }))).toBe(false);
    expect(['correspondence', 'payout', 'login-ip', 'login-time'].map((kind) => need(found(kind, { at })))).toEqual([false, false, false, false]);
    expect([found('note', {}), found('closed-cases', {})].map(need)).toEqual([false, false]);
  });

  it('are those of the customer whose item it is, wherever it lies', () => {
    expect(customerOf(letter())).toBe('cus_1');
    expect(customerOf(found('login-lookup', { pk: 'lku#mac', gsi1pk: 'cus_2' }))).toBe('cus_2');
    expect(customerOf(found('idempotency-marker', { pk: 'idm#key', gsi1pk: 'cus_3' }))).toBe('cus_3');
    // An index of another meaning says nothing of it.
    expect(customerOf(letter({ gsi1pk: 'let_1' }))).toBe('cus_1');
  });
});

it.each([
  [{}, false],
  [{ retainedSince: at }, false],
  [{ deletingSince: at }, false],
  [{ heldSince: at }, true],
  [{ restrictedSince: at }, true],
  [{ heldSince: at, restrictedSince: at, retainedSince: at }, true],
])('is protected by hold and restriction only: %j', (item, isSo) => {
  expect(isProtected({ pk: 'cus_1', sk: 'x', ...item })).toBe(isSo);
});
