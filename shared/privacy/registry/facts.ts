import type { Day } from '../../personal-data/calendar.ts';
import { later } from '../../personal-data/calendar.ts';
import type { Database } from '../../storage/database.ts';
import { headEnding } from '../../storage/item-kind.ts';
import type { Item } from '../../storage/item.ts';
import { toEach, together, type Needs } from '../../storage/needs.ts';
import type { Found } from './found.ts';
import { customerOf, tablesOfKinds, type Registry } from './registry.ts';

/** What an item does not know by itself. */
export interface Facts {
  /** When the relationship with the customer ended; absent while it runs. It outranks what an item was told when it was written. */
  readonly relationshipEndedOn?: Day | undefined;
  /** The head that it hangs on; absent where it hangs on none, or that is gone. */
  readonly whole?: Found | undefined;
  /** The master data of its person, whose states count for everything about them; absent where there is none. */
  readonly person?: Found | undefined;
}

/** What asking for the end of a relationship needs of the tables. */
export const relationshipNeeds = ({ relationshipKinds }: Registry): Needs => toEach('queries', tablesOfKinds(relationshipKinds));

/** What finding out facts needs. */
export const factNeeds = (registry: Registry): Needs =>
  together(relationshipNeeds(registry), toEach('gets', tablesOfKinds([registry.personKind, ...registry.wholeKinds])));

/** Stands for a relationship that ended at some time we no longer know: with the master data gone, it is over. */
export const longAgo: Day = '1970-01-01';

/**
 * What is known of the end of a relationship. It runs as long as anything keeps it: the contract, or a case that is worked on,
 * since nobody can be paid or written to without master data; and then it ended when the last of them did. Of somebody whose
 * master data is gone it ended long ago.
 */
export async function relationshipEnd(db: Database, registry: Registry, customerId: string): Promise<Day | undefined> {
  let last = longAgo;
  for await (const { kind, item } of keepers(db, registry, customerId)) {
    const { until } = headEnding(kind)!.keepsRelationship!(item);
    if (until === undefined) return undefined;
    last = later(last, until);
  }
  return last;
}

/** Whether anything keeps the relationship alive today: a contract up to its last day and until that is settled, a case until it is closed. */
export async function isRunning(db: Database, registry: Registry, customerId: string, today: Day): Promise<boolean> {
  for await (const { kind, item } of keepers(db, registry, customerId)) {
    const { until, onThatDayToo } = headEnding(kind)!.keepsRelationship!(item);
    if (until === undefined || until > today || (onThatDayToo && until === today)) return true;
    if ((headEnding(kind)!.settlesOn?.(item) ?? today) > today) return true;
  }
  return false;
}

/** Whether something but the contract itself keeps the relationship: a case that is still worked on. */
export async function isBusyWith(db: Database, registry: Registry, customerId: string): Promise<boolean> {
  for await (const { kind, item } of keepers(db, registry, customerId)) {
    if (kind !== registry.personKind && headEnding(kind)!.keepsRelationship!(item).until === undefined) return true;
  }
  return false;
}

/** What keeps the relationship with a customer, or kept it; the master data first, since it decides most often. */
async function* keepers(db: Database, { relationshipKinds, personKind, kindOf }: Registry, customerId: string): AsyncGenerator<Found> {
  const order = relationshipKinds.toSorted((a, b) => Number(b === personKind) - Number(a === personKind));
  for (const kind of order) {
    for await (const items of db.each({ table: kind.table, pk: customerId, prefix: kind.sk, limit: 100 })) {
      for (const item of items) if (kindOf(kind.table, item) === kind) yield { kind, item };
    }
  }
}

/** Finds out facts for many items at once: each thing is read once, however many items ask for it. */
export function factFinder(db: Database, registry: Registry) {
  const ends = new Map<string, Promise<Day | undefined>>();
  const endOf = (customerId: string): Promise<Day | undefined> => {
    const known = ends.get(customerId) ?? relationshipEnd(db, registry, customerId);
    ends.set(customerId, known);
    return known;
  };

  return {
    /** Facts of these items, in their order. `needsEnd`: of which the relationship's end is asked for. */
    async of(some: readonly Found[], needsEnd: (found: Found) => boolean): Promise<Facts[]> {
      const wholes = some.map(registry.wholeOf);
      const { personKind } = registry;
      const personKeys = some.flatMap((found) => customerOf(found) ?? []).map((pk) => ({ pk, sk: personKind.sk }));
      const byTable = Map.groupBy(
        wholes.filter((whole) => whole !== undefined),
        ({ kind }) => kind.table,
      );
      const read = await Promise.all([
        db.getAll(personKind.table, personKeys),
        ...[...byTable].map(([table, those]) =>
          db.getAll(
            table,
            those.map(({ key }) => key),
          ),
        ),
      ]);
      const stored = new Map(read.flat().map((item) => [`${String(item.kind)} ${String(item.pk)} ${String(item.sk)}`, item]));
      const find = (kind: Found['kind'], pk: string, sk: string): Found | undefined => {
        const item: Item | undefined = stored.get(`${kind.kind} ${pk} ${sk}`);
        return item && { kind, item };
      };
      return Promise.all(
        some.map(async (found, index): Promise<Facts> => {
          const customer = customerOf(found);
          const whole = wholes[index];
          return {
            ...(customer !== undefined && needsEnd(found) && { relationshipEndedOn: await endOf(customer) }),
            whole: whole && find(whole.kind, whole.key.pk, whole.key.sk),
            person: customer === undefined ? undefined : find(personKind, customer, personKind.sk),
          };
        }),
      );
    },
  };
}

export type FactFinder = ReturnType<typeof factFinder>;
