import { headItem } from '../../shared/storage/item-writes.ts';
import { newId } from '../../shared/id.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { asleep } from '../../shared/storage/wake-index.ts';
import { notificationAttributes, notificationKind } from '../../shared/notifications/notification-item.ts';
import { agentAttributes, agentKind } from '../../shared/staff/agent-item.ts';
import { employed } from '../../shared/staff/agent.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketAttributes, ticketKind } from '../../shared/tickets/ticket-item.ts';

const openedAt = '2026-03-15T08:00:00.000Z';
const dating = { rules: deletionRules('insurer'), today: '2026-03-15' };

/** Tickets of which nobody has one, asleep until then. */
export const sleepingTickets = (count: number, until: Date, over: object = {}) =>
  Array.from({ length: count }, () => {
    const id = newId('tck');
    const ticket = { id, number: newTicketNumber(until), customerId: newId('cus'), matter: 'theft', status: 'open', openedAt, version: 1 } as const;
    return { ...headItem(ticketKind, ticketAttributes(ticket), dating), ...asleep(id, until), ...over };
  });

/** Clerks who will be absent for long, asleep until then. */
export const sleepingClerks = (count: number, until: Date) =>
  Array.from({ length: count }, () => {
    const data = { displayName: 'Rita Fuchs', email: 'rita@lindenhof.example', role: 'agent', team: 'claims' } as const;
    const clerk = employed(newId('agt'), { ...data, skills: [], languages: [], workingHours: [] }, new Date(openedAt));
    return { ...headItem(agentKind, agentAttributes(clerk), dating), ...asleep(clerk.id, until) };
  });

/** Notifications that were turned away, asleep until then. */
export const sleepingNotifications = (count: number, until: Date) =>
  Array.from({ length: count }, () => {
    const id = newId('ntf');
    const about = { type: 'letter', id: newId('let') } as const;
    const told = { channel: 'sms', template: 'new-letter', status: 'planned', plannedAt: openedAt, turnedAway: 1 } as const;
    return {
      ...headItem(notificationKind, notificationAttributes({ id, customerId: newId('cus'), about, ticketId: newId('tck'), ...told }), dating),
      ...asleep(id, until),
    };
  });
