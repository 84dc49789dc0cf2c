import { describe, expect, it } from '@jest/globals';
import { addressFor, isFinal, NotificationStatus, planned, statesBefore, transitions } from '../../../shared/notifications/notification.ts';
import { customer, letterIssuedEvent, start, ticketOpenedEvent } from './world.ts';

describe('notification', () => {
  it('is planned once per event: its id comes from the event', () => {
    const event = letterIssuedEvent();
    expect(planned(event, customer(), start).id).toBe(event.id.replace('evt_', 'ntf_'));
    expect(planned(event, customer(), start).about).toEqual({ type: 'letter', id: event.aggregateId });
  });

  it.each(['sms', 'email'] as const)('tells of a letter by the channel that was chosen: %s', (notifyBy) => {
    expect(planned(letterIssuedEvent(), customer({ notifyBy }), start)).toMatchObject({ channel: notifyBy, template: 'new-letter', status: 'planned' });
  });

  it.each(['sms', 'email'] as const)('confirms a report by e-mail, also to who chose %s', (notifyBy) => {
    const notification = planned(ticketOpenedEvent(), customer({ notifyBy }), start);
    expect(notification).toMatchObject({ channel: 'email', template: 'ticket-confirmation' });
    expect(addressFor(notification, customer({ notifyBy }), start)).toEqual({ address: 'paula@sommer.example' });
  });

  it('tells of nothing else', () => {
    expect(() => planned({ ...ticketOpenedEvent(), type: 'ticket.closed' }, customer(), start)).toThrow('Nobody is told of ticket.closed');
  });

  it('moves one way only: no status can come after itself', () => {
    const after = (status: NotificationStatus): NotificationStatus[] => transitions[status].flatMap((next) => [next, ...after(next)]);
    for (const status of NotificationStatus.options) expect(after(status)).not.toContain(status);
    expect(NotificationStatus.options.filter(isFinal)).toEqual(['sent', 'unknown', 'failed', 'dropped']);
    expect(statesBefore('claimed')).toEqual(['planned']);
    expect(statesBefore('sent')).toEqual(['claimed']);
    expect(statesBefore('planned')).toEqual([]);
  });
});
