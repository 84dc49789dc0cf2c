import { describe, expect, it } from '@jest/globals';
import { deletionRules } from '../../../../shared/personal-data/deletion-rules.ts';
import { endOfItem, endOfUseOf, isProtected, needsEnd } from '../../../../shared/privacy/registry/assessment.ts';
import { longAgo, type Facts } from '../../../../shared/privacy/registry/facts.ts';
import type { Found } from '../../../../shared/privacy/registry/found.ts';
import { customerOf } from '../../../../shared/privacy/registry/registry.ts';
import { stateNames, type StateName } from '../../../../shared/storage/item-states.ts';
import { storedItems } from '../../../../shared/stored-items.ts';

const rules = deletionRules('insurer');
const today = '2033-01-01';
const at = '2026-03-15T09:30:00.000Z';

const found = (kind: string, item: object): Found => ({
  kind: storedItems.kinds.find((one) => one.kind === kind)!,
  item: { pk: 'cus_1', sk: 'x', kind, ...item },
});
const letter = (item: object = {}) => found('letter', { issuedAt: at, ...item });
const ticket = (closedAt?: string) => found('ticket', { openedAt: at, ...(closedAt && { closedAt }) });
const end = (head: Found, facts: Facts = {}, erased = false) => endOfItem(head, facts, rules, today, erased);

describe('the end of an item', () => {
  it('comes from its own days and its class', () => {
    expect(end(found('payout', { at }))).toEqual({ on: '2037-01-01', final: true });
    expect(end(ticket('2026-12-31T22:59:59.000Z'))).toEqual({ on: '2030-04-01', final: true });
    expect(end(ticket('2026-12-31T23:00:00.000Z'))).toEqual({ on: '2031-04-01', final: true });
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

  it.each<[string, Found]>([
    ['a message', found('correspondence', { at })],
    ['a payout', found('payout', { at })],
    ['a letter', letter()],
  ])('is not before that of the case: %s', (_, part) => {
    const over = { relationshipEndedOn: longAgo };
    const alone = end(part, over);
    const late = ticket('2036-05-01T09:00:00.000Z');
    expect(end(part, { ...over, whole: late })).toEqual({ on: '2040-04-01', final: true });
    // An open case has no end yet, and so has nothing that hangs on it; neither an erasure nor what only the law keeps can be quicker.
    const open = { on: end(ticket()).on, final: false };
    expect(open.on > alone.on || alone.on === '2037-01-01').toBe(true);
    const together = { on: open.on > alone.on ? open.on : alone.on, final: false };
    expect([end(part, { ...over, whole: ticket() }), end(part, { ...over, whole: ticket() }, true)]).toEqual([together, together]);
    expect(end({ ...part, item: { ...part.item, retainedSince: at } }, { ...over, whole: ticket() })).toEqual(together);
    // Of a case that ended before it, or is gone, nothing is to be waited for.
    expect(end(part, { ...over, whole: ticket('2026-03-20T15:00:00.000Z') })).toEqual(alone);
  });

  it('has no answer for what goes with a head, or never', () => {
    for (const kind of ['note', 'skill', 'run-count', 'closed-cases']) expect(() => end(found(kind, {}))).toThrow(`${kind} has no due date of its own`);
  });
});

describe('the end of use', () => {
  const use = (head: Found, facts: Facts = {}) => endOfUseOf(head, facts, rules, today);

  it('of a letter is half a year after the relationship', () => {
    expect(use(letter(), { relationshipEndedOn: '2026-06-30' })).toEqual({ on: '2026-12-31', final: true });
    expect(use(letter())).toEqual({ on: '2033-07-02', final: false });
  });

  it('of what hangs on a case is the end of that case', () => {
    const closed = ticket('2032-05-01T09:00:00.000Z');
    for (const kind of ['correspondence', 'payout']) {
      expect(use(found(kind, { at }), { whole: closed })).toEqual({ on: '2036-04-01', final: true });
      expect(use(found(kind, { at }), { whole: ticket() })).toMatchObject({ final: false });
      expect(use(found(kind, { at }))).toEqual({ on: today, final: true });
    }
  });

  it('is not told apart for what has one purpose only', () => {
    for (const kind of ['customer', 'login']) expect(use(found(kind, { createdAt: at }))).toBeUndefined();
    expect(use(ticket())).toBeUndefined();
  });
});

describe('facts about the customer', () => {
  it('are needed by what ends with the relationship, unless it is kept for the law only', () => {
    const need = needsEnd(rules);
    const ended = { createdAt: at, relationshipEndedOn: '2026-06-30' };
    expect(
      [letter(), ...['customer', 'login', 'customer-lookup', 'login-lookup'].flatMap((kind) => [found(kind, { createdAt: at }), found(kind, ended)])].map(need),
    ).toEqual(Array.from({ length: 9 }, () => true));
    expect(need(letter({ retainedSince: at }))).toBe(false);
    expect(['correspondence', 'payout', 'login-ip', 'login-time'].map((kind) => need(found(kind, { at })))).toEqual([false, false, false, false]);
  });

  it('are those of the customer whose item it is, wherever it lies', () => {
    expect(customerOf(letter())).toBe('cus_1');
    expect(customerOf(found('login-lookup', { pk: 'lku#mac', gsi1pk: 'cus_2' }))).toBe('cus_2');
    expect(customerOf(found('idempotency-marker', { pk: 'idm#key', gsi1pk: 'cus_3' }))).toBe('cus_3');
    // An index of another meaning says nothing of it.
    expect(customerOf(letter({ gsi1pk: 'let_1' }))).toBe('cus_1');
  });
});

describe('protection', () => {
  const protecting: readonly StateName[] = ['restrictedSince', 'heldSince'];
  const bare = { ticket: ticket(), customer: found('customer', { createdAt: at }) };
  const marked = ({ kind, item }: Found, ...states: readonly StateName[]): Found => ({
    kind,
    item: { ...item, ...Object.fromEntries(states.map((state) => [state, at])) },
  });

  it.each(stateNames)('of an item, its case and its person alike is by hold and restriction only: %s', (state) => {
    const facts = { whole: bare.ticket, person: bare.customer };
    const isSo = protecting.includes(state);
    expect(isProtected(letter(), facts)).toBe(false);
    expect(isProtected(letter({ [state]: at }), facts)).toBe(isSo);
    expect(isProtected(letter(), { ...facts, whole: marked(bare.ticket, state) })).toBe(isSo);
    expect(isProtected(letter(), { ...facts, person: marked(bare.customer, state) })).toBe(isSo);
    expect(isProtected(letter({ [state]: at }), {})).toBe(isSo);
  });

  it('is not lost among other states', () => {
    expect(isProtected(marked(letter(), ...stateNames), {})).toBe(true);
  });
});
