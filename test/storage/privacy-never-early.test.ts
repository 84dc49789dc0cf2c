import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { customerKind, loginKind, loginLookupKind, lookupKind, phoneLookupKind } from '../../shared/customers/customer-item.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { letterKind } from '../../shared/letters/letter-item.ts';
import { letterFileKey } from '../../shared/letters/letter.ts';
import { notificationKind } from '../../shared/notifications/notification-item.ts';
import { canName } from '../../shared/privacy/deletion/law-only.ts';
import { dueKeys } from '../../shared/storage/due-index.ts';
import { parseItem, type ItemKind } from '../../shared/storage/item-kind.ts';
import { isKept, type StateName } from '../../shared/storage/item-states.ts';
import { keyOf, type Item, type ItemKey } from '../../shared/storage/item.ts';
import { correspondenceKind, interactionKey, payoutKind } from '../../shared/tickets/interaction-item.ts';
import { loginIpKind, loginTimeKind } from '../../shared/tickets/login-trace-item.ts';
import { ticketKind } from '../../shared/tickets/ticket-item.ts';
import { berlinDay, dayNumber, dayText, lastDay, yearsLastDay } from '../unit/personal-data/civil-day.ts';
import { sampleItem } from '../unit/storage/sample-item.ts';
import { describeOnOneEngine } from './harness.ts';
import { newIdInFirstPart as newId, privacyWorld } from './privacy-fixtures.ts';

