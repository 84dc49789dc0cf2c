import * as z from 'zod';
import { customerData, mayTellOfHealth, staffData, technical } from '../personal-data/classification.ts';
import { alongAttributes, customerKeys, headAttributes, itemKind, parseItem } from '../storage/item-kind.ts';
import { isHidden, isStopped } from '../storage/item-states.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { dayOf, later } from '../personal-data/calendar.ts';
import { dayOn, letterFileKey, NotificationResult, type Letter } from './letter.ts';
import { LetterCategory, LetterImportance } from './letter-category.ts';
import { WithdrawalReason } from './letter-withdrawal.ts';
import { Post } from './post.ts';
import { ReadingState } from './reading.ts';

const centre = 'Zustellung im Briefcenter';
const told = 'Nachweis der Benachrichtigung';

/** A letter in the letter centre: `cus_… / let#let_…`. Its text is in the file that goes with it. */
export const letterKind = itemKind({
  kind: 'letter',
  table: 'letters',
  title: 'Brief im Briefcenter',
  sk: 'let#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('letter'),
    id: customerData(z.string(), 'Kennung des Briefs', centre),
    ticketId: customerData(z.string(), 'Kennung des Vorgangs', centre).optional(),
    ticketNumber: customerData(z.string(), 'Vorgangsnummer', centre).optional(),
    template: z
      .strictObject({
        code: customerData(z.string(), 'Art des Briefs (Vorlage)', centre),
        version: technical(z.number(), 'Fassung der Vorlage'),
      })
      .optional(),
    importId: customerData(z.string(), 'Kennung der Übernahme', centre).optional(),
    title: customerData(z.string(), 'Titel des Briefs', centre),
    importance: technical(LetterImportance.clone(), 'Wichtigkeit'),
    special: mayTellOfHealth(customerData(z.literal('health'), 'Gesundheitsbezug', centre)).optional(),
    category: customerData(LetterCategory.clone(), 'Bereich, zu dem der Brief gehört', centre),
    topic: customerData(z.string(), 'Thema des Briefs', centre).optional(),
    issuedAt: customerData(z.iso.datetime(), 'Ausgestellt am', centre),
    issuedOn: customerData(z.iso.date(), 'Tag, der auf dem Brief steht', centre).optional(),
    actBy: customerData(z.iso.date(), 'Frist, die der Brief setzt', centre).optional(),
    post: technical(Post.clone(), 'Was auf Papier geschieht').optional(),
    sheets: technical(z.number(), 'Blätter auf Papier').optional(),
    issuedBy: staffData(z.string(), 'Ausgestellt von (Kennung)', 'Bearbeitung des Falls'),
    sha256: customerData(z.string(), 'Prüfsumme der Datei', 'Nachweis der Unversehrtheit'),
    sizeBytes: technical(z.number(), 'Größe der Datei'),
    fileVersionId: technical(z.string(), 'Fassung der Datei im Speicher'),
    firstOpenedAt: customerData(z.iso.datetime(), 'Zuerst geöffnet am', 'Nachweis der Zustellung').optional(),
    openings: customerData(z.number(), 'Wie oft geöffnet', 'Nachweis der Zustellung'),
    reading: z
      .strictObject({
        state: customerData(ReadingState.clone(), 'Ungelesen, gelesen oder abgelegt', 'Ordnung im Briefcenter'),
        at: customerData(z.iso.datetime(), 'So seit', 'Ordnung im Briefcenter'),
      })
      .optional(),
    notification: z
      .strictObject({
        channel: customerData(z.enum(['sms', 'email']), 'Benachrichtigt über', told),
        result: technical(NotificationResult.clone(), 'Ergebnis des Versands'),
        at: customerData(z.iso.datetime(), 'Benachrichtigt am', told),
      })
      .optional(),
    withdrawn: z
      .strictObject({
        at: customerData(z.iso.datetime(), 'Zurückgezogen am', 'Nachweis der Zustellung'),
        reason: customerData(WithdrawalReason.clone(), 'Grund der Zurücknahme', 'Nachweis der Zustellung'),
      })
      .optional(),
    version: technical(z.number(), 'Version'),
    gsi1pk: customerData(z.string(), 'Kennung des Briefs', 'Auffinden für die Sachbearbeitung'),
    gsi1sk: technical(z.string(), 'Sortierschlüssel des Index'),
    gsi2pk: customerData(z.string(), 'Kennung des Vorgangs', 'Auffinden für die Sachbearbeitung').optional(),
    gsi2sk: customerData(z.string(), 'Kennung des Briefs', 'Auffinden für die Sachbearbeitung').optional(),
    ...alongAttributes,
    ...headAttributes,
  }),
  ending: {
    class: 'letter-centre',
    recordedAt: (item) => item.issuedAt,
    // When the relationship ended is the customer's to say: whoever dates a letter adds it.
    // What was dated before it came here was sent when it came.
    starts: (item) => ({ sent: later(dayOn(item), dayOf(new Date(item.issuedAt))) }),
    partOf: {
      kind: 'ticket',
      id: (item) => item.ticketId,
      goesAlong: { to: (_, { id, number }) => ({ ticketId: id, ticketNumber: number, gsi2pk: id }) },
    },
    toldAs: ({ id }) => id,
    outside: (item) => [{ store: 'letter-files', reference: letterFileKey(item.pk, item.id) }],
  },
});
export type LetterItem = z.infer<typeof letterKind.schema>;

export const letterPrefix = letterKind.sk;
export const letterKey = (customerId: string, letterId: string): ItemKey => ({ pk: customerId, sk: `${letterPrefix}${letterId}` });

/** What is stored of a letter, but for what its kind adds. */
export const letterAttributes = ({ customerId, restricted: _, ...letter }: Letter) => ({
  ...letterKey(customerId, letter.id),
  ...letter,
  gsi1pk: letter.id,
  gsi1sk: 'letter',
  ...(letter.ticketId !== undefined && { gsi2pk: letter.ticketId, gsi2sk: letter.id }),
});

/** The letter in a stored item. */
export function letterOf(item: LetterItem): Letter {
  const { pk, sk, kind, gsi1pk, gsi1sk, gsi2pk, gsi2sk, cameWith, dueOn, duePk, dueSk, retainedSince, restrictedSince, deletingSince, heldSince, ...letter } =
    item;
  return { ...letter, customerId: pk, ...(isStopped(item) && { restricted: true }) };
}

/** A letter for staff to see: not one that is kept for the law only, or being deleted. */
export const visibleLetter = (item: Item | undefined): Letter | undefined => (item && !isHidden(item) ? letterOf(parseItem(letterKind, item)) : undefined);

/** A letter for its customer to see: nor one that was withdrawn. */
export function shownLetter(item: Item | undefined): Letter | undefined {
  const letter = visibleLetter(item);
  return letter?.withdrawn ? undefined : letter;
}
