import * as z from 'zod';
import { customerData, pseudonym, technical } from '../personal-data/classification.ts';
import { itemKind } from './item-kind.ts';
import { keptForADay, requestAttributes, requestEnding } from './request-item.ts';

/**
 * How often somebody has done something in this hour or on this day. Counted by the transaction that does it, so nothing is read for it, nothing
 * is counted that was refused, and of many at once none gets past.
 */
export const requestCountKind = itemKind({
  ...keptForADay,
  kind: 'request-count',
  title: 'Schutz vor zu vielen Anfragen',
  sk: 'count',
  schema: z.object({
    pk: pseudonym(z.string(), 'Prüfsumme über Aufrufer, Route und Zeitraum', 'Schutz vor zu vielen Anfragen'),
    sk: technical(z.literal('count'), 'Sortierschlüssel'),
    kind: technical(z.literal('request-count'), 'Art des Eintrags'),
    requests: customerData(z.int(), 'Anzahl im Zeitraum', 'Schutz vor zu vielen Anfragen', '6(1)(f)'),
    ...requestAttributes('Beginn des Zeitraums', 'Ende des Zeitraums'),
  }),
  ending: requestEnding('cnt#'),
});
