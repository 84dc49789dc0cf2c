import type { Day } from '../../personal-data/calendar.ts';
import { later } from '../../personal-data/calendar.ts';
import { classifiedAttributes, type Classification } from '../../personal-data/classification.ts';
import { termsOf, type DeletionClass, type DeletionRules, type End } from '../../personal-data/deletion-rules.ts';
import type { Database } from '../../storage/database.ts';
import { headEnding } from '../../storage/item-kind.ts';
import { isHidden } from '../../storage/item-states.ts';
import { endOfItem, isProtected, needsEnd } from '../registry/assessment.ts';
import { factFinder } from '../registry/facts.ts';
import type { Found } from '../registry/found.ts';
import { classOf, type Registry } from '../registry/registry.ts';
import { assessingNeeds, itemsOf } from '../registry/subject-items.ts';

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

/** What the map asks of the tables. */
export const dataMapNeeds = assessingNeeds;

const startWords: Record<string, string> = {
  'case-closed': 'Abschluss des Vorgangs',
  'relationship-ended': 'Ende der Kundenbeziehung',
  answered: 'Beantwortung des Ersuchens',
  'last-effect': 'letzte Wirkung des Eintrags',
};

/** The customer's data map (T28): walks everything stored about them, so it is complete by construction. */
export async function dataMap(db: Database, registry: Registry, customerId: string, rules: DeletionRules, today: Day): Promise<DataMapEntry[]> {
  const facts = factFinder(db, registry);
  const heads: HeadEnd[] = [];
  const children: Found[] = [];
  const entries = new Map<string, DataMapEntry>();
  const add = (found: Found, cls: DeletionClass, end: Ended): void => {
    const entry = entryOf(found, cls, end, rules);
    const before = entries.get(key(entry));
    entries.set(key(entry), before ? together(before, entry) : entry);
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
  }
  const places = heads.flatMap(({ found, end }) => registry.childrenOf(found).map((place) => ({ ...place, cls: classOf(found), end })));
  for (const child of children) {
    const place = places.find(({ kind, pk, prefix }) => kind === child.kind && pk === child.item.pk && String(child.item.sk).startsWith(prefix));
    if (place) add(child, place.cls, place.end);
  }
  return [...entries.values()];
}

/** An end, unless it is suspended by a restriction or a hold. */
type Ended = End & { readonly suspended: boolean };

/** Children go when their head goes. */
interface HeadEnd {
  readonly found: Found;
  readonly end: Ended;
}

const key = ({ kind, class: cls, state, endsOn }: DataMapEntry): string => `${kind} ${cls} ${state} ${endsOn === undefined ? 'open' : 'dated'}`;

/** What is held of several items of a kind: each attribute that one of them has. */
const together = (a: DataMapEntry, b: DataMapEntry): DataMapEntry => ({
  ...a,
  count: a.count + b.count,
  attributes: unique([...a.attributes, ...b.attributes]),
  ...(a.endsOn && b.endsOn && { endsOn: later(a.endsOn, b.endsOn) }),
});

function entryOf(found: Found, cls: DeletionClass, { on, final, suspended }: Ended, rules: DeletionRules): DataMapEntry {
  const { kind } = found;
  const terms = termsOf(rules[cls]);
  const starts = terms.map((term) => startWords[term.start]).filter((word) => word !== undefined);
  return {
    kind: kind.kind,
    title: kind.title,
    class: cls,
    count: 1,
    attributes: attributesOf(found),
    sources: terms.map((term) => term.source),
    ...(final && !suspended ? { endsOn: on } : { endsAfter: starts.join(', ') || undefined }),
    state: suspended ? 'deletion-suspended' : 'in-use',
  };
}

/** What this item really has, each piece of information once for each purpose; technical attributes say nothing to the person. */
function attributesOf({ kind, item }: Found): DataMapEntry['attributes'] {
  const personal = classifiedAttributes(kind.schema)
    .filter(({ path, classification }) => classification.subject !== 'none' && isThere(item, path.split(/\.|(?=\[\])/)))
    .map(({ classification: { what, purpose, art6, special } }) => ({ what, purpose, art6, special }));
  return unique(personal);
}

const unique = (attributes: DataMapEntry['attributes']): DataMapEntry['attributes'] => [
  ...new Map(attributes.map((one) => [JSON.stringify(one), one])).values(),
];

function isThere(value: unknown, [step, ...further]: readonly string[]): boolean {
  if (value === undefined || value === null) return false;
  if (step === undefined) return true;
  if (step === '[]') return Array.isArray(value) && value.some((one) => isThere(one, further));
  return isThere((value as Record<string, unknown>)[step], further);
}
