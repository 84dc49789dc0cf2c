import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../shared/domain-error.ts';
import { derivedFromBoth, newId } from '../../../shared/id.ts';
import type { Customer } from '../../../shared/customers/customer.ts';
import type { Means } from '../../../shared/rules/action.ts';
import { smallTheftRule, smallTheftText } from '../../../shared/rules/examples/small-theft.ts';
import { clerkActed, firstUnmet, markId, planned, whyLeftAlone, type Plan } from '../../../shared/rules/plan.ts';
import type { Rule } from '../../../shared/rules/rule.ts';
import { NewTextModule, newTextModule } from '../../../shared/text-modules/text-module.ts';
import { usualHours } from '../business-time/usual-hours.ts';
import { now, rule, seen, step, theftReport, ticket } from './cases.ts';

const textModule = 'txt_01JQ0000000000000000000000';
const causeId = 'evt_01JQ0000000000000000000005';
const module = newTextModule(textModule, NewTextModule.parse(smallTheftText), { id: 'adm_01', at: now });
const customer = {
  id: ticket.customerId,
  givenName: 'Paula',
  familyName: 'Sommer',
  insuranceNumber: 'A123456789',
  iban: 'DE89370400440532013000',
} as Customer;
const clerk = { id: 'agt_01JQ0000000000000000000006', level: 3, absences: [] };
const means = (over: Partial<Means> = {}): Means => ({ customer, textModules: new Map([[textModule, module]]), clerks: new Map([[clerk.id, clerk]]), ...over });
const plan = (of: Rule, over: Parameters<typeof seen>[0] = {}, with_: Partial<Means> = {}): Plan | undefined =>
  planned(of, causeId, { seen: seen(over), means: means(with_), newId }, usualHours);
const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
};
const settles = rule({ ...smallTheftRule(textModule), active: true });

