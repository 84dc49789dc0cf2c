import { later, type Day } from '../../personal-data/calendar.ts';
import { classifiedAttributes, type Classification, type ClassifiedAttribute } from '../../personal-data/classification.ts';
import { sourcesOf, termsOf, type DeletionClass, type DeletionRules, type End } from '../../personal-data/deletion-rules.ts';
import { headEnding } from '../../storage/item-kind.ts';
import { outsideHoldings, type OutsideStoreName } from '../../storage/outside-holdings.ts';
import { groundOf } from '../erasure/erasure.ts';
import type { Found } from '../registry/found.ts';

/** What is known, why, on which ground, and whether it may tell of health. */
export type Known = Pick<Classification, 'what' | 'purpose' | 'art6' | 'special'>;

/** What is held of one kind: which attributes, why, on which ground, and when the last of it goes. */
export interface DataMapEntry {
  readonly kind: string;
  readonly title: string;
  readonly class: DeletionClass;
  readonly count: number;
  readonly attributes: readonly Known[];
  /** What lies outside the tables and goes with these items. */
  readonly outside: readonly Outside[];
  /** Periods and what they rest on. */
  readonly sources: readonly string[];
  /** On this day the last of it is gone; absent while that depends on something that has not happened yet. */
  readonly endsOn?: Day | undefined;
  /** From what the period runs, where `endsOn` can't be said yet. */
  readonly endsAfter?: string | undefined;
  readonly state: (typeof dataStates)[number];
  /** Why what is `retained` still is. */
  readonly ground?: string | undefined;
}

/** `retained`: nobody uses it any more, and only the law keeps it. */
export const dataStates = ['in-use', 'retained', 'deletion-suspended'] as const;

/** Files, a login, an address on a list: what lies in one store outside the tables. */
interface Outside {
  readonly title: string;
  readonly count: number;
  readonly attributes: readonly Known[];
}

/** An end, with the state in which it is waited for. */
export type Ended = End & Pick<DataMapEntry, 'state'>;

export interface EntryOptions {
  readonly rules: DeletionRules;
  /** Stores that somebody else keeps: what lies there is theirs to tell. */
  readonly elsewhere: readonly OutsideStoreName[];
}

const startWords: Record<string, string> = {
  'case-closed': 'Abschluss des Vorgangs',
  'relationship-ended': 'Ende der Kundenbeziehung',
  answered: 'Beantwortung des Ersuchens',
  'last-effect': 'letzte Wirkung des Eintrags',
};

/** Entries of one key are told together. */
export const entryKey = ({ kind, class: cls, state, endsOn }: DataMapEntry): string => `${kind} ${cls} ${state} ${endsOn === undefined ? 'open' : 'dated'}`;

/** What is held of one item. */
export function entryOf(found: Found, cls: DeletionClass, { on, final, state }: Ended, { rules, elsewhere }: EntryOptions): DataMapEntry {
  const { kind } = found;
  const { use: _ended, ...lawOnly } = rules[cls];
  const rule = state === 'retained' ? lawOnly : rules[cls];
  const terms = termsOf(rule);
  const starts = terms.map((term) => startWords[term.start]).filter((word) => word !== undefined);
  return {
    kind: kind.kind,
    title: kind.title,
    class: cls,
    count: 1,
    attributes: attributesOf(found),
    outside: outsideOf(found, elsewhere),
    sources: sourcesOf(rule),
    ...(final && state !== 'deletion-suspended' ? { endsOn: on } : { endsAfter: starts.join(', ') || undefined }),
    state,
    ...(state === 'retained' && { ground: `Nur noch aufbewahrt: ${groundOf[rule.onErasure]}` }),
  };
}

/** What is held of several items of a kind: each attribute that one of them has. */
export const together = (a: DataMapEntry, b: DataMapEntry): DataMapEntry => ({
  ...a,
  count: a.count + b.count,
  attributes: unique([...a.attributes, ...b.attributes]),
  outside: summed([...a.outside, ...b.outside]),
  ...(a.endsOn && b.endsOn && { endsOn: later(a.endsOn, b.endsOn) }),
});

/** What this item really has, each piece of information once for each purpose; technical attributes say nothing to the person. */
const attributesOf = ({ kind, item }: Found): readonly Known[] =>
  known(classifiedAttributes(kind.schema).filter(({ path }) => isThere(item, path.split(/\.|(?=\[\])/))));

/** What this item has outside the tables. What is in a file is not looked up: all of it that such files hold is told. */
function outsideOf({ kind, item }: Found, elsewhere: readonly OutsideStoreName[]): readonly Outside[] {
  const references = headEnding(kind)?.outside?.(item) ?? [];
  const ours = references.filter(({ store }) => !elsewhere.includes(store));
  return summed(
    ours.map(({ store }) => {
      const { title, holds } = outsideHoldings[store];
      return { title, count: 1, attributes: known(classifiedAttributes(holds)) };
    }),
  );
}

function summed(some: readonly Outside[]): readonly Outside[] {
  const byTitle = Map.groupBy(some, ({ title }) => title);
  return [...byTitle.values()].map((those) => ({ ...those[0]!, count: those.reduce((sum, { count }) => sum + count, 0) }));
}

const known = (attributes: readonly ClassifiedAttribute[]): readonly Known[] =>
  unique(
    attributes
      .filter(({ classification }) => classification.subject !== 'none')
      .map(({ classification: { what, purpose, art6, special } }) => ({ what, purpose, art6, special })),
  );

const unique = (attributes: readonly Known[]): readonly Known[] => [...new Map(attributes.map((one) => [JSON.stringify(one), one])).values()];

function isThere(value: unknown, [step, ...further]: readonly string[]): boolean {
  if (value === undefined || value === null) return false;
  if (step === undefined) return true;
  if (step === '[]') return Array.isArray(value) && value.some((one) => isThere(one, further));
  return isThere((value as Record<string, unknown>)[step], further);
}
