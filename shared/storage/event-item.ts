import * as z from 'zod';
import type { DomainEvent } from '../../events/event.ts';
import { dayOf } from '../personal-data/calendar.ts';
import { pseudonym, technical } from '../personal-data/classification.ts';
import { deletionRules } from '../personal-data/deletion-rules.ts';
import { headAttributes, itemKind, parseItem } from './item-kind.ts';
import { putHead } from './item-writes.ts';
import type { Item } from './item.ts';
import type { Write } from './transact.ts';

export type { DomainEvent };

/** An event in the outbox: append-only, read by the table's stream, gone after 30 days. */
export const outboxEvent = itemKind({
  kind: 'event',
  table: 'events',
  title: 'Ereignis (nur Kennungen und Codes)',
  sk: 'evt_',
  foundBy: 'none',
  schema: z.object({
    pk: pseudonym(z.string(), 'Kennung dessen, was sich geändert hat: Vorgang, Brief, Benachrichtigung, Ersuchen', 'Ereignisse an andere Teile des Systems'),
    sk: technical(z.string(), 'Kennung des Ereignisses'),
    kind: technical(z.literal('event'), 'Art des Eintrags'),
    type: technical(z.string(), 'Art des Ereignisses'),
    // Events that were written before there were versions are of the first.
    version: technical(z.int().positive().default(1), 'Fassung des Ereignisses'),
    at: technical(z.iso.datetime(), 'Zeitpunkt'),
    data: technical(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), 'Codes'),
    ...headAttributes,
  }),
  ending: { class: 'event', recordedAt: (event) => event.at, dueId: (event) => event.sk },
});

/** Writes an event into the outbox. Every sector keeps events equally long. */
export const eventWrite = ({ id, aggregateId, type, version, at, data }: DomainEvent): Write =>
  putHead(
    outboxEvent,
    { pk: aggregateId, sk: id, type, version, at, data: data as Record<string, string | number | boolean> },
    { rules: deletionRules('general'), today: dayOf(new Date(at)) },
  );

/** The event in an outbox item, e.g. one that came over the stream. */
export function eventOf(item: unknown): DomainEvent {
  const { pk, sk, type, version, at, data } = parseItem(outboxEvent, item as Item);
  return { id: sk, type, version, aggregateId: pk, at, data };
}
