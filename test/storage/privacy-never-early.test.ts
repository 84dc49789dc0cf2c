import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { customerKind } from '../../shared/customers/customer-item.ts';
import { letterFileKey } from '../../shared/letters/letter.ts';
import { dueKeys } from '../../shared/storage/due-index.ts';
import { ticketKey, ticketKind } from '../../shared/tickets/ticket-item.ts';
import type { Item } from '../../shared/storage/item.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { berlinDay, dayNumber, dayText, lastDay, yearsLastDay } from '../unit/personal-data/civil-day.ts';
import { paula } from '../unit/customers/people.ts';
import { describeStorage } from './harness.ts';
import { newIdInFirstPart as newId, privacyWorld } from './privacy-fixtures.ts';

/** An item with the day on which it must be gone, by a calendar of the tests' own; none while what it waits for has not ended. */
interface Expected {
  readonly table: TableName;
  readonly item: Item;
  readonly end: string | undefined;
  readonly isProtected: boolean;
}

const after = (day: string): string => dayText(dayNumber(day) + 1);
const latest = (...days: string[]): string => days.sort().at(-1)!;
const inDays = (start: string, days: number): string => after(lastDay(start, { days }));
const afterYears = (start: string, years: number, months = 0): string => after(lastDay(yearsLastDay(start), { years, months }));
const halfAYearAfter = (day: string): string => after(lastDay(day, { months: 6 }));

/** Some moment; most often one at which the day, the year or the clock changes in Berlin. */
const instant = fc.oneof(
  fc.date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2031-12-31T23:59:59Z'), noInvalidDate: true }),
  fc
    .record({ year: fc.integer({ min: 2024, max: 2031 }), minutes: fc.integer({ min: -180, max: 120 }) })
    .map(({ year, minutes }) => new Date(Date.UTC(year + 1, 0, 1) + minutes * 60_000)),
  fc
    .constantFrom(
      '2028-02-29T12:00:00Z',
      '2028-02-28T22:59:59Z',
      '2026-03-29T00:59:59Z',
      '2026-03-28T23:00:00Z',
      '2026-10-24T22:00:00Z',
      '2026-10-25T00:30:00Z',
    )
    .map((text) => new Date(text)),
);
const state = fc.constantFrom(undefined, undefined, undefined, undefined, 'heldSince', 'restrictedSince', 'retainedSince');
/** How long before its end an item is looked at already: 0 for what knew its end from the start. */
const early = fc.constantFrom(0, 0, 0, 1, 40, 400);

const piece = fc.record({
  kind: fc.constantFrom('correspondence', 'payout', 'ticket', 'letter', 'login-ip', 'login-time', 'notification'),
  at: instant,
  /** Minutes until the case was closed; none for one that never was. */
  closedAfter: fc.option(fc.integer({ min: 0, max: 600_000 }), { nil: undefined }),
  state,
  early,
});
const person = fc.record({
  /** Of the relationship: it runs, it ended, or nobody knows the person any more. */
  relationship: fc.oneof(
    fc.constant('runs' as const),
    fc.constant('gone' as const),
    instant.map((at) => berlinDay(at.getTime())),
  ),
  pieces: fc.array(piece, { minLength: 3, maxLength: 9 }),
  early,
});
const scene = fc.record({ people: fc.array(person, { minLength: 1, maxLength: 4 }), pick: fc.nat(), shift: fc.constantFrom(-1, 0, 0, 1, 33, 500) });

type Piece = typeof piece extends fc.Arbitrary<infer T> ? T : never;
type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

const closing = ({ at, closedAfter }: Piece): Date | undefined => (closedAfter === undefined ? undefined : new Date(at.getTime() + closedAfter * 60_000));

/** When it all ended: the relationship lasts as long as a case is worked on, while anybody knows whose it is. */
function endOfAll({ relationship, pieces }: Person): Person['relationship'] {
  const cases = pieces.filter(({ kind }) => kind === 'ticket').map(closing);
  if (relationship === 'gone' || relationship === 'runs') return relationship;
  return cases.includes(undefined) ? 'runs' : latest(relationship, ...cases.map((at) => berlinDay(at!.getTime())));
}

function pieceOf(customerId: string, one: Piece, relationship: Person['relationship']): Expected {
  const { kind, at, state: inState, early: days } = one;
  const id = newId('int');
  const on = berlinDay(at.getTime());
  const closedAt = closing(one);
  const letterEnd = (): string | undefined => {
    if (relationship === 'gone' || inState === 'retainedSince') return afterYears(on, 6);
    return relationship === 'runs' ? undefined : latest(afterYears(on, 6), halfAYearAfter(relationship));
  };
  const ends: Record<Piece['kind'], () => string | undefined> = {
    correspondence: () => afterYears(on, 6),
    payout: () => afterYears(on, 10),
    // A case that nobody ever closed ends after thirty years whatever happens.
    ticket: () => (closedAt ? afterYears(berlinDay(closedAt.getTime()), 3, 3) : after(lastDay(on, { years: 30 }))),
    letter: letterEnd,
    'login-ip': () => inDays(on, 30),
    'login-time': () => inDays(on, 90),
    notification: () => inDays(on, 90),
  };
  const table: TableName = kind === 'letter' ? 'letters' : kind === 'notification' ? 'notifications' : 'tickets';
  const end = ends[kind]();
  const time = at.toISOString();
  const ticket = {
    ...ticketKey(customerId, id),
    kind: 'ticket',
    id,
    openedAt: time,
    ...(closedAt && { closedAt: closedAt.toISOString() }),
    status: closedAt ? 'closed' : 'open',
    matter: 'theft',
    region: '5',
    version: 1,
    paidCents: 0,
    gsi1pk: id,
    gsi1sk: 'ticket',
    gsi2pk: 'nobody',
    gsi2sk: id,
  };
  const item = kind === 'ticket' ? ticket : { pk: customerId, sk: `${kind}#${id}`, kind, id, at: time, issuedAt: time, plannedAt: time };
  return expected(table, item, id, end, inState, days);
}

