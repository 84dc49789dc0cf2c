import * as z from 'zod';
import { letterImportLookDue } from '../../../events/letter-import-look-due.ts';
import { customerData, mayTellOfHealth, staffData, technical } from '../../personal-data/classification.ts';
import type { DeletionClass } from '../../personal-data/deletion-rules.ts';
import { customerKeys, headAttributes, itemKind, parseItem } from '../../storage/item-kind.ts';
import { isHidden } from '../../storage/item-states.ts';
import { putChild } from '../../storage/item-writes.ts';
import type { Item, ItemKey } from '../../storage/item.ts';
import type { Write } from '../../storage/transact.ts';
import { wakeAttributes } from '../../storage/wake-index.ts';
import { LetterCategory, LetterImportance } from '../letter-category.ts';
import { WithdrawalReason } from '../letter-withdrawal.ts';
import { Post } from '../post.ts';
import { ImportState, isOpen, nextLook, quarantineKey, ReviewRefusal } from './import-state.ts';
import { type LetterImport } from './letter-import.ts';

const taking = 'Übernahme eines anderswo gedruckten Briefs';
const intact = 'Nachweis der Unversehrtheit';
const proof = 'Nachweis der Übernahme';

/** The class of an import in each state: what became no letter is of no use for long. */
const classIn = {
  'awaiting-file': 'import-under-way',
  checking: 'import-under-way',
  'needs-review': 'import-under-way',
  refused: 'refused-upload',
  expired: 'refused-upload',
  published: 'letter-import',
  withdrawn: 'letter-import',
} as const satisfies Record<ImportState, DeletionClass>;

/** Codes of the gate, as they are; whoever shows them knows what to do about each. */
const found = (what: string) =>
  z.array(z.strictObject({ code: technical(z.string(), what), pages: z.array(technical(z.number(), 'Seite')).optional() })).optional();

/** A letter that was printed elsewhere, on its way: `cus_… / imp#imp_…`. What it says is in its file only. */
export const importKind = itemKind({
  kind: 'letter-import',
  table: 'letters',
  title: 'Übernahme eines anderswo gedruckten Briefs',
  sk: 'imp#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('letter-import'),
    id: customerData(z.string(), 'Kennung der Übernahme', taking),
    sender: technical(z.string(), 'Kennung des übergebenden Systems'),
    reference: customerData(z.string(), 'Referenz des übergebenden Systems', taking),
    title: customerData(z.string(), 'Titel des Briefs', taking),
    importance: technical(LetterImportance.clone(), 'Wichtigkeit'),
    category: customerData(LetterCategory.clone(), 'Bereich, zu dem der Brief gehört', taking),
    topic: customerData(z.string(), 'Thema des Briefs', taking),
    issuedOn: customerData(z.iso.date(), 'Tag, der auf dem Brief steht', taking),
    ticketId: customerData(z.string(), 'Kennung des Vorgangs', taking).optional(),
    special: mayTellOfHealth(customerData(z.literal('health'), 'Gesundheitsbezug', taking)).optional(),
    post: technical(Post.clone(), 'Was auf Papier geschieht'),
    actBy: customerData(z.iso.date(), 'Frist, die der Brief setzt', taking).optional(),
    sheets: technical(z.number(), 'Blätter auf Papier').optional(),
    sha256: customerData(z.string(), 'Prüfsumme der Datei, wie angekündigt', intact),
    sizeBytes: technical(z.number(), 'Größe der Datei, wie angekündigt'),
    state: technical(ImportState.clone(), 'Stand'),
    announcedAt: customerData(z.iso.datetime(), 'Angekündigt am', proof),
    cameAt: customerData(z.iso.datetime(), 'Datei eingegangen am', proof).optional(),
    judgedAt: customerData(z.iso.datetime(), 'Geprüft am', proof).optional(),
    refusals: found('Grund der Ablehnung'),
    reasons: found('Grund der Durchsicht'),
    warnings: found('Hinweis zur Datei'),
    facts: z
      .strictObject({
        bytes: technical(z.number(), 'Größe der Datei'),
        sha256: customerData(z.string(), 'Prüfsumme der Datei', intact),
        pages: technical(z.number(), 'Seiten'),
        sizes: z.array(
          z.strictObject({
            widthMm: technical(z.number(), 'Breite der Seiten'),
            heightMm: technical(z.number(), 'Höhe der Seiten'),
            pages: technical(z.number(), 'Seiten dieser Größe'),
          }),
        ),
        hasText: technical(z.boolean(), 'Enthält Text'),
        eInvoice: technical(z.boolean(), 'Enthält eine E-Rechnung'),
        tagged: technical(z.boolean(), 'Enthält Auszeichnungen für Vorleseprogramme'),
        signed: technical(z.boolean(), 'Ist signiert'),
      })
      .optional(),
    decided: z
      .strictObject({
        decision: technical(z.enum(['publish', 'refuse']), 'Entscheidung der Durchsicht'),
        reason: technical(ReviewRefusal.clone(), 'Grund der Entscheidung').optional(),
        id: staffData(z.string(), 'Wer entschieden hat (Kennung)', proof),
        at: customerData(z.iso.datetime(), 'Entschieden am', proof),
      })
      .optional(),
    givenUp: technical(z.string(), 'Warum niemand entschieden hat').optional(),
    letterId: customerData(z.string(), 'Kennung des Briefs', taking).optional(),
    publishedAt: customerData(z.iso.datetime(), 'Veröffentlicht am', proof).optional(),
    withdrawn: z
      .strictObject({
        reason: technical(WithdrawalReason.clone(), 'Grund der Zurücknahme'),
        id: staffData(z.string(), 'Wer zurückgezogen hat (Kennung)', proof),
        at: customerData(z.iso.datetime(), 'Zurückgezogen am', proof),
      })
      .optional(),
    version: technical(z.number(), 'Version'),
    gsi2pk: technical(z.literal('imports#review'), 'Liste der Durchsicht').optional(),
    gsi2sk: technical(z.string(), 'Liste der Durchsicht').optional(),
    ...wakeAttributes,
    ...headAttributes,
  }),
  ending: {
    class: { oneOf: ['import-under-way', 'refused-upload', 'letter-import'], of: ({ state }) => classIn[state] },
    recordedAt: ({ announcedAt, judgedAt, publishedAt, state }) => (isOpen(state) ? announcedAt : (publishedAt ?? judgedAt ?? announcedAt)),
    toldAs: ({ id }) => id,
    wakes: ({ id }, told) => letterImportLookDue.make({ ...told, aggregateId: id, data: {} }),
    sleepsOn: nextLook,
    outside: ({ pk, id, state }) => (isOpen(state) ? [{ store: 'letter-quarantine', reference: quarantineKey(pk, id) }] : []),
  },
});
export type ImportItem = z.infer<typeof importKind.schema>;

