import * as z from 'zod';
import { measuresWork, staffData, technical } from '../personal-data/classification.ts';
import type { Day } from '../personal-data/calendar.ts';
import { headAttributes, itemKind, parseItem } from '../storage/item-kind.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import type { DaySheet } from './accounting.ts';

const exact = 'Jede Person zählt an einem Tag einmal; kein Tag hat mehr als 24 Stunden';

/**
 * How much a clerk entered for a day: what their next entry must know, so that a day does not get more hours than it has, and a clerk counts once among
 * the people of a team. Shown to nobody, and gone soon after nothing of the day can be changed any more.
 */
export const daySheetKind = itemKind({
  kind: 'day-sheet',
  table: 'time',
  title: 'Tagesstand der Zeiterfassung einer Sachbearbeitung',
  sk: 'day#',
  foundBy: 'none',
  schema: z.object({
    pk: staffData(z.string(), 'Kennung der Sachbearbeitung', exact, '6(1)(f)'),
    sk: staffData(z.string(), 'Tag', exact, '6(1)(f)'),
    kind: technical(z.literal('day-sheet'), 'Art des Eintrags'),
    day: staffData(z.iso.date(), 'Tag', exact, '6(1)(f)'),
    minutes: measuresWork(staffData(z.number(), 'Erfasste Minuten', exact, '6(1)(f)')),
    teams: z.array(
      z.strictObject({
        team: staffData(z.string(), 'Team', exact, '6(1)(f)'),
        entries: measuresWork(staffData(z.number(), 'Zahl der Einträge', exact, '6(1)(f)')),
      }),
    ),
    version: technical(z.number(), 'Version'),
    ...headAttributes,
  }),
  ending: { class: 'day-sheet', recordedAt: ({ day }) => day, dueId: ({ pk }) => pk, auxiliary: true },
});

export const daySheetKey = (agentId: string, day: Day): ItemKey => ({ pk: agentId, sk: `day#${day}` });

/** The sheet in a stored item. */
export function daySheetOf(item: Item): DaySheet {
  const { day, minutes, teams, version } = parseItem(daySheetKind, item);
  return { day, minutes, teams, version };
}
