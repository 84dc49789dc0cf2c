import type { Day } from '../../personal-data/calendar.ts';
import { later } from '../../personal-data/calendar.ts';
import { classifiedAttributes, type Classification } from '../../personal-data/classification.ts';
import type { DeletionClass, End, DeletionRules } from '../../personal-data/deletion-rules.ts';
import { headEnding } from '../../storage/item-kind.ts';
import type { Database } from '../../storage/database.ts';
import type { TableName } from '../../storage/tables.ts';
import { endOfItem, isProtected, type Facts } from '../registry/assessment.ts';
import { itemsOf } from '../registry/subject-items.ts';
import type { Found } from '../registry/found.ts';

/** What is held of one kind: which attributes, why, on which ground, and when the last of it goes. */
export interface DataMapEntry {
  readonly kind: string;
  readonly title: string;
  readonly class: DeletionClass;
  readonly count: number;
  readonly attributes: readonly Pick<Classification, 'what' | 'purpose' | 'art6' | 'special'>[];
  /** Periods and what they rest on. */
  readonly sources: readonly string[];
  /** On this day the last of it is gone; absent while that depends on something that has not happened yet. */
  readonly endsOn?: Day | undefined;
  /** From what the period runs, where `endsOn` can't be said yet. */
  readonly endsAfter?: string | undefined;
  readonly state: 'in-use' | 'deletion-suspended';
}

const startWords: Record<string, string> = {
  'case-closed': 'Abschluss des Vorgangs',
  'relationship-ended': 'Ende der Kundenbeziehung',
  answered: 'Beantwortung des Ersuchens',
  'last-effect': 'letzte Wirkung des Eintrags',
};

/** The customer's data map (T28): walks everything stored about them, so it is complete by construction. */
export async function dataMap(db: Database, customerId: string, facts: Facts, rules: DeletionRules, today: Day): Promise<DataMapEntry[]> {
  const ends: HeadEnd[] = [];
  const children: Found[] = [];
  const entries = new Map<string, DataMapEntry>();
  const add = (found: Found, end: Ended): void => {
    const entry = entryOf(found, end, rules);
    const before = entries.get(key(entry));
    entries.set(key(entry), before ? together(before, entry) : entry);
  };
  for await (const page of itemsOf(db, customerId)) {
    for (const found of page) {
      const ending = headEnding(found.kind);
      if (!ending) children.push(found);
      else if (found.item.retainedSince === undefined) {
        const end = { ...endOfItem(found, facts, rules, today), suspended: isProtected(found.item) };
        const prefix = ending.children?.(found.item);
        if (prefix !== undefined) ends.push({ table: found.kind.table, prefix, end });
        add(found, end);
      }
    }
  }
  for (const child of children) {
    const head = ends.find(({ table, prefix }) => table === child.kind.table && String(child.item.sk).startsWith(prefix));
    if (head) add(child, head.end);
  }
  return [...entries.values()];
}

/** An end, unless it is suspended by a restriction or a hold. */
type Ended = End & { readonly suspended: boolean };

/** Children go when their head goes. */
interface HeadEnd {
  readonly table: TableName;
  readonly prefix: string;
  readonly end: Ended;
}

const key = ({ kind, state, endsOn }: DataMapEntry): string => `${kind} ${state} ${endsOn === undefined ? 'open' : 'dated'}`;

const together = (a: DataMapEntry, b: DataMapEntry): DataMapEntry => ({
  ...a,
  count: a.count + b.count,
  ...(a.endsOn && b.endsOn && { endsOn: later(a.endsOn, b.endsOn) }),
});

function entryOf(found: Found, { on, final, suspended }: Ended, rules: DeletionRules): DataMapEntry {
  const { kind } = found;
  if (kind.ending === 'never') throw new Error(`${kind.kind} is anonymous and cannot be somebody's`);
  const rule = rules[kind.ending.class];
  const starts = rule.terms.map((term) => startWords[term.start]).filter((word) => word !== undefined);
  return {
    kind: kind.kind,
    title: kind.title,
    class: kind.ending.class,
    count: 1,
    attributes: attributesOf(found),
    sources: rule.terms.map((term) => term.source),
    ...(final && !suspended ? { endsOn: on } : { endsAfter: starts.join(', ') || undefined }),
    state: suspended ? 'deletion-suspended' : 'in-use',
  };
}

/** Each piece of information once for each purpose, in plain words; technical attributes say nothing to the person. */
function attributesOf({ kind }: Found): DataMapEntry['attributes'] {
  const personal = classifiedAttributes(kind.schema)
    .map(({ classification }) => classification)
    .filter(({ subject }) => subject !== 'none')
    .map(({ what, purpose, art6, special }) => ({ what, purpose, art6, special }));
  return [...new Map(personal.map((one) => [JSON.stringify(one), one])).values()];
}
