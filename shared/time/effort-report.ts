import * as z from 'zod';
import { invalidField, type DomainError } from '../domain-error.ts';
import { addDays, type Day } from '../personal-data/calendar.ts';
import { PlausibleDay } from '../personal-data/plausible-days.ts';
import { Team } from '../staff/agent.ts';
import { Matter } from '../tickets/ticket.ts';
import { Activity, allActivities } from './activity.ts';

/**
 * A day of a team is told as the team's where at least so many people of it entered time for that day: of two, each would learn what the other did. Another
 * number, which a works agreement may ask for, is another number here.
 */
export const fewestPeople = 3;

/** The longest period that is evaluated at once, a leap year. */
export const mostDays = 366;

/** An answer has no more lines than that: more is asked for team by team. */
export const mostLines = 10_000;

/** What is to be evaluated. */
export const EffortQuery = z.strictObject({
  from: PlausibleDay.describe('The first day'),
  to: PlausibleDay.describe(`The last day, ${mostDays} days in all at most`),
  team: Team.optional(),
  kind: Matter.optional().describe('Only tickets of this kind'),
  activity: Activity.optional(),
});
export type EffortQuery = z.infer<typeof EffortQuery>;

/** How long a team worked on a day on tickets of a kind. */
export interface Effort {
  readonly team: string;
  readonly day: Day;
  readonly matter: Matter;
  readonly minutes: Readonly<Record<Activity, number>>;
}

/** How many people of a team that was. */
export interface DayOfTeam {
  readonly team: string;
  readonly day: Day;
  readonly people: number;
}

export interface EffortLine {
  /** Absent: of teams of which too few people worked on a day, together. */
  readonly team?: string | undefined;
  readonly kind: Matter;
  readonly activity: Activity;
  readonly minutes: number;
}

export interface EffortReport {
  readonly from: Day;
  readonly to: Day;
  readonly lines: readonly EffortLine[];
  /** On so many days something is left out, since too few people worked, in the team that was asked for or in all small ones together. */
  readonly withheldDays: number;
}

/** @throws DomainError `invalid/invalid-query` for a period that goes backwards, or is too long */
export function checkPeriod({ from, to }: Pick<EffortQuery, 'from' | 'to'>): void {
  if (to < from) throw invalidField('query.to', 'lies before the first day');
  if (to >= addDays(from, mostDays)) throw invalidField('query.to', `lies too far behind the first day: ${mostDays} days at most`);
}

/** The months of a period, by a day in each. */
export function monthsOf({ from, to }: Pick<EffortQuery, 'from' | 'to'>): Day[] {
  const months: Day[] = [];
  for (let day = `${from.slice(0, 7)}-01`; day <= to; day = `${addDays(day, 31).slice(0, 7)}-01`) months.push(day);
  return months;
}

/**
 * The report of what was stored of a period. What may be told is judged day by day, since whoever asks for two periods that differ by a day learns that
 * day: a team's, where enough people of it worked; of all others together, where enough people did in those; and else nothing. Which lines are wanted
 * changes nothing of that.
 * @throws DomainError `invalid/invalid-query` where that is too much for an answer
 */
export function effortReport(query: EffortQuery, stored: Iterable<Effort | DayOfTeam>): EffortReport {
  const facts = [...stored].filter(({ team, day }) => query.from <= day && day <= query.to && (query.team === undefined || team === query.team));
  const people = new Map(facts.flatMap((fact) => ('people' in fact ? [[`${fact.day}#${fact.team}`, fact.people] as const] : [])));
  const isLarge = ({ team, day }: Effort): boolean => (people.get(`${day}#${team}`) ?? 0) >= fewestPeople;
  const inSmall = new Map<Day, number>();
  for (const fact of facts) if ('people' in fact && fact.people < fewestPeople) inSmall.set(fact.day, (inSmall.get(fact.day) ?? 0) + fact.people);

  const sums = new Map<string, { team?: string; kind: Matter; activity: Activity; minutes: number }>();
  const withheld = new Set<Day>();
  for (const fact of facts) {
    if ('people' in fact) continue;
    const large = isLarge(fact);
    if (!large && (query.team !== undefined || (inSmall.get(fact.day) ?? 0) < fewestPeople)) {
      if (allActivities.some((activity) => fact.minutes[activity] !== 0)) withheld.add(fact.day);
      continue;
    }
    if (query.kind !== undefined && query.kind !== fact.matter) continue;
    const of = allActivities.filter((activity) => fact.minutes[activity] !== 0 && (query.activity === undefined || query.activity === activity));
    for (const activity of of) {
      const key = JSON.stringify([large ? fact.team : '', fact.matter, activity]);
      const line = sums.get(key) ?? { ...(large && { team: fact.team }), kind: fact.matter, activity, minutes: 0 };
      sums.set(key, { ...line, minutes: line.minutes + fact.minutes[activity] });
    }
  }
  if (sums.size > mostLines) throw reportTooLarge();
  const lines = [...sums].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, line]) => line);
  return { from: query.from, to: query.to, lines, withheldDays: withheld.size };
}

const reportTooLarge = (): DomainError => invalidField('query', `asks for more than ${mostLines} lines: name a team, a kind or an activity`);
