/** Who gets a ticket. */
export interface Choice {
  readonly clerk: string;
  /** With more than so many they do not get it after all, and are chosen among anew: others were given tickets meanwhile. Absent where there is nobody else. */
  readonly atMost?: number;
}

/**
 * Who gets a ticket: of those who can, one of those who have the fewest open ones, at random, so that those who choose at the same moment choose
 * differently. `loads`: how many each of them has, as it was seen a moment ago; `random`: from 0 to 1. `undefined` when nobody can.
 */
export function leastLoaded(loads: ReadonlyMap<string, number>, random: () => number): Choice | undefined {
  const least = Math.min(...loads.values());
  const clerk = oneOf(
    [...loads].filter(([, load]) => load === least).map(([id]) => id),
    random,
  );
  if (clerk === undefined) return undefined;
  return { clerk, ...(loads.size > 1 && { atMost: least + leeway(least) }) };
}

/**
 * How many more than was seen a clerk may have by the time they are given one: a tenth, and one at least. So however old the sight is, and however many
 * choose at once, nobody of those who were seen ends with more than a tenth and one (or two, where that is more) above whoever has least.
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
