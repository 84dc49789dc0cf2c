import * as z from 'zod';
import type { DomainEvent } from '../../events/event.ts';
import { dayOf } from '../personal-data/calendar.ts';
import { technical } from '../personal-data/classification.ts';
import { deletionRules, endOf } from '../personal-data/deletion-rules.ts';
import { headAttributes, itemKind } from './item-kind.ts';
import { dueKeys } from './due-index.ts';

export type { DomainEvent };

/** An event in the outbox: append-only, read by the table's stream, gone after 30 days. */
export const outboxEvent = itemKind({
  kind: 'event',
  table: 'events',
  title: 'Ereignis (nur Kennungen und Codes)',
  foundBy: 'none',
  schema: z.object({
    pk: technical(z.string(), 'Kennung des Vorgangs (nie der Kundin oder des Kunden)'),
    sk: technical(z.string(), 'Kennung des Ereignisses'),
    kind: technical(z.literal('event'), 'Art des Eintrags'),
    type: technical(z.string(), 'Art des Ereignisses'),
    // Events that were written before there were versions are of the first.
    version: technical(z.int().positive().default(1), 'Fassung des Ereignisses'),
    at: technical(z.iso.datetime(), 'Zeitpunkt'),
    data: technical(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), 'Codes'),
    ...headAttributes,
  }),
  ending: { class: 'event', starts: (event) => ({ recorded: dayOf(new Date(event.at)) }) },
});

/** The outbox item of an event. */
export function eventItem(event: DomainEvent): z.infer<typeof outboxEvent.schema> {
  const recorded = dayOf(new Date(event.at));
  return outboxEvent.schema.parse({
    pk: event.aggregateId,
    sk: event.id,
    kind: 'event',
    type: event.type,
    version: event.version,
    at: event.at,
    data: event.data,
    ...dueKeys(event.id, endOf(deletionRules('general').event, { recorded }, recorded).on),
  });
}

/** The event in an outbox item, e.g. one that came over the stream. */
export function eventOf(item: unknown): DomainEvent {
  const { pk, sk, type, version, at, data } = outboxEvent.schema.parse(item);
  return { id: sk, type, version, aggregateId: pk, at, data };
}
