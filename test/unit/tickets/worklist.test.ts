import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Agent } from '../../../shared/staff/agent.ts';
import { Priority } from '../../../shared/tickets/priority.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { byUrgency, urgencyOf } from '../../../shared/tickets/urgency.ts';
import {
  canBeNext,
  inTurn,
  lookedAt,
  shownPosition,
  skillsOf,
  sortedPage,
  storedPosition,
  UrgencyPosition,
  whyNoNext,
  WorklistSort,
} from '../../../shared/tickets/worklist.ts';

const idOf = (number: number): string => `tck_${String(number).padStart(26, '0')}`;
const ticket = (over: Partial<Ticket> = {}): Ticket => ({
  id: idOf(1),
  number: '26-7K3M-9QXN',
  customerId: 'cus_01',
  matter: 'theft',
  status: 'open',
  openedAt: '2026-03-15T09:30:00.000Z',
  version: 1,
  ...over,
});
const clerk = (over: Partial<Agent> = {}): Agent => ({
  id: 'agt_01',
  displayName: 'Rita Fuchs',
  email: 'rita@lindenhof.example',
  role: 'agent',
  team: 'fahrrad',
  skills: [{ skill: 'claims', level: 1 }],
  languages: [],
  workingHours: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  status: 'available',
  absences: [],
  version: 1,
  ...over,
});

const moments = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((date) => date.toISOString());
const some = fc.uniqueArray(
  fc.record({
    number: fc.nat(5_000),
    priority: fc.option(fc.constantFrom(...Priority.options), { nil: undefined }),
    openedAt: moments,
    // Few moments, so that some are promised for the same.
    promised: fc.option(fc.constantFrom('2026-03-27T17:00:00.000Z', '2026-03-30T09:00:00.000Z'), { nil: undefined }),
  }),
  {
    selector: ({ number }) => number,
    maxLength: 60,
  },
);
interface Drawn {
  readonly number: number;
  readonly priority: Priority | undefined;
  readonly openedAt: string;
  readonly promised: string | undefined;
}
const clockUntil = (resolveBy: string): Ticket['clock'] => ({ from: resolveBy, resolveMinutes: 60, pausedMinutes: 0, resolveBy, taken: [] });
const ticketsOf = (drawn: readonly Drawn[]) =>
  drawn.map(({ number, promised, ...rest }) => ticket({ id: idOf(number), ...rest, ...(promised && { clock: clockUntil(promised) }) }));
