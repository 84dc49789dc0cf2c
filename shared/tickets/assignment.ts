import { isAbsent } from '../staff/absence.ts';
import type { SkilledClerk } from '../staff/staff-reader.ts';
import type { Day } from '../personal-data/calendar.ts';
import type { Ticket } from './ticket.ts';

/** Who gets a ticket. */
export interface Choice {
  readonly clerk: string;
  /** With more than so many they do not get it after all, and are chosen among anew: others were given tickets meanwhile. Absent where there is nobody else. */
  readonly atMost?: number;
  /** With more than so many they never get it: it would be more than they can take on. */
  readonly most?: number;
}

/** A clerk who can have a ticket, and how many open ones they have, as it was seen a moment ago. */
export interface Candidate extends Omit<SkilledClerk, 'absences'> {
  readonly load: number;
}

/**
 * Who gets a ticket: of those who can take on one more, whoever is available before whoever is busy, then whoever is best at it, then whoever has the
 * fewest open ones; of equals one at random, so that those who choose at the same moment choose differently. `random`: from 0 to 1. `undefined` when
 * nobody can.
 */
export function chosen(candidates: readonly Candidate[], random: () => number): Choice | undefined {
  const free = candidates.filter(hasRoom);
  const best = Math.max(...free.map(rank));
  const equals = free.filter((candidate) => rank(candidate) === best);
  const least = Math.min(...equals.map(({ load }) => load));
  const clerk = oneOf(
    equals.filter(({ load }) => load === least),
    random,
  );
  if (!clerk) return undefined;
  return { ...takenOnBy(clerk), ...(equals.length > 1 && { atMost: least + leeway(least) }) };
}

/** The same for one clerk alone, however many others there are. */
export const takenOnBy = ({ id, capacity }: Pick<SkilledClerk, 'id' | 'capacity'>): Choice => ({
  clerk: id,
  ...(capacity !== undefined && { most: capacity - 1 }),
});

/** How many they may have by now who are given another: both limits, or only what they can take on. */
export const limitOf = ({ atMost, most }: Choice, whatever: boolean): number | undefined => {
  const limits = [whatever ? undefined : atMost, most].filter((limit) => limit !== undefined);
  return limits.length === 0 ? undefined : Math.min(...limits);
};

const hasRoom = ({ load, capacity }: Candidate): boolean => capacity === undefined || load < capacity;

/** Who gets tickets before whom, as a number: available before busy, and then by level. */
export const rank = ({ level, busy }: Pick<SkilledClerk, 'level' | 'busy'>): number => level + (busy ? 0 : levels);
const levels = 5;

/** Whether somebody is here on a day. Who is away is not among them at all. */
export const isHere = ({ absences }: SkilledClerk, day: Day): boolean => !isAbsent(absences, day);

/** Those before others, as they are to be looked at: by rank, and of equals in the order of chance. `random`: from 0 to 1. */
export const inOrder = <T extends Pick<SkilledClerk, 'level' | 'busy'>>(clerks: readonly T[], random: () => number): T[] =>
  sample(clerks, clerks.length, random).toSorted((one, other) => rank(other) - rank(one));

/** Who knows the customer from the last ticket of the kind, of these of theirs, newest first; `undefined` where nobody does. */
export const whoKnows = (earlier: readonly Ticket[], { id, matter }: Pick<Ticket, 'id' | 'matter'>): string | undefined =>
  earlier.find((one) => one.id !== id && one.matter === matter && one.assignee !== undefined)?.assignee;

/**
 * How many more than was seen a clerk may have by the time they are given one: a tenth, and one at least. So however old the sight is, and however many
 * choose at once, nobody of equals who were seen ends with more than a tenth and one (or two, where that is more) above whoever has least.
 */
export const leeway = (load: number): number => Math.max(1, Math.floor(load / 10));

/** So many of them, each as likely as any other; all of them where there are no more. `random`: from 0 to 1. */
export function sample<T>(all: readonly T[], count: number, random: () => number): T[] {
  const left = [...all];
  const drawn: T[] = [];
  while (drawn.length < count && left.length > 0) {
    const index = Math.floor(random() * left.length);
    drawn.push(left[index]!);
    left[index] = left.at(-1)!;
    left.pop();
  }
  return drawn;
}

const oneOf = <T>(all: readonly T[], random: () => number): T | undefined => all[Math.floor(random() * all.length)];
