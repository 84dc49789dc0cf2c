import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../../shared/id.ts';
import {
  isFinal,
  isLate,
  NotificationStatus,
  NotificationTemplate,
  planned,
  statesBefore,
  transitions,
  turnedAway,
  wayFor,
} from '../../../shared/notifications/notification.ts';
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
    expect(wayFor(notification, customer({ notifyBy }), start)).toEqual({ address: 'paula@sommer.example' });
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

describe('the way to a customer', () => {
  const sms = { channel: 'sms', address: '+4915112345678', verifiedAt: '2026-01-02T08:00:00Z' } as const;
  const email = { channel: 'email', address: 'paula@sommer.example', verifiedAt: '2026-01-02T08:00:00Z' } as const;
  const unverified = { ...sms, verifiedAt: '2026-03-16T00:00:00Z' };
  const bySms = { channel: 'sms', template: 'new-letter' } as const;
  const byEmail = { channel: 'email', template: 'new-letter' } as const;
  const instead = { ...byEmail, insteadOf: 'sms' } as const;

  it.each([
    ['as it was planned', bySms, 'sms', [sms, email], { address: sms.address }],
    ['over what they want by now', bySms, 'email', [sms, email], { over: 'email' }],
    ['over what they want by now, whether it is verified or not', bySms, 'email', [sms], { over: 'email' }],
    ['over the other, where the number is gone', bySms, 'sms', [email], { over: 'email', insteadOf: 'sms' }],
    ['over the other, where the number is not verified', bySms, 'sms', [unverified, email], { over: 'email', insteadOf: 'sms' }],
    ['over the other, where the mail address is gone', byEmail, 'email', [sms], { over: 'sms', insteadOf: 'email' }],
    ['instead, and not back', instead, 'sms', [sms, email], { address: email.address }],
    ['instead, and as they want by now', instead, 'email', [sms, email], { address: email.address }],
    ['not at all, where nothing is left', instead, 'sms', [sms], { drop: 'no-contact-point' }],
    ['not at all, where there is nothing', bySms, 'sms', [], { drop: 'no-contact-point' }],
    ['a confirmation over e-mail, whatever they chose', { channel: 'email', template: 'ticket-confirmation' }, 'sms', [sms, email], { address: email.address }],
    [
      'a confirmation over SMS, where there is nothing else',
      { channel: 'email', template: 'ticket-confirmation' },
      'sms',
      [sms],
      { over: 'sms', insteadOf: 'email' },
    ],
    [
      'a confirmation to its number, once it goes there',
      { channel: 'sms', template: 'ticket-confirmation', insteadOf: 'email' },
      'sms',
      [sms],
      { address: sms.address },
    ],
  ] as const)('leads %s', (_, notification, notifyBy, contactPoints, way) => {
    expect(wayFor(notification, customer({ notifyBy, contactPoints: [...contactPoints] }), start)).toEqual(way);
  });

  it('comes to an end after two detours, whatever the customer has and wants', () => {
    const points = fc.subarray([sms, email, unverified]);
    const channel = fc.constantFrom('sms' as const, 'email' as const);
    const template = fc.constantFrom(...NotificationTemplate.options);
    fc.assert(
      fc.property(channel, template, channel, points, (first, of, notifyBy, contactPoints) => {
        let travelling: Parameters<typeof wayFor>[0] = { channel: first, template: of };
        const reached = customer({ notifyBy, contactPoints });
        for (let detours = 0; ; detours++) {
          const way = wayFor(travelling, reached, start);
          if (!('over' in way)) break;
          expect(detours).toBeLessThan(2);
          travelling = { ...travelling, channel: way.over, ...(way.insteadOf && { insteadOf: way.insteadOf }) };
        }
      }),
    );
  });
});

describe('a notification that the provider is too busy for', () => {
  const minutes = (count: number) => new Date(start.getTime() + count * 60_000);
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
    expect(turnedAway({ turnedAway: before }, {}, start, 0)).toEqual({ times, again: minutes(wait) });
    expect(turnedAway({ turnedAway: before }, {}, start, 1)).toEqual({ times, again: minutes(wait / 2) });
  });

  it('waits an hour at once for what does not pass within minutes', () => {
    expect(turnedAway({}, { long: true }, start, 0)).toEqual({ times: 1, again: minutes(60) });
  });

  it('is late after five times, and five times more, or at once where it will be long', () => {
    expect([1, 2, 3, 4, 5, 6, 9, 10].filter((times) => isLate(times, {}))).toEqual([5, 10]);
    expect(isLate(1, { long: true })).toBe(true);
  });
});