/** An item with the days that count for it, by a calendar of the tests' own; `undefined` while what it waits for has not ended. */
interface Expected {
  readonly kind: ItemKind;
  readonly item: Item & ItemKey;
  /** When it must be gone. */
  readonly end: string | undefined;
  /** When nobody uses it any more; told apart only of what the law keeps for longer. */
  readonly unusedFrom?: string | undefined;
  /** The case that it hangs on, where that is there. */
  readonly whole?: Expected | undefined;
  /** The master data of whom it is about, where that is there. */
  readonly person?: Expected | undefined;
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
const state = fc.constantFrom<StateName | undefined>(undefined, undefined, undefined, undefined, 'heldSince', 'restrictedSince', 'retainedSince');
const protection = fc.constantFrom<StateName | undefined>(undefined, undefined, undefined, undefined, undefined, undefined, 'heldSince', 'restrictedSince');
/** How long before its end an item is looked at already: 0 for what knew its end from the start. */
const early = fc.constantFrom(0, 0, 0, 1, 40, 400);

const aCase = fc.record({
  at: instant,
  /** Minutes until it was closed; none for one that never was. */
  closedAfter: fc.option(fc.integer({ min: 0, max: 600_000 }), { nil: undefined, freq: 4 }),
  state: protection,
  early,
});
const pieceKinds = new Map(
  [correspondenceKind, payoutKind, letterKind, loginIpKind, loginTimeKind, notificationKind].map((kind) => [kind.kind, kind as ItemKind]),
);
const piece = fc.record({
  name: fc.constantFrom(...pieceKinds.keys()),
  at: instant,
  /** On which of the cases it hangs; on one that is gone, if there are not so many. */
  of: fc.nat({ max: 3 }),
  state,
  early,
});
const person = fc.record({
  /** Of the contract: it runs, it ended, or nobody knows the person any more. */
  contract: fc.oneof(
    fc.constant('runs' as const),
    fc.constant('gone' as const),
    instant.map((at) => berlinDay(at.getTime())),
  ),
  /** The day before which an end that was recorded in arrears deletes nothing; none for one recorded in time. */
  settles: fc.option(
    instant.map((at) => berlinDay(at.getTime())),
    { nil: undefined, freq: 2 },
  ),
  cases: fc.array(aCase, { maxLength: 2 }),
  pieces: fc.array(piece, { minLength: 3, maxLength: 8 }),
  state: protection,
  early,
});
const scene = fc.record({ people: fc.array(person, { minLength: 1, maxLength: 4 }), pick: fc.nat(), shift: fc.constantFrom(-1, 0, 0, 1, 33, 500) });
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

/** Somebody whose end was recorded long in arrears, on a day on which their login would have gone for long. */
const inArrears: Scene = {
  people: [{ contract: '2024-11-10', settles: '2026-03-15', cases: [], pieces: [], state: undefined, early: 400 }],
  // The end of the login, and the day before.
  pick: 3,
  shift: -1,
};

type Case = typeof aCase extends fc.Arbitrary<infer T> ? T : never;
type Piece = typeof piece extends fc.Arbitrary<infer T> ? T : never;
type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

const closing = ({ at, closedAfter }: Case): string | undefined =>
  closedAfter === undefined ? undefined : new Date(at.getTime() + closedAfter * 60_000).toISOString();

/** When it all ended: the relationship lasts as long as a case is worked on. Of somebody who is gone nothing else says when. */
function endOfAll({ contract, cases }: Person): string | undefined {
  const closings = cases.map(closing);
  if (contract === 'runs' || closings.includes(undefined)) return undefined;
  return latest(contract === 'gone' ? '1970-01-01' : contract, ...closings.map((at) => berlinDay(Date.parse(at!))));
}

/** The day before which nothing goes that goes by that end: those who are gone no longer say so. */
const settling = ({ contract, settles }: Person): string | undefined => (contract === 'runs' || contract === 'gone' ? undefined : settles);

/** An item as its kind declares it, in a state, to be looked at some days before its end. */
function expected(
  kind: ItemKind,
  place: { pk: string; id: string },
  changes: Item,
  days: { end: string | undefined; early: number },
  inState?: StateName,
): Omit<Expected, 'whole'> {
  const { party: _, ...sample } = sampleItem(kind, place);
  const item = Object.fromEntries(Object.entries({ ...sample, ...changes }).filter(([, value]) => value !== undefined));
  // Not before anybody looks: nothing here was recorded later than 2033.
  const due = dueKeys(String(item.id ?? item.gsi1pk ?? item.pk), days.end === undefined ? '2024-01-01' : dayText(dayNumber(days.end) - days.early));
  const stops = isKept({ ...(inState && { [inState]: true }) });
  const { duePk: _pk, dueSk: _sk, ...rest } = item;
  const stored = { ...rest, ...(stops ? { dueOn: due.dueOn } : due), ...(inState && { [inState]: '2026-01-01T00:00:00.000Z' }) };
  parseItem(kind, stored);
  return { kind, item: stored as unknown as Item & ItemKey, end: days.end };
}

/** A case ends three years and three months after the year in which it was closed; what was never closed, in no run here. */
function caseOf(customerId: string, one: Case, about: Expected | undefined): Expected {
  const closedAt = closing(one);
  const end = closedAt && afterYears(berlinDay(Date.parse(closedAt)), 3, 3);
  const changes = { openedAt: one.at.toISOString(), closedAt, status: closedAt ? 'closed' : 'open' };
  return { ...expected(ticketKind, { pk: customerId, id: newId('tck') }, changes, { end, early: one.early }, one.state), person: about };
}

function pieceOf(customerId: string, one: Piece, use: string | undefined, cases: readonly Expected[], about: Expected | undefined): Expected {
  const { at, state: inState } = one;
  const kind = pieceKinds.get(one.name)!;
  const isStep = kind === correspondenceKind || kind === payoutKind;
  const whole = isStep || kind === letterKind ? cases[one.of] : undefined;
  const on = berlinDay(at.getTime());
  const [id, time] = [newId('int'), at.toISOString()];
  /** With its case, while that is there: `undefined` while the case has no end. */
  const withCase = (day: string): string | undefined => (whole ? whole.end && latest(day, whole.end) : day);
  const letterEnd = (): string | undefined => {
    const law = withCase(afterYears(on, 6));
    return inState === 'retainedSince' ? law : law && use && latest(law, use);
  };
  const ends: Record<string, () => string | undefined> = {
    correspondence: () => withCase(afterYears(on, 6)),
    payout: () => withCase(afterYears(on, 10)),
    letter: letterEnd,
    'login-ip': () => inDays(on, 30),
    draft: () => inDays(on, 30),
    'login-time': () => inDays(on, 90),
    notification: () => inDays(on, 90),
  };
  const ticketId = whole ? String(whole.item.id) : newId('tck');
  const place = isStep ? interactionKey(customerId, ticketId, id) : {};
  const its = 'ticketId' in kind.schema.shape ? { ticketId } : {};
  const changes = {
    ...('at' in kind.schema.shape && { at: time }),
    ...(kind === letterKind && { issuedAt: time, issuedOn: dayOf(new Date(time)) }),
    ...(kind === notificationKind && { plannedAt: time }),
  };
  const known = expected(kind, { pk: customerId, id }, { ...changes, ...its, ...place }, { end: ends[kind.kind]!(), early: one.early }, inState);
  const unusedFrom = kind === letterKind ? use : isStep ? (whole ? whole.end : '1970-01-01') : undefined;
  return { ...known, unusedFrom, whole, person: about };
}

function itemsOfPerson(one: Person): Expected[] {
  const { contract, cases, pieces, early: days } = one;
  const id = newId('cus');
  const over = endOfAll(one);
  const settled = (day: string): string => latest(day, settling(one) ?? day);
  const own = (kind: ItemKind, end: (day: string) => string, inState?: StateName): Expected => {
    const ended = { relationshipEndedOn: contract === 'runs' ? undefined : contract, relationshipEndSettlesOn: settling(one) };
    const relationship = { createdAt: '2023-06-01T09:00:00.000Z', ...ended };
    const key = kind.foundBy === 'subject-index' ? { pk: `lku#${newId('acc')}` } : {};
    return expected(kind, { pk: id, id }, { ...relationship, ...key }, { end: over && settled(end(over)), early: days }, inState);
  };
  const late = (day: string): string => afterYears(day, 3, 3);
  const about = contract === 'gone' ? undefined : own(customerKind, late, one.state);
  const theirs = about
    ? [own(lookupKind, late), own(phoneLookupKind, late), own(loginKind, halfAYearAfter), own(loginLookupKind, halfAYearAfter)].map((some) => ({
        ...some,
        person: about,
      }))
    : [];
  const wholes = cases.map((some) => caseOf(id, some, about));
  return [...(about ? [about] : []), ...theirs, ...wholes, ...pieces.map((some) => pieceOf(id, some, over && settled(halfAYearAfter(over)), wholes, about))];
}

/** Held or restricted: it, its case or its person. */
const isProtected = ({ item, whole, person: about }: Expected): boolean => [item, whole?.item, about?.item].some(isKept);
const goesOn = (day: string, one: Expected): boolean => one.end !== undefined && one.end <= day && !isProtected(one);
/** Whether a run takes something after which nobody uses this any more: its case, or who may look at it. */
const isMarked = (day: string, one: Expected, all: readonly Expected[]): boolean =>
  one.unusedFrom !== undefined &&
  one.unusedFrom <= day &&
  one.item.retainedSince === undefined &&
  !goesOn(day, one) &&
  !isProtected(one) &&
  all.some(
    (other) => goesOn(day, other) && (other === one.whole || ((other.kind === customerKind || other.kind === loginKind) && other.item.pk === one.item.pk)),
  );

describeOnOneEngine('a deletion run', (storage) => {
  const world = privacyWorld(storage, { firstPartOnly: true });
  const place = ({ pk, sk }: ItemKey) => `${pk} ${sk}`;

  it('is never early and never late, on any day, for anything; and hides what only the law keeps from then on', async () => {
    const reached = { gone: 0, deferred: 0, kept: 0, marked: 0, protected: 0, named: 0 };
    await fc.assert(
      fc.asyncProperty(scene, async ({ people, pick, shift }) => {
        await world.clear();
        const all = people.flatMap(itemsOfPerson);
        const tables = ['customers', 'tickets', 'letters', 'notifications'] as const;
        for (const table of tables) await storage.put(table, ...all.filter(({ kind }) => kind.table === table).map(({ item }) => item));
        const fileOf = ({ item }: Expected) => letterFileKey(item.pk, String(item.id));
        for (const one of all) if (one.kind === letterKind) world.outside.files.add(fileOf(one));
        const ends = all.flatMap(({ end }) => (end === undefined ? [] : [end]));
        // At most eleven years after 2033: a case that was never closed ends later than that.
        const day = ends.length === 0 ? '2049-01-01' : dayText(dayNumber(ends[pick % ends.length]!) + shift);

        await world.runOf(day, tables);

        const items = (await Promise.all(tables.map((table) => storage.items(table)))).flat();
        const left = new Map(items.map((item) => [place(keyOf(item)), item]));
        for (const one of all) {
          const { item, end } = one;
          const now = left.get(place(item));
          const goes = goesOn(day, one);
          const marked = isMarked(day, one, all);
          expect({ day, end, item, gone: now === undefined, hidden: now?.retainedSince !== item.retainedSince && !goes }).toEqual({
            day,
            end,
            item,
            gone: goes,
            hidden: marked,
          });
          if (one.kind === letterKind) expect(world.outside.files.has(fileOf(one))).toBe(!goes);
          if (!now) {
            reached.gone++;
            continue;
          }
          // Who the person is, for what can say so: once it is kept for the law only, or nobody else could tell any more.
          const named = canName(one.kind) && one.person !== undefined && (marked || goesOn(day, one.person));
          expect({ item, named: now.party !== undefined }).toEqual({ item, named });
          const { dueOn, duePk, dueSk, retainedSince: _now, party: _party, ...rest } = now;
          const { dueOn: was, duePk: pk, dueSk: _sk, retainedSince: _before, ...before } = item;
          expect(rest).toEqual(before);
          if (isKept(item)) expect([dueOn, duePk]).toEqual([was, undefined]);
          else expect([String(dueSk).startsWith(`${String(dueOn)}#`), duePk]).toEqual([true, pk]);
          // Looked at again before it can be late; what another item protects, every day until that is lifted.
          const again = isProtected(one) ? dueOn === was : String(dueOn) > day && String(dueOn) <= (end ?? '9999');
          expect({ day, end, item, dueOn, again }).toEqual({ day, end, item, dueOn, again: true });
          if (marked) reached.marked++;
          if (named) reached.named++;
          if (isProtected(one)) reached.protected++;
          else if (dueOn !== was) reached.deferred++;
          else reached.kept++;
        }
        expect(world.queue.dead).toEqual([]);
      }),
      { numRuns: 20, endOnFailure: true, examples: [[inArrears]] },
    );
    // The scenes were such that something happened.
    expect(Object.entries(reached).filter(([, count]) => count === 0)).toEqual([]);
  });
});
