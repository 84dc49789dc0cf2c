import type { Day } from '../../personal-data/calendar.ts';
import type { DeletionClass } from '../../personal-data/deletion-rules.ts';
import type { Database } from '../../storage/database.ts';
import { outboxEvent } from '../../storage/event-item.ts';
import { headEnding } from '../../storage/item-kind.ts';
import { isHidden } from '../../storage/item-states.ts';
import { together as allOf, type Needs } from '../../storage/needs.ts';
import { endOfItem, isProtected, needsEnd } from '../registry/assessment.ts';
import { factFinder } from '../registry/facts.ts';
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
 * tell of it; so it is complete by construction.
 */
export async function dataMap(db: Database, registry: Registry, customerId: string, { today, ...options }: DataMapOptions): Promise<DataMapEntry[]> {
  const { rules } = options;
  const facts = factFinder(db, registry);
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
    const shown = page.filter(({ kind, item }) => headEnding(kind) && !isHidden(item));
    const known = await facts.of(shown, needsEnd(rules));
    for (const [index, found] of shown.entries()) {
      const end = { ...endOfItem(found, known[index]!, rules, today), suspended: isProtected(found, known[index]!) };
      heads.push({ found, end });
      add(found, classOf(found), end);
    }
    const told = await Promise.all(shown.map((found) => eventsOf(db, registry, found)));
    for (const event of told.flat()) add(event, classOf(event), { ...endOfItem(event, {}, rules, today), suspended: isProtected(event, {}) });
  }
  const places = heads.flatMap(({ found, end }) => registry.childrenOf(found).map((place) => ({ ...place, cls: classOf(found), end })));
  for (const child of children) {
    const place = places.find(({ kind, pk, prefix }) => kind === child.kind && pk === child.item.pk && String(child.item.sk).startsWith(prefix));
    if (place) add(child, place.cls, place.end);
  }
  return [...entries.values()];
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
