import * as z from 'zod';
import { notificationPlanned } from '../../events/notification-planned.ts';
import { customerData, technical } from '../personal-data/classification.ts';
import { alongAttributes, customerKeys, headAttributes, itemKind } from '../storage/item-kind.ts';
import type { ItemKey } from '../storage/item.ts';
import { wakeAttributes } from '../storage/wake-index.ts';
import { isFinal, nextLook, NotificationStatus, NotificationTemplate, type Notification } from './notification.ts';

const purpose = 'Benachrichtigung nach Wahl';

/** That somebody was told of something: `cus_… / ntf#ntf_…`. The address is read when it is sent, and stays where it was. */
export const notificationKind = itemKind({
  kind: 'notification',
  table: 'notifications',
  title: 'Benachrichtigung (SMS oder E-Mail; ohne Text und Adresse)',
  sk: 'ntf#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('notification'),
    id: customerData(z.string(), 'Kennung der Benachrichtigung', purpose, '6(1)(f)'),
    about: z.strictObject({
      type: technical(z.enum(['ticket', 'letter']), 'Anlass (Art)'),
      id: customerData(z.string(), 'Anlass (Vorgangs- oder Briefnummer)', purpose, '6(1)(f)'),
    }),
    ticketId: customerData(z.string(), 'Kennung des Vorgangs', purpose, '6(1)(f)').optional(),
    ticketNumber: customerData(z.string(), 'Vorgangsnummer', purpose, '6(1)(f)').optional(),
    channel: customerData(z.enum(['sms', 'email']), 'Benachrichtigt über', purpose, '6(1)(f)'),
    insteadOf: technical(z.enum(['sms', 'email']), 'Gewählter Weg, auf dem niemand zu erreichen war').optional(),
    template: technical(NotificationTemplate.clone(), 'Textbaustein'),
    status: customerData(NotificationStatus.clone(), 'Stand des Versands', purpose, '6(1)(f)'),
    code: technical(z.string(), 'Grund, wenn nichts versandt wurde').optional(),
    plannedAt: customerData(z.iso.datetime(), 'Vorgesehen am', purpose, '6(1)(f)'),
    claimedAt: customerData(z.iso.datetime(), 'Versand begonnen am', purpose, '6(1)(f)').optional(),
    turnedAway: technical(z.int(), 'Vergebliche Versuche, weil der Anbieter überlastet war').optional(),
    doneAt: customerData(z.iso.datetime(), 'Versand beendet am', purpose, '6(1)(f)').optional(),
    gsi1pk: customerData(z.string(), 'Kennung der Benachrichtigung', 'Auffinden für den Versand', '6(1)(f)'),
    gsi1sk: technical(z.string(), 'Sortierschlüssel des Index'),
    ...alongAttributes,
    ...wakeAttributes,
    ...headAttributes,
  }),
  ending: {
    class: 'notification',
    recordedAt: (item) => item.plannedAt,
    partOf: {
      kind: 'ticket',
      id: (item) => item.ticketId,
      goesAlong: {
        to: ({ about, ticketId }, { id, number }) => ({ ticketId: id, ticketNumber: number, ...(about.id === ticketId && { about: { ...about, id } }) }),
      },
    },
    toldAs: ({ id }) => id,
    // Whatever is not at its end is looked at again, in case that the message about it was lost: with its queue, or a machine.
    sleepsOn: ({ status }, now) => (isFinal(status) ? undefined : nextLook(now)),
    // It waits for more to be told with it, or for a provider that was too busy, and is sent as if it had just been planned.
    wakes: ({ id, channel, template }, told) => notificationPlanned.make({ ...told, aggregateId: id, data: { channel, template } }),
  },
});
export type NotificationItem = z.infer<typeof notificationKind.schema>;

export const notificationKey = (customerId: string, notificationId: string): ItemKey => ({ pk: customerId, sk: `${notificationKind.sk}${notificationId}` });

/** What is stored of a notification, but for what its kind adds. */
export const notificationAttributes = ({ customerId, ...notification }: Notification) => ({
  ...notificationKey(customerId, notification.id),
  ...notification,
  gsi1pk: notification.id,
  gsi1sk: 'notification',
});

/** The notification in a stored item. */
export function notificationOf(item: NotificationItem): Notification {
  const { id, pk, about, ticketId, ticketNumber, channel, insteadOf, template, status, code, plannedAt, claimedAt, turnedAway, doneAt } = item;
  return { id, customerId: pk, about, ticketId, ticketNumber, channel, insteadOf, template, status, code, plannedAt, claimedAt, turnedAway, doneAt };
}
