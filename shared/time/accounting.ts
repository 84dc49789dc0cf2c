import type { Day } from '../personal-data/calendar.ts';
import type { Matter } from '../tickets/ticket.ts';
import type { Activity } from './activity.ts';
import { dayFull, minutesOfDay } from './full-day.ts';
import type { TimeEntry } from './time-entry.ts';

/** What an entry says to the figures. */
type Counted = Pick<TimeEntry, 'on' | 'team' | 'matter' | 'activity' | 'minutes' | 'unconfirmed'>;

/** So much more of a clerk's day, and so many more entries of a team in it. */
export interface OfDay {
  readonly day: Day;
  readonly minutes: number;
  readonly entries: Readonly<Record<string, number>>;
}

/** So many more minutes of a team, on a day, for a kind of ticket, by activity. */
export interface OfTeam {
  readonly team: string;
  readonly day: Day;
  readonly matter: Matter;
  readonly minutes: Readonly<Partial<Record<Activity, number>>>;
}

export interface Accounted {
  readonly days: readonly OfDay[];
  readonly teams: readonly OfTeam[];
}

/**
 * What a change of an entry adds to what is counted: `undefined` for one that was not there before, or is not any more. Whatever happens to an entry, the
 * sum of all that was added is what it says now, and nothing once it is gone; so each counts exactly once where this is written with the entry.
 */
export function accounted(before: Counted | undefined, after: Counted | undefined): Accounted {
  const days = new Map<Day, { minutes: number; entries: Record<string, number> }>();
  const teams = new Map<string, { team: string; day: Day; matter: Matter; minutes: Partial<Record<Activity, number>> }>();
  for (const [entry, sign] of [
    [before, -1],
    [after, 1],
  ] as const) {
    // What nobody stands by yet counts nowhere.
    if (!entry || entry.unconfirmed) continue;
    const { on: day, team, matter, activity } = entry;
    const minutes = sign * entry.minutes;
    const ofDay = days.get(day) ?? { minutes: 0, entries: {} };
    days.set(day, { minutes: ofDay.minutes + minutes, entries: { ...ofDay.entries, [team]: (ofDay.entries[team] ?? 0) + sign } });
    const key = JSON.stringify([team, day, matter]);
    const ofTeam = teams.get(key) ?? { team, day, matter, minutes: {} };
    teams.set(key, { ...ofTeam, minutes: { ...ofTeam.minutes, [activity]: (ofTeam.minutes[activity] ?? 0) + minutes } });
  }
  return {
    days: [...days].map(([day, { minutes, entries }]) => ({ day, minutes, entries: withoutNought(entries) })).filter(changesSomething),
    teams: [...teams.values()].map((one) => ({ ...one, minutes: withoutNought(one.minutes) })).filter(({ minutes }) => Object.keys(minutes).length > 0),
  };
}

/** What a clerk has entered for a day: minutes in all, and in how many entries for which team. Nobody sees it. */
export interface DaySheet {
  readonly day: Day;
  readonly minutes: number;
  readonly teams: readonly { readonly team: string; readonly entries: number }[];
  /** 0 of one that is not there yet. */
  readonly version: number;
}

export const emptySheet = (day: Day): DaySheet => ({ day, minutes: 0, teams: [], version: 0 });

/** What becomes of a sheet, and by how many more people of which teams have entered time for that day: a clerk is one of them, however much they enter. */
export interface SheetChange {
  readonly sheet: DaySheet;
  readonly people: readonly { readonly team: string; readonly more: 1 | -1 }[];
}

/** @throws DomainError `conflict/day-full` where that would be more than a day has */
export function changedSheet(before: DaySheet, { minutes, entries }: OfDay): SheetChange {
  const sum = before.minutes + minutes;
  if (minutes > 0 && sum > minutesOfDay) throw dayFull();
  const counts = new Map(before.teams.map(({ team, entries: count }) => [team, count]));
  const people: { team: string; more: 1 | -1 }[] = [];
  for (const [team, more] of Object.entries(entries)) {
    const [was, is] = [counts.get(team) ?? 0, (counts.get(team) ?? 0) + more];
    if (was === 0 && is > 0) people.push({ team, more: 1 });
    if (was > 0 && is === 0) people.push({ team, more: -1 });
    counts.set(team, is);
  }
  const teams = [...counts].filter(([, count]) => count !== 0).map(([team, count]) => ({ team, entries: count }));
  return { sheet: { day: before.day, minutes: sum, teams, version: before.version + 1 }, people };
}

const withoutNought = <Sums extends Readonly<Partial<Record<string, number>>>>(sums: Sums): Sums =>
  Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0)) as Sums;

const changesSomething = ({ minutes, entries }: OfDay): boolean => minutes !== 0 || Object.keys(entries).length > 0;
