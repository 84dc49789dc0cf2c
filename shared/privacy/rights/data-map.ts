import type { Day } from '../../personal-data/calendar.ts';
import type { DeletionClass, End } from '../../personal-data/deletion-rules.ts';
import type { Database } from '../../storage/database.ts';
import { outboxEvent } from '../../storage/event-item.ts';
import { headEnding } from '../../storage/item-kind.ts';
import { isOnItsWayOut } from '../../storage/item-states.ts';
import { together as allOf, type Needs } from '../../storage/needs.ts';
import { defectOf, endOfItem, isProtected, needsEnd } from '../registry/assessment.ts';
import { factFinder, type Facts } from '../registry/facts.ts';
import type { Found } from '../registry/found.ts';
import { classOf, type Registry } from '../registry/registry.ts';
import { assessingNeeds, itemsOf } from '../registry/subject-items.ts';
import { entryKey, entryOf, together, type DataMapEntry, type Ended, type EntryOptions } from './data-map-entry.ts';

export interface DataMapOptions extends EntryOptions {
  readonly today: Day;
}

/** What the map asks of the tables. */
export const dataMapNeeds = (registry: Registry): Needs => allOf(assessingNeeds(registry), [`queries ${outboxEvent.table}`]);

/**
 * The customer's data map (T28): walks everything stored about them, what lies outside the tables with it, and the events that
 * tell of it; so it is complete by construction. What only the law keeps is told, too; what is on its way out is as good as gone.
 */
export async function dataMap(db: Database, registry: Registry, customerId: string, { today, ...options }: DataMapOptions): Promise<DataMapEntry[]> {
  const { rules } = options;
  const facts = factFinder(db, registry);
  // Of an item that cannot be dated, people are told all but the day.
  const endOf = (found: Found, known: Facts): End =>
    defectOf(found, known, rules, today) ? { on: today, final: false } : endOfItem(found, known, rules, today);
  const endedOf = (found: Found, known: Facts): Ended => ({ ...endOf(found, known), state: stateOf(found, known) });
  const heads: HeadEnd[] = [];
  const children: Found[] = [];
  const entries = new Map<string, DataMapEntry>();
  const add = (found: Found, cls: DeletionClass, end: Ended): void => {
    const entry = entryOf(found, cls, end, options);
    const before = entries.get(entryKey(entry));
    entries.set(entryKey(entry), before ? together(before, entry) : entry);
  };
  for await (const page of itemsOf(db, registry, customerId)) {
    children.push(...page.filter(({ kind }) => !headEnding(kind)));
    const shown = page.filter(({ kind, item }) => headEnding(kind) && !isOnItsWayOut(item));
    const known = await facts.of(shown, needsEnd(rules));
    for (const [index, found] of shown.entries()) {
      const end = endedOf(found, known[index]!);
      heads.push({ found, end });
      add(found, classOf(found), end);
    }
    const told = await Promise.all(shown.map((found) => eventsOf(db, registry, found)));
    for (const event of told.flat()) add(event, classOf(event), endedOf(event, {}));
  }
  const places = heads.flatMap(({ found, end }) => registry.childrenOf(found).map((place) => ({ ...place, cls: classOf(found), end })));
  for (const child of children) {
    const place = places.find(({ kind, pk, prefix }) => kind === child.kind && pk === child.item.pk && String(child.item.sk).startsWith(prefix));
    if (place) add(child, place.cls, place.end);
  }
  return [...entries.values()];
}

const stateOf = (found: Found, facts: Facts): Ended['state'] =>
  isProtected(found, facts) ? 'deletion-suspended' : found.item.retainedSince === undefined ? 'in-use' : 'retained';

/**
 * Whether somebody without master data to be seen may look at their map: their data has come to its end, and something is kept. Not
 * once they are being erased: the login goes with it, so a token from before proves no identity any more; and what is kept was told
 * in the answer.
 */
export async function isLeftByPeriods(db: Database, registry: Registry, customerId: string): Promise<boolean> {
  let anything = false;
  for await (const page of itemsOf(db, registry, customerId)) {
    if (page.some(({ kind }) => kind === registry.personKind || headEnding(kind)?.recordsErasure)) return false;
    anything ||= page.length > 0;
  }
  return anything;
}

/** Children go when their head goes. */
interface HeadEnd {
  readonly found: Found;
  readonly end: Ended;
}

/** Events that tell of an item, and so lead to its person as long as it is there. */
async function eventsOf(db: Database, registry: Registry, { kind, item }: Found): Promise<Found[]> {
  const id = headEnding(kind)?.toldAs?.(item);
  if (id === undefined) return [];
  const { table } = outboxEvent;
  const events: Found[] = [];
  for await (const items of db.each({ table, pk: id, limit: 100 }))
    events.push(...items.map((event) => ({ kind: registry.kindOf(table, event), item: event })));
  return events;
}
