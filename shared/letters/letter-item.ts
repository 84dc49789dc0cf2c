import * as z from 'zod';
import { dayOf } from '../personal-data/calendar.ts';
import { customerData, mayTellOfHealth, staffData, technical } from '../personal-data/classification.ts';
import { alongAttributes, customerKeys, headAttributes, itemKind } from '../storage/item-kind.ts';
import { isStopped } from '../storage/item-states.ts';
import type { ItemKey } from '../storage/item.ts';
import { letterFileKey, NotificationResult, type Letter } from './letter.ts';
import { LetterCategory, LetterImportance } from './letter-category.ts';

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
    ticketId: customerData(z.string(), 'Kennung des Vorgangs', centre),
    ticketNumber: customerData(z.string(), 'Vorgangsnummer', centre),
    template: z.strictObject({
      code: customerData(z.string(), 'Art des Briefs (Vorlage)', centre),
      version: technical(z.number(), 'Fassung der Vorlage'),
    }),
    title: customerData(z.string(), 'Titel des Briefs', centre),
    importance: technical(LetterImportance.clone(), 'Wichtigkeit'),
    special: mayTellOfHealth(customerData(z.literal('health'), 'Gesundheitsbezug', centre)).optional(),
    category: customerData(LetterCategory.clone(), 'Bereich, zu dem der Brief gehört', centre),
    issuedAt: customerData(z.iso.datetime(), 'Ausgestellt am', centre),
    issuedBy: staffData(z.string(), 'Ausgestellt von (Kennung)', 'Bearbeitung des Falls'),
    sha256: customerData(z.string(), 'Prüfsumme der Datei', 'Nachweis der Unversehrtheit'),
    sizeBytes: technical(z.number(), 'Größe der Datei'),
    fileVersionId: technical(z.string(), 'Fassung der Datei im Speicher'),
    firstOpenedAt: customerData(z.iso.datetime(), 'Zuerst geöffnet am', 'Nachweis der Zustellung').optional(),
    openings: customerData(z.number(), 'Wie oft geöffnet', 'Nachweis der Zustellung'),
    notification: z
      .strictObject({
        channel: customerData(z.enum(['sms', 'email']), 'Benachrichtigt über', told),
        result: technical(NotificationResult.clone(), 'Ergebnis des Versands'),
        at: customerData(z.iso.datetime(), 'Benachrichtigt am', told),
      })
      .optional(),
    version: technical(z.number(), 'Version'),
    gsi1pk: customerData(z.string(), 'Kennung des Briefs', 'Auffinden für die Sachbearbeitung'),
    gsi1sk: technical(z.string(), 'Sortierschlüssel des Index'),
    gsi2pk: customerData(z.string(), 'Kennung des Vorgangs', 'Auffinden für die Sachbearbeitung'),
    gsi2sk: customerData(z.string(), 'Kennung des Briefs', 'Auffinden für die Sachbearbeitung'),
    ...alongAttributes,
    ...headAttributes,
  }),
  ending: {
    class: 'letter-centre',
    recordedAt: (item) => item.issuedAt,
    // When the relationship ended is the customer's to say: whoever dates a letter adds it.
    starts: (item) => ({ sent: dayOf(new Date(item.issuedAt)) }),
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
  gsi2pk: letter.ticketId,
  gsi2sk: letter.id,
});

/** The letter in a stored item. */
export function letterOf(item: LetterItem): Letter {
  const {
    id,
    pk,
    ticketId,
    ticketNumber,
    template,
    title,
    importance,
    special,
    category,
    issuedAt,
    issuedBy,
    sha256,
    sizeBytes,
    fileVersionId,
    firstOpenedAt,
    openings,
    notification,
    version,
  } = item;
  return {
    id,
    customerId: pk,
    ticketId,
    ticketNumber,
    template,
    title,
    importance,
    special,
    category,
    issuedAt,
    issuedBy,
    sha256,
    sizeBytes,
    fileVersionId,
    firstOpenedAt,
    openings,
    notification,
    version,
    ...(isStopped(item) && { restricted: true }),
  };
}
