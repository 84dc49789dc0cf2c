import type { Day } from '../personal-data/calendar.ts';
import { later } from '../personal-data/calendar.ts';
import { classifiedAttributes, type Classification } from '../personal-data/classification.ts';
import type { DeletionClass } from '../personal-data/deletion-rules.ts';
import { headEnding } from '../personal-data/stored-item.ts';
import type { Database } from '../storage/database.ts';
import { endOfItem, isProtected, type Facts, type Rules } from './assessment.ts';
import { itemsOf, type Found } from './subject-items.ts';

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
export async function dataMap(db: Database, customerId: string, facts: Facts, rules: Rules, today: Day): Promise<DataMapEntry[]> {
  const entries = new Map<string, DataMapEntry>();
  for await (const page of itemsOf(db, customerId)) {
    for (const found of page) {
      if (found.item.retainedSince !== undefined) continue;
      const entry = entryOf(found, facts, rules, today);
      const before = entries.get(key(entry));
      entries.set(key(entry), before ? together(before, entry) : entry);
    }
  }
  return [...entries.values()];
}

const key = ({ kind, state, endsOn }: DataMapEntry): string => `${kind} ${state} ${endsOn === undefined ? 'open' : 'dated'}`;

const together = (a: DataMapEntry, b: DataMapEntry): DataMapEntry => ({
  ...a,
  count: a.count + b.count,
  ...(a.endsOn && b.endsOn && { endsOn: later(a.endsOn, b.endsOn) }),
});

function entryOf(found: Found, facts: Facts, rules: Rules, today: Day): DataMapEntry {
  const { kind, item } = found;
  if (kind.ending === 'never') throw new Error(`${kind.kind} is anonymous and cannot be somebody's`);
  const rule = rules[kind.ending.class];
  const suspended = isProtected(item);
  const end = headEnding(kind) ? endOfItem(found, facts, rules, today) : undefined;
  const unknown = rule.terms.map((term) => startWords[term.start]).filter((word) => word !== undefined);
  return {
    kind: kind.kind,
    title: kind.title,
    class: kind.ending.class,
    count: 1,
    attributes: attributesOf(found),
    sources: rule.terms.map((term) => term.source),
    ...(end?.final && !suspended ? { endsOn: end.on } : { endsAfter: unknown.join(', ') || undefined }),
    state: suspended ? 'deletion-suspended' : 'in-use',
  };
}

/** Each piece of information once, in plain words; technical attributes say nothing to the person. */
function attributesOf({ kind }: Found): DataMapEntry['attributes'] {
  const personal = classifiedAttributes(kind.schema)
    .map(({ classification }) => classification)
    .filter(({ subject }) => subject !== 'none');
  const unique = new Map(personal.map(({ what, purpose, art6, special }) => [what, { what, purpose, art6, special }]));
  return [...unique.values()];
}
