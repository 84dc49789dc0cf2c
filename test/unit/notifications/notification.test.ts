import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../shared/id.ts';
import { addressFor, isFinal, NotificationStatus, planned, statesBefore, transitions, turnedAway } from '../../../shared/notifications/notification.ts';
import { customer, letterIssuedEvent, start, ticketOpenedEvent } from './world.ts';

const ticketId = newId('tck');

describe('notification', () => {
  it('is planned once per event: its id comes from the event', () => {
    const event = letterIssuedEvent();
    expect(planned(event, customer(), ticketId, start).id).toBe(event.id.replace('evt_', 'ntf_'));
    expect(planned(event, customer(), ticketId, start)).toMatchObject({ about: { type: 'letter', id: event.aggregateId }, ticketId });
  });

  it.each(['sms', 'email'] as const)('tells of a letter by the channel that was chosen: %s', (notifyBy) => {
    expect(planned(letterIssuedEvent(), customer({ notifyBy }), ticketId, start)).toMatchObject({
      channel: notifyBy,
      template: 'new-letter',
      status: 'planned',
    });
  });

  it.each(['sms', 'email'] as const)('confirms a report by e-mail, also to who chose %s', (notifyBy) => {
    const notification = planned(ticketOpenedEvent(), customer({ notifyBy }), ticketId, start);
    expect(notification).toMatchObject({ channel: 'email', template: 'ticket-confirmation' });
    expect(addressFor(notification, customer({ notifyBy }), start)).toEqual({ address: 'paula@sommer.example' });
  });

  it('tells of nothing else', () => {
    expect(() => planned({ ...ticketOpenedEvent(), type: 'ticket.closed' }, customer(), ticketId, start)).toThrow('Nobody is told of ticket.closed');
  });

  it('moves one way only, but for a claim that is given back', () => {
    const onwards = (status: NotificationStatus) => transitions[status].filter((next) => !(status === 'claimed' && next === 'planned'));
    const after = (status: NotificationStatus): NotificationStatus[] => onwards(status).flatMap((next) => [next, ...after(next)]);
    for (const status of NotificationStatus.options) expect(after(status)).not.toContain(status);
    expect(NotificationStatus.options.filter(isFinal)).toEqual(['sent', 'unknown', 'failed', 'dropped']);
    expect(statesBefore('claimed')).toEqual(['planned']);
    expect(statesBefore('sent')).toEqual(['claimed']);
    expect(statesBefore('planned')).toEqual(['claimed']);
  });
});

describe('a notification that the provider is too busy for', () => {
  const minutes = (count: number) => new Date(start.getTime() + count * 60_000);
  const plannedAt = start.toISOString();

  it.each([
    [undefined, 1, 1],
    [1, 2, 2],
    [2, 3, 4],
    [3, 4, 8],
    [4, 5, 16],
    [5, 6, 32],
    [6, 7, 60],
    [7, 8, 60],
    [1_000, 1_001, 60],
  ])('turned away %p times before is tried again after %i times, and at most %i minutes', (before, times, wait) => {
    expect(turnedAway({ plannedAt, turnedAway: before }, start, 0)).toEqual({ times, again: minutes(wait) });
    expect(turnedAway({ plannedAt, turnedAway: before }, start, 1)).toEqual({ times, again: minutes(wait / 2) });
  });

  it('is given up after a day, not before', () => {
    expect(turnedAway({ plannedAt, turnedAway: 28 }, new Date(minutes(24 * 60).getTime() - 1), 0)).toHaveProperty('again');
    expect(turnedAway({ plannedAt, turnedAway: 28 }, minutes(24 * 60), 0)).toEqual({ givenUp: { status: 'failed', code: 'provider-busy' } });
  });
});
