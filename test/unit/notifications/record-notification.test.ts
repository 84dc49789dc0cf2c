import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '../../../events/event.ts';
import { recordNotification, type RecordNotificationDeps } from '../../../functions/tickets/record-notification.ts';
import { newId } from '../../../shared/id.ts';
import { planned, type Notification } from '../../../shared/notifications/notification.ts';
import { InteractionContent, type Interaction } from '../../../shared/tickets/interaction.ts';
import { customer, letterIssuedEvent, start, ticketOpenedEvent } from './world.ts';

const later = new Date('2026-03-15T09:00:05Z');
const outcomeOf = ({ id }: Notification, type: string): DomainEvent => ({
  id: newId('evt'),
  type,
  version: 1,
  aggregateId: id,
  at: later.toISOString(),
  data: {},
});

function recording(notification: Notification | undefined) {
  const noted: [string, string, Interaction][] = [];
  const deps: RecordNotificationDeps = {
    tickets: { ofCustomer: async () => undefined },
    notifications: { notification: async () => notification },
    interactions: { note: async (ticket, interaction) => void noted.push([ticket.customerId, ticket.id, interaction]) },
    now: () => later,
  };
  return { noted, deps };
}

describe('recordNotification', () => {
  it.each(['sent', 'unknown', 'failed'] as const)('writes on the ticket that its confirmation was: %s', async (result) => {
    const notification = planned(ticketOpenedEvent(), customer(), newId('tck'), start);
    const { noted, deps } = recording(notification);
    const event = outcomeOf(notification, `notification.${result}`);
    await recordNotification(event, deps);
    const [[customerId, ticketId, interaction]] = noted as [[string, string, Interaction]];
    expect([customerId, ticketId]).toEqual([notification.customerId, notification.about.id]);
    expect(interaction).toMatchObject({ id: event.id.replace('evt_', 'int_'), ticketId, at: event.at, by: { role: 'system' } });
    expect(InteractionContent.parse(interaction.content)).toEqual({ type: 'notification', channel: 'email', template: 'ticket-confirmation', result });
  });

  it('leaves letters to the letters', async () => {
    const notification = planned(letterIssuedEvent(), customer(), newId('tck'), start);
    const { noted, deps } = recording(notification);
    await recordNotification(outcomeOf(notification, 'notification.sent'), deps);
    expect(noted).toEqual([]);
  });

  it('tries again for what the index does not show yet, and takes no other event', async () => {
    const notification = planned(ticketOpenedEvent(), customer(), newId('tck'), start);
    await expect(recordNotification(outcomeOf(notification, 'notification.sent'), recording(undefined).deps)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(recordNotification(outcomeOf(notification, 'notification.planned'), recording(notification).deps)).rejects.toThrow('Not the outcome');
  });
});
