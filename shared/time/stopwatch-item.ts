import * as z from 'zod';
import { stopwatchForgotten } from '../../events/stopwatch-forgotten.ts';
import { customerData, measuresWork, staffData, technical } from '../personal-data/classification.ts';
import { headAttributes, itemKind, parseItem } from '../storage/item-kind.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { asleep, wakeAttributes } from '../storage/wake-index.ts';
import { Activity } from './activity.ts';
import { endsAt, type Stopwatch } from './stopwatch.ts';

const caseFile = 'Bearbeitung des Falls';

/**
 * The stopwatch of a clerk, `agt_… / stopwatch`: so they have one. It names the customer for whose case it runs, by whom an erasure finds it, and sleeps
 * until it has run as long as one may.
 */
export const stopwatchKind = itemKind({
  kind: 'stopwatch',
  table: 'time',
  title: 'Laufende Stoppuhr einer Sachbearbeitung',
  sk: 'stopwatch',
  foundBy: 'subject-index',
  schema: z.object({
    pk: staffData(z.string(), 'Kennung der Sachbearbeitung', caseFile),
    sk: technical(z.literal('stopwatch'), 'Sortierschlüssel'),
    kind: technical(z.literal('stopwatch'), 'Art des Eintrags'),
    entryId: technical(z.string(), 'Kennung des künftigen Zeiteintrags'),
    ticketId: customerData(z.string(), 'Kennung des Vorgangs', caseFile),
    ticketNumber: customerData(z.string(), 'Vorgangsnummer', caseFile),
    activity: measuresWork(staffData(Activity.clone(), 'Tätigkeit', 'Controlling', '6(1)(f)')),
    interactionId: technical(z.string(), 'Kennung des Schritts').optional(),
    taskId: customerData(z.string(), 'Kennung der Aufgabe', caseFile).optional(),
    startedAt: measuresWork(staffData(z.iso.datetime(), 'Läuft seit', 'Controlling', '6(1)(f)')),
    gsi1pk: customerData(z.string(), 'Kundenkennung', 'Auffinden bei Löschung', '6(1)(c)'),
    gsi1sk: technical(z.string(), 'Sortierschlüssel des Index'),
    ...wakeAttributes,
    ...headAttributes,
  }),
  ending: {
    class: 'stopwatch',
    recordedAt: ({ startedAt }) => startedAt,
    dueId: ({ entryId }) => entryId,
    auxiliary: true,
    wakes: ({ pk }, told) => stopwatchForgotten.make({ ...told, aggregateId: pk, data: {} }),
    // Until somebody has seen to it, in case that the message about it was lost.
    sleepsOn: (_, now) => new Date(now.getTime() + lookAgainMs),
  },
});

const lookAgainMs = 30 * 60_000;

export const stopwatchKey = (agentId: string): ItemKey => ({ pk: agentId, sk: 'stopwatch' });

/** What is stored of one that is started, but for what its kind adds. */
export const stopwatchAttributes = ({ agentId, customerId, ...stopwatch }: Stopwatch) => ({
  pk: agentId,
  sk: 'stopwatch' as const,
  ...stopwatch,
  gsi1pk: customerId,
  gsi1sk: 'stopwatch',
  ...asleep(agentId, endsAt(stopwatch)),
});

/** The stopwatch in a stored item. */
export function stopwatchOf(item: Item): Stopwatch {
  const { pk, entryId, gsi1pk, ticketId, ticketNumber, activity, interactionId, taskId, startedAt } = parseItem(stopwatchKind, item);
  const on = { ...(interactionId !== undefined && { interactionId }), ...(taskId !== undefined && { taskId }) };
  return { entryId, agentId: pk, customerId: gsi1pk, ticketId, ticketNumber, activity, ...on, startedAt };
}
