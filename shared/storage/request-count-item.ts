import * as z from 'zod';
import { customerData, pseudonym, technical } from '../personal-data/classification.ts';
import { headAttributes, itemKind } from './item-kind.ts';

/**
 * How often somebody has done something in this hour or on this day. Counted by the transaction that does it, so nothing is read for it, nothing
 * is counted that was refused, and of many at once none gets past.
 */
export const requestCountKind = itemKind({
  kind: 'request-count',
  table: 'idempotency',
  title: 'Schutz vor zu vielen Anfragen',
  sk: 'count',
  foundBy: 'subject-index',
  schema: z.object({
    pk: pseudonym(z.string(), 'Prüfsumme über Aufrufer, Route und Zeitraum', 'Schutz vor zu vielen Anfragen'),
    sk: technical(z.literal('count'), 'Sortierschlüssel'),
    kind: technical(z.literal('request-count'), 'Art des Eintrags'),
    requests: customerData(z.int(), 'Anzahl im Zeitraum', 'Schutz vor zu vielen Anfragen', '6(1)(f)'),
    gsi1pk: customerData(z.string(), 'Kundenkennung', 'Auffinden bei Löschung', '6(1)(c)').optional(),
    gsi1sk: technical(z.string(), 'Sortierschlüssel des Index').optional(),
    recordedAt: technical(z.iso.datetime(), 'Beginn des Zeitraums'),
    expiresAt: technical(z.number(), 'Ende des Zeitraums (Epoche, Sekunden)'),
    ...headAttributes,
  }),
  ending: { class: 'idempotency', recordedAt: (count) => count.recordedAt, dueId: (count) => count.pk.slice('cnt#'.length) },
});
