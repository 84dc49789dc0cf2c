import * as z from 'zod';
import { dayOf } from '../personal-data/calendar.ts';
import { staffData, technical } from '../personal-data/classification.ts';
import { headAttributes, itemKind, parseItem } from '../storage/item-kind.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { Matter, Outcome, WaitingFor } from '../tickets/ticket.ts';
import { Sets, TextModuleStatus, type TextModule } from './text-module.ts';

const answers = 'Antworten auf Vorgänge';

/** A version, on two kinds of item. It is about no customer: what it is filled with stands on tickets. */
const versionAttributes = () => ({
  title: technical(z.string(), 'Textbaustein: Titel'),
  kinds: z.array(technical(Matter.clone(), 'Textbaustein: für welche Vorgänge')).optional(),
  texts: z.strictObject({
    de: technical(z.string(), 'Textbaustein: deutscher Text'),
    en: technical(z.string(), 'Textbaustein: englischer Text').optional(),
  }),
  sets: z
    .strictObject({
      status: technical(z.enum(['waiting', 'closed']), 'Textbaustein: was aus dem Vorgang wird'),
      waitingFor: technical(WaitingFor.clone(), 'Textbaustein: auf wen gewartet wird').optional(),
      outcome: technical(Outcome.clone(), 'Textbaustein: Ergebnis').optional(),
    })
    .optional(),
  addsTask: z
    .strictObject({
      title: technical(z.string(), 'Textbaustein: Aufgabe'),
      team: technical(z.string(), 'Textbaustein: Team der Aufgabe').optional(),
      dueInDays: technical(z.number(), 'Textbaustein: Frist der Aufgabe in Tagen').optional(),
    })
    .optional(),
  status: technical(TextModuleStatus.clone(), 'Textbaustein: in Gebrauch oder nicht'),
  retiredAt: technical(z.iso.datetime(), 'Textbaustein: außer Gebrauch seit').optional(),
  version: technical(z.number(), 'Version'),
  changedAt: staffData(z.iso.datetime(), 'Geschrieben am', answers, '6(1)(f)'),
  changedBy: staffData(z.string(), 'Geschrieben von (Kennung)', answers, '6(1)(f)'),
});

/** A text module as it is now: `txt_… / text-module`. */
export const textModuleKind = itemKind({
  kind: 'text-module',
  table: 'staff',
  title: 'Textbaustein',
  sk: 'text-module',
  foundBy: 'none',
  schema: z.object({
    pk: technical(z.string(), 'Kennung des Textbausteins'),
    sk: technical(z.literal('text-module'), 'Sortierschlüssel'),
    kind: technical(z.literal('text-module'), 'Art des Eintrags'),
    ...versionAttributes(),
    gsi1pk: technical(z.enum(['text-modules', 'text-modules-retired']), 'Liste der Textbausteine'),
    gsi1sk: technical(z.string(), 'Kennung des Textbausteins'),
    ...headAttributes,
  }),
  ending: {
    class: 'text-module',
    recordedAt: (item) => item.changedAt,
    starts: ({ retiredAt }) => (retiredAt ? { 'last-effect': dayOf(new Date(retiredAt)) } : {}),
  },
});

const versionPrefix = 'version#';

/** What it said in each of its versions, that of now too: `txt_… / version#00001`. */
export const textModuleVersionKind = itemKind({
  kind: 'text-module-version',
  table: 'staff',
  title: 'Fassung eines Textbausteins',
  sk: versionPrefix,
  foundBy: 'none',
  schema: z.object({
    pk: technical(z.string(), 'Kennung des Textbausteins'),
    sk: technical(z.string(), 'Sortierschlüssel'),
    kind: technical(z.literal('text-module-version'), 'Art des Eintrags'),
    ...versionAttributes(),
  }),
  ending: { withHead: textModuleKind.kind, under: ({ pk }) => ({ pk, prefix: versionPrefix }) },
});

/** Under this the index lists them, by when they were made. */
export const textModuleList = (status: TextModuleStatus): 'text-modules' | 'text-modules-retired' =>
  status === 'retired' ? 'text-modules-retired' : 'text-modules';

export const textModuleKey = (id: string): ItemKey => ({ pk: id, sk: 'text-module' });
/** Under what a version lies: numbers sort as they count. */
export const versionSuffix = (version: number): string => String(version).padStart(5, '0');

/** What is stored of a version, but for keys. */
export const versionOf = ({ id: _, ...version }: TextModule) => version;

/** What is stored of one as it is now. */
export const textModuleAttributes = (module: TextModule) => ({
  ...textModuleKey(module.id),
  sk: 'text-module' as const,
  ...versionOf(module),
  gsi1pk: textModuleList(module.status),
  gsi1sk: module.id,
});

/** The text module, or a version of it, in a stored item. */
export function textModuleOf(item: Item): TextModule {
  const kind = item.kind === textModuleKind.kind ? textModuleKind : (textModuleVersionKind as unknown as typeof textModuleKind);
  const { pk, title, kinds, texts, sets, addsTask, status, retiredAt, version, changedAt, changedBy } = parseItem(kind, item);
  return { id: pk, title, kinds, texts, sets: sets && Sets.parse(sets), addsTask, status, retiredAt, version, changedAt, changedBy };
}