/** From 0 to 1, without 1. */
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('urgency', () => {
  it('sorts by priority, then by what is promised, then by age, then by id, as a text too', () => {
    const rank = ({ priority = 'normal' }: Ticket) => Priority.options.indexOf(priority);
    fc.assert(
      fc.property(some, (drawn) => {
        const tickets = ticketsOf(drawn);
        const wanted = tickets.toSorted((one, other) => {
          if (rank(one) !== rank(other)) return rank(one) - rank(other);
          const promised = ({ clock, openedAt }: Ticket) => Date.parse(clock?.resolveBy ?? openedAt);
          if (promised(one) !== promised(other)) return promised(one) - promised(other);
          if (one.openedAt !== other.openedAt) return Date.parse(one.openedAt) - Date.parse(other.openedAt);
          return one.id < other.id ? -1 : 1;
        });
        expect(tickets.toSorted(byUrgency).map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
        expect(tickets.map(urgencyOf).toSorted()).toEqual(wanted.map(urgencyOf));
      }),
    );
  });

  it('is normal where nothing is said, and its place can stand in a URL', () => {
    expect(urgencyOf(ticket())).toBe(urgencyOf(ticket({ priority: 'normal' })));
    const shown = shownPosition(urgencyOf(ticket({ priority: 'urgent' })));
    expect(shown).toBe(`0~2026-03-15T09:30:00.000Z~2026-03-15T09:30:00.000Z~${idOf(1)}`);
    expect(UrgencyPosition.safeParse(shown).success).toBe(true);
    expect(encodeURIComponent(shown).replaceAll('%3A', ':')).toBe(shown);
    expect(storedPosition(shown)).toBe(urgencyOf(ticket({ priority: 'urgent' })));
  });
});

describe('a sorted list', () => {
  it('has each ticket once, in its order, whatever the size of its pages and whoever is gone from it meanwhile', () => {
    fc.assert(
      fc.property(some, fc.constantFrom(...WorklistSort.options), fc.integer({ min: 1, max: 20 }), fc.nat(59), (drawn, sort, limit, goes) => {
        const tickets = ticketsOf(drawn);
        const [all] = [sortedPage(tickets, sort, 100)];
        expect(all.next).toBeUndefined();
        const gone = all.items[goes]?.id;
        const seen: string[] = [];
        let after: string | undefined;
        do {
          // Whoever read past it has seen it; for others it is not there.
          const there = seen.length > 0 ? tickets.filter(({ id }) => id !== gone) : tickets;
          const { items, next } = sortedPage(there, sort, limit, after);
          seen.push(...items.map(({ id }) => id));
          after = next;
        } while (after !== undefined);
        const wanted = all.items.map(({ id }) => id);
        const first = wanted.slice(0, limit);
        expect(seen).toEqual(first.includes(gone!) ? wanted : wanted.filter((id) => id !== gone));
      }),
    );
  });
});

describe('the next ticket of a clerk', () => {
  const health = { skill: 'health', level: 1 } as const;
  it.each<[string, Partial<Ticket>, Partial<Agent>, boolean]>([
    ['is one for which they have the skill', {}, {}, true],
    ['is none for which they have not', { matter: 'question' }, {}, false],
    ['is none that tells of health without that skill', { matter: 'medical-aid' }, {}, false],
    ['is one that tells of health with it', { matter: 'medical-aid' }, { skills: [health] }, true],
    ['is none that somebody has', { status: 'assigned', assignee: 'agt_02' }, {}, false],
    ['is none that waits for somebody', { status: 'waiting', assignee: 'agt_01' }, {}, false],
    ['is none that is closed', { status: 'closed' }, {}, false],
    ['is none that is restricted', { restricted: true }, {}, false],
    ['is one of their team', { team: 'fahrrad' }, {}, true],
    ['is none of another', { team: 'kfz' }, {}, false],
    ['is none that they gave away', { handedOverBy: 'agt_01' }, {}, false],
    ['is one that somebody else gave away', { handedOverBy: 'agt_02' }, {}, true],
  ])('%s', (_what, of, who, can) => {
    expect(canBeNext(ticket(of), clerk(who))).toBe(can);
  });

  it.each<[Partial<Agent>, string | undefined]>([
    [{}, undefined],
    [{ status: 'busy' }, undefined],
    [{ status: 'away' }, 'agent-away'],
    [{ absences: [{ id: 'abs_1', from: '2026-03-14', to: '2026-03-15' }] }, 'agent-absent'],
    [{ absences: [{ id: 'abs_1', from: '2026-03-16', to: '2026-03-20' }] }, undefined],
    [{ skills: [] }, 'no-skills'],
  ])('of %j is refused with %s', (over, code) => {
    const refusal = whyNoNext(clerk(over), '2026-03-15');
    expect(refusal?.code).toBe(code);
    expect(refusal === undefined || refusal.fields.length === 1).toBe(true);
  });

  it('is looked for by each of their skills', () => {
    expect(skillsOf(clerk({ skills: [health, { skill: 'claims', level: 5 }] }))).toEqual(['health', 'claims']);
  });

  it('is the most urgent at the first look; others after it are drawn, and none is tried twice', () => {
    fc.assert(
      fc.property(some, random, fc.boolean(), (drawn, at, isFirst) => {
        const tickets = ticketsOf(drawn);
        const tried = inTurn(tickets, isFirst, () => at).map(({ id }) => id);
        expect(tried).toHaveLength(Math.min(2, tickets.length));
        expect(new Set(tried).size).toBe(tried.length);
        const sorted = tickets.toSorted(byUrgency).map(({ id }) => id);
        if (isFirst) expect(tried[0]).toBe(sorted[0]);
        expect(sorted.slice(0, isFirst ? lookedAt.first : lookedAt.further)).toEqual(expect.arrayContaining(tried));
      }),
    );
  });

  it('can be any of the most urgent at a further look', () => {
    const tickets = Array.from({ length: 30 }, (_none, number) => ticket({ id: idOf(number) }));
    const first = tickets.map((_none, index) => inTurn(tickets, false, () => (index + 0.5) / 30)[0]!.id);
    expect(new Set(first).size).toBe(30);
  });
});
