import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { chosen, inOrder, isHere, leeway, limitOf, sample, takenOnBy, whoKnows, type Candidate } from '../../../shared/tickets/assignment.ts';

const clerks = (min: number, max: number) => fc.uniqueArray(fc.stringMatching(/^agt_[A-Z]{3}$/), { minLength: min, maxLength: max });
/** From 0 to 1, without 1. */
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** Who is chosen of equals with these loads. */
const leastLoaded = (loads: ReadonlyMap<string, number>, drawn: () => number) =>
  chosen(
    [...loads].map(([id, load]) => ({ id, load, level: 3 })),
    drawn,
  );
const spreadOf = (loads: Iterable<number>) => Math.max(...loads) - Math.min(...loads);

/** The same numbers each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('who gets the next ticket', () => {
  it.each([
    ['nobody where nobody can', {}, 0, undefined],
    ['the only one, however many they have by then', { A: 7 }, 0.9, { clerk: 'A' }],
    ['whoever has fewest', { A: 3, B: 1, C: 2 }, 0.9, { clerk: 'B', atMost: 2 }],
    ['of those who have fewest the first', { A: 1, B: 0, C: 0 }, 0, { clerk: 'B', atMost: 1 }],
    ['of those who have fewest the last', { A: 1, B: 0, C: 0 }, 0.999, { clerk: 'C', atMost: 1 }],
    ['with few tickets, whoever has one more by then at most', { A: 19, B: 19 }, 0, { clerk: 'A', atMost: 20 }],
    ['with many tickets, whoever has a tenth more by then at most', { A: 59, B: 70 }, 0, { clerk: 'A', atMost: 64 }],
  ])('is %s', (_who, loads, drawn, choice) => {
    expect(leastLoaded(new Map(Object.entries(loads)), () => drawn)).toEqual(choice);
  });

  it('is one of those who have fewest, each of them at times', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^agt_[A-Z]{3}$/), fc.nat(3), { minKeys: 1, maxKeys: 20 }), random, (loadOf, drawn) => {
        const loads = new Map(Object.entries(loadOf));
        const least = Math.min(...loads.values());
        expect(loads.get(leastLoaded(loads, () => drawn)!.clerk)).toBe(least);
        const equals = [...loads].filter(([, load]) => load === least).map(([id]) => id);
        const each = equals.map((_, index) => leastLoaded(loads, () => (index + 0.5) / equals.length)!.clerk);
        expect(each).toEqual(equals);
      }),
    );
  });

  it('is fair however old the sights are, and whoever chooses in between: nobody has more than two, or a tenth and one, above the least', () => {
    // Each step, one of five workers looks, or gives what it has chosen by the sight it has, which may be of long ago.
    const steps = fc.array(fc.record({ worker: fc.nat(4), looks: fc.boolean(), drawn: random }), { maxLength: 600 });
    fc.assert(
      fc.property(clerks(2, 25), fc.nat(200), steps, (ids, before, course) => {
        const loads = new Map(ids.map((id) => [id, before]));
        const seen = Array.from({ length: 5 }, () => new Map(loads));
        for (const { worker, looks, drawn } of course) {
          if (looks) seen[worker] = new Map(loads);
          const { clerk, atMost } = leastLoaded(seen[worker]!, () => drawn)!;
          const load = loads.get(clerk)!;
          if (load <= atMost!) loads.set(clerk, load + 1);
        }
        const least = Math.min(...loads.values());
        expect(spreadOf(loads.values())).toBeLessThanOrEqual(1 + leeway(least));
        expect(1 + leeway(least)).toBeLessThanOrEqual(Math.max(2, 1 + least / 10));
      }),
    );
  });

  // How five workers fare who look, choose and give, each step as long as chance has it, by `choices` with the limit and then without.
  it.each([
    { clerks: 2, tickets: 200, looked: 25, spread: 11, refused: 1 },
    { clerks: 4, tickets: 200, looked: 25, spread: 6, refused: 1 },
    { clerks: 10, tickets: 200, looked: 25, spread: 3, refused: 0.7 },
    { clerks: 20, tickets: 200, looked: 25, spread: 2, refused: 0.5 },
    { clerks: 50, tickets: 200, looked: 25, spread: 3, refused: 0.3 },
    { clerks: 100, tickets: 2_000, looked: 25, spread: 4, refused: 0.2 },
    { clerks: 1_000, tickets: 200, looked: 25, spread: 2, refused: 0.1 },
    { clerks: 1_000, tickets: 20_000, looked: 25, spread: 4, refused: 0.1 },
  ])('of $clerks clerks, for $tickets tickets at once, differs by $spread at most, and is chosen anew for few of them', (world) => {
    for (let seed = 1; seed <= (world.tickets > 2_000 ? 2 : 40); seed++) {
      const { spread, refused } = fiveWorkers(world, seeded(seed * 7_919));
      expect(spread).toBeLessThanOrEqual(world.spread);
      expect(refused / world.tickets).toBeLessThanOrEqual(world.refused);
    }
  });
});

const choices = 8;

function fiveWorkers({ clerks: count, tickets, looked }: { clerks: number; tickets: number; looked: number }, drawn: () => number) {
  const ids = Array.from({ length: count }, (_, index) => `agt_${index}`);
  const loads = new Map(ids.map((id) => [id, 0]));
  const look = () => new Map(sample(ids, looked, drawn).map((id) => [id, loads.get(id)!]));
  let refused = 0;
  const workers = Array.from({ length: 5 }, () => ({ at: drawn(), made: 0, seen: undefined as Map<string, number> | undefined }));
  for (let given = 0; given < tickets;) {
    const worker = workers.reduce((one, other) => (one.at <= other.at ? one : other));
    if (worker.seen) {
      const { clerk, atMost } = leastLoaded(worker.seen, drawn)!;
      const load = loads.get(clerk)!;
      const gets = worker.made >= choices || atMost === undefined || load <= atMost;
      if (gets) {
        loads.set(clerk, load + 1);
        given++;
        worker.made = 0;
      } else {
        refused++;
        worker.made++;
      }
      worker.seen = undefined;
      worker.at += 0.3 + 0.4 * drawn();
    } else {
      worker.seen = look();
      worker.at += 0.5 - 0.7 * Math.log(1 - drawn());
    }
  }
  return { spread: spreadOf(loads.values()), refused };
}

describe('who is chosen of clerks who differ', () => {
  const of = (id: string, over: Partial<Candidate> = {}): Candidate => ({ id, load: 0, level: 3, ...over });

  it.each<[string, Candidate[], ReturnType<typeof chosen>]>([
    ['nobody of nobody', [], undefined],
    ['whoever is best, however many others have', [of('A', { level: 4, load: 9 }), of('B', { level: 3 })], { clerk: 'A' }],
    ['of the best whoever has fewest', [of('A', { level: 5, load: 3 }), of('B', { level: 5, load: 1 }), of('C')], { clerk: 'B', atMost: 2 }],
    ['the next best where the best are full', [of('A', { level: 5, load: 3, capacity: 3 }), of('B', { level: 2 }), of('C', { level: 1 })], { clerk: 'B' }],
    ['nobody where all are full', [of('A', { load: 3, capacity: 3 }), of('B', { load: 8, capacity: 5 })], undefined],
    ['whoever is available before who is better and busy', [of('A', { level: 5, busy: true }), of('B', { level: 1 })], { clerk: 'B' }],
    ['who is busy where nobody else can', [of('A', { level: 5, busy: true }), of('B', { level: 1, load: 2, capacity: 2 })], { clerk: 'A' }],
    ['who can take on one more, and no more by then', [of('A', { load: 4, capacity: 5 }), of('B', { level: 1 })], { clerk: 'A', most: 4 }],
  ])('is %s', (_who, candidates, choice) => {
    expect(chosen(candidates, () => 0)).toEqual(choice);
  });

  it('is never who is full, nor anybody while somebody better and available has room', () => {
    const candidate = fc.record({
      load: fc.nat(6),
      level: fc.integer({ min: 1, max: 5 }),
      busy: fc.constantFrom(undefined, true as const),
      capacity: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 12 }), random, (some, drawn) => {
        const candidates = some.map((one, index) => ({ ...one, id: `agt_${index}` }));
        const free = candidates.filter(({ load, capacity }) => capacity === undefined || load < capacity);
        const choice = chosen(candidates, () => drawn);
        expect(choice === undefined).toBe(free.length === 0);
        if (!choice) return;
        const given = free.find(({ id }) => id === choice.clerk)!;
        for (const other of free) {
          if (!other.busy && given.busy) throw new Error('Somebody available was passed over');
          if (other.busy === given.busy && (other.level > given.level || (other.level === given.level && other.load < given.load)))
            throw new Error('Somebody better was passed over');
        }
        if (given.capacity !== undefined) expect(limitOf(choice, true)).toBe(given.capacity - 1);
      }),
    );
  });

  it('takes no more than fits both limits, and in the end what they can take on', () => {
    expect([limitOf({ clerk: 'A' }, false), limitOf({ clerk: 'A', atMost: 3 }, false), limitOf({ clerk: 'A', atMost: 3 }, true)]).toEqual([
      undefined,
      3,
      undefined,
    ]);
    expect([limitOf({ clerk: 'A', atMost: 3, most: 2 }, false), limitOf({ clerk: 'A', atMost: 3, most: 7 }, true)]).toEqual([2, 7]);
    expect([takenOnBy({ id: 'A' }), takenOnBy({ id: 'A', capacity: 5 })]).toEqual([{ clerk: 'A' }, { clerk: 'A', most: 4 }]);
  });

  it('is here but on the days of an absence, the first and the last included', () => {
    const clerk = { id: 'A', level: 3, absences: [{ from: '2026-08-03', to: '2026-08-14' }] };
    const days = ['2026-08-02', '2026-08-03', '2026-08-14', '2026-08-15'];
    expect(days.map((day) => isHere(clerk, day))).toEqual([true, false, false, true]);
  });

  it('is looked at before others by availability and level, and of equals by chance', () => {
    const some = [of('A', { level: 1 }), of('B', { level: 5, busy: true }), of('C', { level: 5 }), of('D', { level: 1 })];
    const order = inOrder(some, () => 0).map(({ id }) => id);
    // Who is busy comes behind all who are available.
    expect([order[0], order.slice(1, 3).toSorted(), order[3]]).toEqual(['C', ['A', 'D'], 'B']);
    const drawn = seeded(11);
    const firsts = new Set(Array.from({ length: 50 }, () => inOrder([of('A'), of('B'), of('C')], drawn)[0]!.id));
    expect(firsts).toEqual(new Set(['A', 'B', 'C']));
  });
});

describe('whom a customer knows', () => {
  const ticket = (id: string, matter: Ticket['matter'], assignee?: string): Ticket => ({
    id,
    number: '26-0000-0000',
    customerId: 'cus_1',
    matter,
    status: assignee ? 'closed' : 'open',
    assignee,
    openedAt: '2026-03-15T09:30:00.000Z',
    version: 1,
  });
  const fresh = ticket('tck_9', 'theft');

  it.each<[string, Ticket[], string | undefined]>([
    ['nobody at the first time', [fresh], undefined],
    [
      'the clerk of the last one of the kind',
      [fresh, ticket('tck_8', 'question', 'agt_q'), ticket('tck_7', 'theft', 'agt_2'), ticket('tck_6', 'theft', 'agt_1')],
      'agt_2',
    ],
    ['nobody where it was about something else', [fresh, ticket('tck_8', 'question', 'agt_q')], undefined],
    ['the one before, where the last has nobody either', [fresh, ticket('tck_8', 'theft'), ticket('tck_7', 'theft', 'agt_2')], 'agt_2'],
    ['not whoever had this very one', [ticket('tck_9', 'theft', 'agt_9')], undefined],
  ])('is %s', (_who, earlier, clerk) => {
    expect(whoKnows(earlier, fresh)).toBe(clerk);
  });
});

describe('some of many', () => {
  it('are as many as are wanted, or all, each once', () => {
    fc.assert(
      fc.property(clerks(0, 30), fc.nat(40), random, (ids, count, drawn) => {
        const some = sample(ids, count, () => drawn);
        expect([some.length, new Set(some).size]).toEqual([Math.min(count, ids.length), some.length]);
        for (const id of some) expect(ids).toContain(id);
      }),
    );
  });

  it('are each as often drawn', () => {
    const [ids, drawn, times] = [Array.from({ length: 50 }, (_, index) => index), seeded(11), new Map<number, number>()];
    for (let draw = 0; draw < 2_000; draw++) for (const id of sample(ids, 10, drawn)) times.set(id, (times.get(id) ?? 0) + 1);
    // Each is expected 400 times, give or take 18.
    expect([Math.min(...times.values()) > 320, Math.max(...times.values()) < 480]).toEqual([true, true]);
  });
});
