import { changedMeanwhile, isRefusal } from '../domain-error.ts';
import type { Database } from '../storage/database.ts';
import { dueOf, putHead, update, type Dating } from '../storage/item-writes.ts';
import type { Needs } from '../storage/needs.ts';
import type { Write } from '../storage/transact.ts';
import { changedSheet, emptySheet, type Accounted, type DaySheet, type OfTeam, type SheetChange } from './accounting.ts';
import { daySheetKey, daySheetKind, daySheetOf } from './day-sheet-item.ts';
import { effortKey, effortKind, effortPeopleKey, effortPeopleKind } from './effort-item.ts';

/** What counting asks of the tables. */
export const accountingNeeds: Needs = ['gets time', 'puts time', 'updates time'];

/** A clerk enters one thing after the other, but for a second window or a request that is sent twice: so often it is looked again. */
const attempts = 5;

/**
 * Has a change of a clerk's entries written together with all that is counted of it: the sheets of their days, on the condition that they are as they
 * were read, and the figures, which are added to. What is counted twice or not at all would have to be written twice or not at all.
 * @throws DomainError `conflict/day-full`, and whatever the change is refused for
 */
export async function counting<T>(
  db: Pick<Database, 'getAll'>,
  agentId: string,
  { days, teams }: Accounted,
  dating: Dating,
  commit: (writes: readonly Write[]) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const stored =
      days.length === 0
        ? []
        : await db.getAll(
            'time',
            days.map(({ day }) => daySheetKey(agentId, day)),
          );
    const sheets = new Map(stored.map(daySheetOf).map((sheet) => [sheet.day, sheet]));
    const changes = days.map((ofDay) => changedSheet(sheets.get(ofDay.day) ?? emptySheet(ofDay.day), ofDay));
    try {
      return await commit([...changes.flatMap((change) => sheetWrites(agentId, change, dating)), ...teams.map((ofTeam) => added(ofTeam, dating))]);
    } catch (error) {
      if (attempt === attempts || days.length === 0 || !isRefusal(error, changedMeanwhile())) throw error;
    }
  }
}

function sheetWrites(agentId: string, { sheet, people }: SheetChange, dating: Dating): Write[] {
  return [sheetWrite(agentId, sheet, dating), ...people.map(({ team, more }) => peopleWrite(team, sheet.day, more, dating))];
}

function sheetWrite(agentId: string, { day, minutes, teams, version }: DaySheet, dating: Dating): Write {
  const key = daySheetKey(agentId, day);
  const content = { minutes, teams: teams.map(({ team, entries }) => ({ team, entries })), version };
  if (version === 1) return putHead(daySheetKind, { ...key, day, ...content }, dating, { refusal: changedMeanwhile });
  return update(daySheetKind, key, { set: content }, { if: { equals: { version: version - 1 } }, refusal: changedMeanwhile });
}

/** Made with the first that is counted in it; its day, and so its end, is the same whoever makes it. */
function peopleWrite(team: string, day: string, more: number, dating: Dating): Write {
  const of = { team, day };
  const due = dueOf(effortPeopleKind, { ...effortPeopleKey(team, day), ...of, kind: 'effort-people', people: 0, dueOn: day }, dating);
  return update(effortPeopleKind, effortPeopleKey(team, day), { set: { kind: 'effort-people', ...of, ...due }, add: { people: more } });
}

function added({ team, day, matter, minutes }: OfTeam, dating: Dating): Write {
  const of = { team, day, matter };
  const key = effortKey(team, day, matter);
  const due = dueOf(effortKind, { ...key, ...of, kind: 'effort', dueOn: day }, dating);
  return update(effortKind, key, { set: { kind: 'effort', ...of, ...due }, add: minutes });
}
