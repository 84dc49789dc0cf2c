import * as z from 'zod';
import { dayOf } from '../personal-data/calendar.ts';
import { customerData, technical } from '../personal-data/classification.ts';
import { deletionRules } from '../personal-data/deletion-rules.ts';
import { headAttributes } from './item-kind.ts';
import type { Dating } from './item-writes.ts';

/**
 * What is kept of requests, for a day: their markers and their counts. Each lies under a hash from which nobody is found, so it names the customer whom
 * it is about for the index by which an erasure finds it.
 */
export const keptForADay = { table: 'idempotency', foundBy: 'subject-index' } as const;

/** How an erasure finds such an item, and when it ends; German: `from` and `until` say what its two moments are. */
export const requestAttributes = (from: string, until: string) => ({
  gsi1pk: customerData(z.string(), 'Kundenkennung', 'Auffinden bei Löschung', '6(1)(c)').optional(),
  gsi1sk: technical(z.string(), 'Sortierschlüssel des Index').optional(),
  recordedAt: technical(z.iso.datetime(), from),
  expiresAt: technical(z.number(), `${until} (Epoche, Sekunden)`),
  ...headAttributes,
});

/** The ending of such an item whose partition keys begin so; the table's own expiry is the second net. */
export const requestEnding = (prefix: string) => ({
  class: 'idempotency' as const,
  recordedAt: ({ recordedAt }: { recordedAt: string }) => recordedAt,
  dueId: ({ pk }: { pk: string }) => pk.slice(prefix.length),
});

/** The customer whom the item is about, if it is about one. */
export const aboutSubject = (customerId: string | undefined, pk: string) => (customerId === undefined ? {} : { gsi1pk: customerId, gsi1sk: pk });

/** Every sector keeps them for the same day. */
export const requestDating = (now: Date): Dating => ({ rules: deletionRules('general'), today: dayOf(now) });
