import * as z from 'zod';
import type { Day } from '../personal-data/calendar.ts';
import { measuresWork, staffData, technical } from '../personal-data/classification.ts';
import { headAttributes, itemKind, parseItem } from '../storage/item-kind.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { Matter } from '../tickets/ticket.ts';
import { allActivities, type Activity } from './activity.ts';
import type { DayOfTeam, Effort } from './effort-report.ts';

const controlling = 'Controlling ohne Personen und Vorgänge; in kleinen Teams dennoch auf Personen zurückzuführen';

const ofMonth = <Kind extends string>(kind: Kind) => ({
  pk: technical(z.string(), 'Monat'),
  sk: staffData(z.string(), 'Team, Tag und Art der Anliegen', controlling, '6(1)(f)'),
  kind: technical(z.literal(kind), 'Art des Eintrags'),
  team: staffData(z.string(), 'Team', controlling, '6(1)(f)'),
  day: staffData(z.iso.date(), 'Tag', controlling, '6(1)(f)'),
  ...headAttributes,
});

const ending = {
  class: 'effort-figures' as const,
  recordedAt: ({ day }: { day: string }) => day,
  dueId: ({ sk }: { sk: string }) => sk,
};

const minutes = Object.fromEntries(
  allActivities.map((activity) => [activity, measuresWork(staffData(z.number(), `Minuten des Teams: ${activity}`, controlling, '6(1)(f)')).optional()]),
) as Record<Activity, z.ZodOptional<z.ZodNumber>>;

/** How long a team worked on a day on tickets of a kind, by activity: `effort#2027-03 / effort#claims#2027-03-15#theft`. Of no person, and of no ticket. */
export const effortKind = itemKind({
  kind: 'effort',
  table: 'time',
  title: 'Aufwand eines Teams an einem Tag',
  sk: 'effort#',
  foundBy: 'none',
  schema: z.object({ ...ofMonth('effort'), matter: technical(Matter.clone(), 'Art der Anliegen'), ...minutes }),
  ending,
});

/** How many people of a team entered time for a day, and not who: fewer than some are no team that could be spoken of. */
export const effortPeopleKind = itemKind({
  kind: 'effort-people',
  table: 'time',
  title: 'Zahl der Personen, aus deren Zeit der Aufwand eines Teams an einem Tag besteht',
  sk: 'effort#',
  foundBy: 'none',
  schema: z.object({ ...ofMonth('effort-people'), people: staffData(z.number(), 'Zahl der Personen, ohne Kennungen', controlling, '6(1)(f)') }),
  ending,
});

/** Everything of a month lies together. */
export const monthOf = (day: Day): string => `effort#${day.slice(0, '2027-03'.length)}`;

/** And in it, of a team. */
export const teamPrefix = (team: string): string => `effort#${team}#`;

export const effortPeopleKey = (team: string, day: Day): ItemKey => ({ pk: monthOf(day), sk: `${teamPrefix(team)}${day}` });
export const effortKey = (team: string, day: Day, matter: Matter): ItemKey => ({ pk: monthOf(day), sk: `${teamPrefix(team)}${day}#${matter}` });

/** What a stored item says: how long, or how many. */
export function effortOf(item: Item): Effort | DayOfTeam {
  if (item.kind === effortPeopleKind.kind) {
    const { team, day, people } = parseItem(effortPeopleKind, item);
    return { team, day, people };
  }
  const parsed = parseItem(effortKind, item);
  const { team, day, matter } = parsed;
  return { team, day, matter, minutes: Object.fromEntries(allActivities.map((activity) => [activity, parsed[activity] ?? 0])) as Record<Activity, number> };
}