export const importKey = (customerId: string, importId: string): ItemKey => ({ pk: customerId, sk: `${importKind.sk}${importId}` });

/** What is stored of an import, but for what its kind adds. */
export const importAttributes = ({ customerId, ...letterImport }: LetterImport) => ({ ...importKey(customerId, letterImport.id), ...letterImport });

/** The place of an import in the list of those that somebody has to look at. */
export const inReview = ({ id, announcedAt }: Pick<LetterImport, 'id' | 'announcedAt'>) => ({
  gsi2pk: 'imports#review' as const,
  gsi2sk: `${announcedAt}#${id}`,
});

/** The import in a stored item. */
export function importOf(item: Item): LetterImport {
  const { pk, sk, kind, gsi2pk, gsi2sk, wakeAt, wakePk, wakeSk, dueOn, duePk, dueSk, retainedSince, restrictedSince, deletingSince, heldSince, ...rest } =
    parseItem(importKind, item);
  return { ...rest, customerId: pk } as LetterImport;
}

/** An import to be seen; neither what is kept for the law only, nor what is being deleted. */
export const visibleImport = (item: Item | undefined): LetterImport | undefined => (item && !isHidden(item) ? importOf(item) : undefined);

/** Whose an import is: it lies under its own id, which is made of its reference, and goes with the import. So no reference is used twice. */
export const importPlaceKind = itemKind({
  kind: 'letter-import-place',
  table: 'letters',
  title: 'Verzeichnis der Übernahmen',
  sk: 'place',
  foundBy: 'head',
  schema: z.object({
    pk: customerData(z.string(), 'Kennung der Übernahme', taking),
    sk: technical(z.literal('place'), 'Sortierschlüssel'),
    kind: technical(z.literal('letter-import-place'), 'Art des Eintrags'),
    customerId: customerData(z.string(), 'Kundenkennung', taking),
  }),
  ending: { withHead: importKind.kind, under: ({ id }) => ({ pk: String(id), prefix: 'place' }) },
});

export const importPlaceKey = (importId: string): ItemKey => ({ pk: importId, sk: 'place' });

/** Part of announcing an import: nothing else has its reference. */
export const takePlace = (letterImport: LetterImport, taken: () => Error): Write =>
  putChild(importPlaceKind, importAttributes(letterImport), '', { customerId: letterImport.customerId }, { refusal: taken });

/** Whose an import is, by what is stored under its id. */
export const customerAt = (item: Item): string => parseItem(importPlaceKind, item).customerId;
