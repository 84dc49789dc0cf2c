import * as z from 'zod';
import { dayOf } from '../personal-data/calendar.ts';
import { staffData, technical } from '../personal-data/classification.ts';
import { headAttributes, itemKind } from '../storage/item-kind.ts';
import type { ItemKey } from '../storage/item.ts';
import type { Rule } from './rule.ts';
import { Trigger } from './triggers.ts';

const working = 'Regeln der Dunkelverarbeitung';

/**
 * A version, on two kinds of item. It is about no customer: what it did to whom stands on tickets. Conditions and actions are stored as the text that they
 * are in JSON: which there are, and what they hold, is said in one place, and looked at again when they are read.
 */
const versionAttributes = () => ({
  title: technical(z.string(), 'Regel: Titel'),
  trigger: technical(Trigger.clone(), 'Regel: worauf sie antwortet'),
  conditions: technical(z.string(), 'Regel: Bedingungen (JSON)'),
  actions: technical(z.string(), 'Regel: was sie tut (JSON)'),
  order: technical(z.number(), 'Regel: Reihenfolge'),
  active: technical(z.boolean(), 'Regel: in Gebrauch oder nicht'),
  inactiveSince: technical(z.iso.datetime(), 'Regel: außer Gebrauch seit').optional(),
  version: technical(z.number(), 'Version'),
  changedAt: staffData(z.iso.datetime(), 'Geschrieben am', working, '6(1)(f)'),
  changedBy: staffData(z.string(), 'Geschrieben von (Kennung)', working, '6(1)(f)'),
});

/** A rule as it is now: `rul_… / rule`. */
export const ruleKind = itemKind({
  kind: 'rule',
  table: 'staff',
  title: 'Regel der Dunkelverarbeitung',
  sk: 'rule',
  foundBy: 'none',
  schema: z.object({
    pk: technical(z.string(), 'Kennung der Regel'),
    sk: technical(z.literal('rule'), 'Sortierschlüssel'),
    kind: technical(z.literal('rule'), 'Art des Eintrags'),
    ...versionAttributes(),
    gsi1pk: technical(z.enum(['rules', 'rules-inactive']), 'Liste der Regeln'),
    gsi1sk: technical(z.string(), 'Kennung der Regel'),
    ...headAttributes,
  }),
  ending: {
    class: 'rule',
    recordedAt: (item) => item.changedAt,
    starts: ({ inactiveSince }) => (inactiveSince ? { 'last-effect': dayOf(new Date(inactiveSince)) } : {}),
  },
});

const versionPrefix = 'rule-version#';

/** What it said in each of its versions, that of now too: `rul_… / rule-version#00001`. */
export const ruleVersionKind = itemKind({
  kind: 'rule-version',
  table: 'staff',
  title: 'Fassung einer Regel',
  sk: versionPrefix,
  foundBy: 'none',
  schema: z.object({
    pk: technical(z.string(), 'Kennung der Regel'),
    sk: technical(z.string(), 'Sortierschlüssel'),
    kind: technical(z.literal('rule-version'), 'Art des Eintrags'),
    ...versionAttributes(),
  }),
  ending: { withHead: ruleKind.kind, under: ({ pk }) => ({ pk, prefix: versionPrefix }) },
});

/** Under this the index lists them, by when they were made. */
export const ruleList = (active: boolean): 'rules' | 'rules-inactive' => (active ? 'rules' : 'rules-inactive');

export const ruleKey = (id: string): ItemKey => ({ pk: id, sk: 'rule' });
/** Under what a version lies: numbers sort as they count. */
export const versionSuffix = (version: number): string => String(version).padStart(5, '0');

/** What is stored of a version, but for keys. */
export const versionOf = ({ id: _, on, when, then, ...version }: Rule) => ({
  ...version,
  trigger: on,
  conditions: JSON.stringify(when),
  actions: JSON.stringify(then),
});

/** What is stored of one as it is now. */
export const ruleAttributes = (rule: Rule) => ({
  ...ruleKey(rule.id),
  sk: 'rule' as const,
  ...versionOf(rule),
  gsi1pk: ruleList(rule.active),
  gsi1sk: rule.id,
});
