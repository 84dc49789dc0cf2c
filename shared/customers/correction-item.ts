import * as z from 'zod';
import { customerData, staffData, technical } from '../personal-data/classification.ts';
import { customerKeys, headAttributes, itemKind } from '../storage/item-kind.ts';
import type { ItemKey } from '../storage/item.ts';
import { customerKind } from './customer-item.ts';

const purpose = 'Nachvollziehbarkeit der Stammdaten';

/** Who corrected which master data, and when. What was there before is not kept: letters and payouts say themselves where they went. */
export const correctionKind = itemKind({
  kind: 'correction',
  table: 'customers',
  title: 'Berichtigungen der Stammdaten',
  sk: 'correction#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('correction'),
    id: technical(z.string(), 'Kennung der Berichtigung'),
    at: customerData(z.iso.datetime(), 'Zeitpunkt der Berichtigung', purpose),
    byId: staffData(z.string(), 'Wer (Kennung)', purpose),
    fields: z.array(customerData(customerKind.schema.keyof(), 'Berichtigte Angaben (nur ihre Namen)', purpose)),
    ...headAttributes,
  }),
  // When the relationship ended is found out anew by whoever asks, as for the steps of the relationship.
  ending: { class: 'customer-master-data', recordedAt: ({ at }) => at, dueId: ({ id }) => id },
});

/**
 * An e-mail address that was the customer's. Mails that went there may have come back, and the mail provider then knows it: it is kept as
 * long as the records of those mails, so that an erasure, or the day on which they end, takes it from there too.
 */
export const formerAddressKind = itemKind({
  kind: 'former-address',
  table: 'customers',
  title: 'Frühere E-Mail-Adressen',
  sk: 'former-address#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('former-address'),
    at: customerData(z.iso.datetime(), 'Ersetzt am', 'Löschung beim E-Mail-Versand', '6(1)(f)'),
    address: customerData(z.string(), 'Frühere E-Mail-Adresse', 'Löschung beim E-Mail-Versand', '6(1)(f)'),
    ...headAttributes,
  }),
  ending: {
    class: 'notification',
    recordedAt: ({ at }) => at,
    dueId: ({ sk }) => sk,
    outside: ({ address }) => [{ store: 'mail-suppression', reference: address }],
  },
});

export const correctionKey = (customerId: string, correctionId: string): ItemKey => ({ pk: customerId, sk: `${correctionKind.sk}${correctionId}` });
export const formerAddressKey = (customerId: string, correctionId: string): ItemKey => ({ pk: customerId, sk: `${formerAddressKind.sk}${correctionId}` });