function expected(table: TableName, item: Item, id: string, end: string | undefined, inState: string | undefined, days: number): Expected {
  const due = dueKeys(id, end === undefined ? '2027-01-01' : dayText(dayNumber(end) - days));
  const isProtected = inState === 'heldSince' || inState === 'restrictedSince';
  return {
    table,
    end,
    isProtected,
    item: { ...item, ...(isProtected ? { dueOn: due.dueOn } : due), ...(inState && { [inState]: '2026-01-01T00:00:00.000Z' }) },
  };
}

function itemsOfPerson(one: Person): Expected[] {
  const { relationship, pieces, early: days } = one;
  const id = newId('cus');
  const over = endOfAll(one);
  const own = (kind: string, end: (day: string) => string): Expected[] => {
    if (relationship === 'gone') return [];
    const lookup = kind.endsWith('lookup');
    const ended = relationship === 'runs' ? {} : { relationshipEndedOn: relationship };
    const base = {
      ...(lookup ? { pk: `lku#${newId('acc')}`, sk: 'lookup', gsi1pk: id, gsi1sk: 'lookup' } : { pk: id, sk: kind }),
      kind,
      createdAt: '2023-06-01T09:00:00.000Z',
      ...(kind === 'login' && { username: id }),
      ...ended,
    };
    const item = kind === 'customer' ? { ...paula, ...base, lookupKey: 'mac', status: 'active', version: 1 } : base;
    return [expected('customers', item, id, over === 'runs' || over === 'gone' ? undefined : end(over), undefined, days)];
  };
  const customer = own('customer', (day) => afterYears(day, 3, 3));
  for (const { item } of customer) customerKind.schema.parse(item);
  const late = (day: string): string => afterYears(day, 3, 3);
  return [
    ...customer,
    ...own('customer-lookup', late),
    ...own('login', halfAYearAfter),
    ...own('login-lookup', halfAYearAfter),
    ...pieces.map((some) => pieceOf(id, some, over)),
  ];
}

describeStorage('a deletion run', (storage) => {
  const world = privacyWorld(storage, { firstPartOnly: true });

  it('is never early and never late, on any day, for anything', async () => {
    const reached = { gone: 0, deferred: 0, kept: 0 };
    await fc.assert(
      fc.asyncProperty(scene, async ({ people, pick, shift }) => {
        await world.clear();
        const all = people.flatMap(itemsOfPerson);
        const tables = ['customers', 'tickets', 'letters', 'notifications'] as const;
        for (const table of tables) await storage.put(table, ...all.filter((one) => one.table === table).map(({ item }) => item));
        for (const { item } of all) if (item.kind === 'letter') world.outside.files.add(letterFileKey(String(item.pk), String(item.id)));
        for (const { item } of all) if (item.kind === 'ticket') ticketKind.schema.parse(item);
        // Not as late as a case that was never closed ends: from there on it depends on which is looked at first.
        const ends = all.flatMap(({ end }) => (end !== undefined && end < '2050-01-01' ? end : []));
        const day = ends.length === 0 ? '2049-01-01' : dayText(dayNumber(ends[pick % ends.length]!) + shift);

        await world.runOf(day, tables);

        const left = new Map(
          (await Promise.all(tables.map((table) => storage.items(table)))).flat().map((item) => [`${String(item.pk)} ${String(item.sk)}`, item]),
        );
        for (const { item, end, isProtected } of all) {
          const now = left.get(`${String(item.pk)} ${String(item.sk)}`);
          const goes = end !== undefined && end <= day && !isProtected;
          expect({ day, end, item, gone: now === undefined }).toEqual({ day, end, item, gone: goes });
          if (item.kind === 'letter') expect(world.outside.files.has(letterFileKey(String(item.pk), String(item.id)))).toBe(!goes);
          if (!now) reached.gone++;
          else if (isProtected || String(item.dueOn) > day) {
            expect(now).toEqual(item);
            reached.kept++;
          } else {
            const { dueOn, duePk, dueSk, ...rest } = now;
            const { dueOn: _on, duePk: _pk, dueSk: _sk, ...before } = item;
            expect(rest).toEqual(before);
            expect(String(dueSk).startsWith(`${String(dueOn)}#`) && duePk === item.duePk).toBe(true);
            // Looked at again before it can be late.
            expect({ day, end, again: String(dueOn) > day && String(dueOn) <= (end ?? '9999') }).toEqual({ day, end, again: true });
            reached.deferred++;
          }
        }
        expect(world.queue.dead).toEqual([]);
      }),
      { numRuns: 20 },
    );
    // The scenes were such that something happened.
    expect(Object.entries(reached).filter(([, count]) => count < 20)).toEqual([]);
  });
});