describe('what a rule does', () => {
  it('is all that it says, with a step that names it, and its version', () => {
    expect(firstUnmet(settles, seen())).toBeUndefined();
    const { after, mark, steps, letters, paidCents, texts } = plan(settles)!;
    expect(after).toMatchObject({
      status: 'closed',
      outcome: 'settled',
      closedAt: now.toISOString(),
      answeredAt: now.toISOString(),
      version: ticket.version + 1,
    });
    expect(mark).toMatchObject({
      id: markId(causeId, settles.id),
      by: { role: 'system' },
      content: { type: 'rule', ruleId: settles.id, ruleVersion: 1, did: ['issue-letter', 'pay-out', 'answer', 'close'] },
    });
    expect(steps.map(({ content }) => content.type)).toEqual(['payout', 'message', 'closing']);
    expect(steps[0]).toMatchObject({
      content: { amountCents: 38_900, reference: ticket.number, paidOn: '2026-03-20' },
      payee: { name: 'Paula Sommer', iban: customer.iban },
    });
    expect(letters).toMatchObject([{ values: { incident: 'Diebstahl', incidentDate: '2026-03-14', items: [{ amountCents: 38_900 }] } }]);
    expect([paidCents, texts]).toEqual([38_900, [{ id: textModule, version: 1 }]]);
  });

  it('is nothing where all of it is so already', () => {
    const again = rule({
      then: [
        { do: 'tag', add: ['a'] },
        { do: 'set-priority', priority: 'high' },
        { do: 'assign', to: { agent: 'agt_01JQ0000000000000000000006' } },
      ],
    });
    expect(plan(again, { ticket: { ...ticket, tags: ['a'], priority: 'high', assignee: clerk.id } })).toBeUndefined();
    // Only what is new of it is among what was done.
    expect(plan(again, { ticket: { ...ticket, tags: ['a'] } })!.mark.content).toMatchObject({ did: ['set-priority', 'assign'] });
  });

  it.each<[object, object, object]>([
    [{ do: 'tag', add: ['b'], remove: ['a'] }, { tags: ['a'] }, { tags: ['b'] }],
    [{ do: 'set-priority', priority: 'urgent' }, {}, { priority: 'urgent' }],
    [{ do: 'assign', to: { agent: clerk.id } }, { team: 'claims' }, { assignee: clerk.id, status: 'assigned', team: undefined }],
    [{ do: 'assign', to: { team: 'claims' } }, {}, { status: 'open', assignee: undefined, team: 'claims', handedOverBy: 'agt_01' }],
    [{ do: 'assign', to: { queue: true } }, { team: 'claims' }, { status: 'open', assignee: undefined, team: undefined }],
  ])('%j makes of %j %j', (action, before, after) => {
    expect(plan(rule({ then: [action] }), { ticket: { ...ticket, ...before } })!.after).toMatchObject(after);
  });

  it('adds a task for a team, due some days later', () => {
    const { tasks, after, mark } = plan(rule({ then: [{ do: 'add-task', title: 'Nachsehen', team: 'claims', dueInDays: 3 }] }))!;
    expect(tasks).toMatchObject([{ title: 'Nachsehen', team: 'claims', due: { on: '2026-03-23' }, ticketId: ticket.id }]);
    expect([after.openTasks, mark.content]).toEqual([undefined, expect.objectContaining({ did: ['add-task'] })]);
  });

  const answers = rule({ then: [{ do: 'answer', textModule }] });
  const pays = (over: object = {}) =>
    rule({
      when: [{ fact: 'kind', is: 'one-of', values: ['theft'] }],
      then: [{ do: 'pay-out', amount: { detail: 'valueCents' }, atMostCents: 50_000, ...over }],
    });
  const paid = step({ type: 'payout', amountCents: 1, reference: 'SB-1', paidOn: '2026-03-15', reversedBy: 'int_01JQ0000000000000000000007' });
  const closes = rule({ then: [{ do: 'close', outcome: 'answered' }] });
  it.each<[string, () => unknown, string | undefined]>([
    ['to be paid less than nothing', () => plan(pays({ lessCents: 38_900 })), 'amount-not-for-rules'],
    ['to be paid more than it may', () => plan(pays({ atMostCents: 38_899 })), 'amount-not-for-rules'],
    ['to be paid what nobody reported', () => plan(pays(), { steps: [theftReport({ details: {} })] }), 'amount-not-for-rules'],
    ['to be paid what was taken out', () => plan(pays(), { steps: [{ ...theftReport(), redacted: true }] }), 'amount-not-for-rules'],
    ['to be paid again, though it came back', () => plan(pays(), { steps: [theftReport(), paid] }), 'paid-before'],
    ['to somebody who is gone', () => plan(pays(), {}, { customer: undefined }), 'customer-erased'],
    ['in words that are gone', () => plan(answers, {}, { textModules: new Map() }), 'no-such-text-module'],
    [
      'in words that are out of use',
      () => plan(answers, {}, { textModules: new Map([[textModule, { ...module, status: 'retired' as const }]]) }),
      'text-module-retired',
    ],
    ['in words for other tickets', () => plan(answers, { ticket: { ...ticket, matter: 'liability' } }), 'text-module-of-other-kinds'],
    [
      'in a clerk’s words',
      () => plan(answers, {}, { textModules: new Map([[textModule, { ...module, texts: { de: 'Ihr {{clerkName}}' } }]]) }),
      'placeholder-without-value',
    ],
    ['by somebody who is not here', () => plan(rule({ then: [{ do: 'assign', to: { agent: clerk.id } }] }), {}, { clerks: new Map() }), 'clerk-not-here'],
    ['an end with something left to do', () => plan(closes, { ticket: { ...ticket, openTasks: 1 } }), 'open-tasks'],
    [
      'an end with words that nobody has read',
      () => plan(closes, { ticket: { ...ticket, unreadMessages: 1 }, steps: [theftReport(), step({ type: 'message', text: 'Halt!' })] }),
      'unread-messages',
    ],
    ['an end with documents that came', () => plan(closes, { ticket: { ...ticket, unreadMessages: 2 } }), undefined],
    [
      'a letter of another amount than is paid',
      () => plan({ ...settles, then: settles.then.map((one) => (one.do === 'pay-out' ? { ...one, lessCents: 100 } : one)) }),
      'letter-says-another-amount',
    ],
    ['a letter of a day that nobody knows', () => plan(settles, { steps: [theftReport({ incident: undefined })] }), 'letter-value-unknown'],
  ])('cannot be %s', (_, work, code) => {
    expect(codeOf(work)).toBe(code);
  });

  it('is no other for the same case, cause and rule, but for what is drawn', () => {
    const fixed = () => 'int_01JQ0000000000000000000004';
    const made = () => planned(settles, causeId, { seen: seen(), means: means(), newId: fixed }, usualHours);
    expect(made()).toEqual(made());
  });

  it('leaves alone what has ended, is restricted, or a clerk has taken up since', () => {
    expect([{ status: 'closed' as const }, { status: 'open' as const, restricted: true as const }, { status: 'open' as const }].map(whyLeftAlone)).toEqual([
      'ticket-closed',
      'processing-restricted',
      undefined,
    ]);
    const note = step({ type: 'internal-note', text: 'Ich sehe es mir an.' }, { by: { role: 'agent', id: 'agt_01' }, at: '2026-03-16T10:00:00.000Z' });
    expect([clerkActed({ steps: [note] }, '2026-03-16T09:59:59.999Z'), clerkActed({ steps: [note] }, note.at)]).toEqual([true, false]);
    expect(clerkActed({ steps: [{ ...note, by: { role: 'customer' } }] }, '2026-01-01T00:00:00.000Z')).toBe(false);
  });
});

describe('the step by which a rule acts', () => {
  it('has the time of its cause, and another id for every cause and rule, also for those that were made in a row', () => {
    const [causes, rules] = [Array.from({ length: 40 }, () => newId('evt')), Array.from({ length: 40 }, () => newId('rul'))];
    const marks = causes.flatMap((cause) => rules.map((one) => markId(cause, one)));
    expect(new Set(marks).size).toBe(marks.length);
    expect(marks[0]).toMatch(/^int_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(marks[0]!.slice(4, 14)).toBe(causes[0]!.slice(4, 14));
  });

  it('is the same for the same two', () => {
    const ulid = fc.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    fc.assert(
      fc.property(ulid, ulid, ulid, (one, two, other) => {
        expect(derivedFromBoth('int', `evt_${one}`, `rul_${two}`)).toBe(derivedFromBoth('int', `evt_${one}`, `rul_${two}`));
        if (other.slice(10) !== two.slice(10))
          expect(derivedFromBoth('int', `evt_${one}`, `rul_${other}`)).not.toBe(derivedFromBoth('int', `evt_${one}`, `rul_${two}`));
      }),
    );
  });
});
