import * as z from 'zod';
import { customerData } from '../personal-data/classification.ts';
import { customerKeys, headAttributes, itemKind, parseItem } from '../storage/item-kind.ts';
import { isHidden } from '../storage/item-states.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { draftParts, type Draft, type DraftText } from './draft.ts';
import { correspondenceKind } from './interaction-item.ts';
import { Matter } from './ticket.ts';
import { unfinished } from './unfinished.ts';

const purpose = 'Fortsetzen einer begonnenen Meldung';

/** What is kept of a report is declared where reports are stored: the same names, with the same classification. */
const written = Object.fromEntries(draftParts.map((part) => [part, unfinished(correspondenceKind.schema.shape[part]).optional()])) as unknown as {
  readonly [Part in (typeof draftParts)[number]]: z.ZodOptional<z.ZodType<DraftText[Part]>>;
};

/** A report that a customer has begun, one of each kind: `cus_… / drf#theft`. */
export const draftKind = itemKind({
  kind: 'draft',
  table: 'tickets',
  title: 'Entwurf einer Meldung',
  sk: 'drf#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('draft'),
    matter: customerData(Matter.clone(), 'Art des Anliegens', purpose),
    savedAt: customerData(z.iso.datetime(), 'Zuletzt gespeichert am', purpose),
    ...written,
    ...headAttributes,
  }),
  ending: { class: 'draft', recordedAt: (item) => item.savedAt },
});

/** Under this lie a customer's drafts. */
export const draftPrefix = draftKind.sk;
export const draftKey = (customerId: string, matter: Matter): ItemKey => ({ pk: customerId, sk: `${draftPrefix}${matter}` });

/** The draft in a stored item, if it is there to be seen. */
export function visibleDraft(item: Item | undefined): Draft | undefined {
  if (!item || isHidden(item)) return undefined;
  const stored = parseItem(draftKind, item);
  const text = Object.fromEntries(draftParts.flatMap((part) => (stored[part] === undefined ? [] : [[part, stored[part]]])));
  return { customerId: stored.pk, matter: stored.matter, savedAt: stored.savedAt, text };
}
