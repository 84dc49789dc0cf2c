import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type * as z from 'zod';
import { ticketIdOf } from '../../../functions/tickets/device-ticket-id.ts';
import { checkedEvent, DeviceEvent, SentDeviceEvent } from '../../../shared/tickets/device-event.ts';
import { DraftKind } from '../../../shared/tickets/draft.ts';
import { Report, ReportFor } from '../../../shared/tickets/report.ts';
import { TicketId } from '../../../shared/tickets/ticket.ts';

const now = new Date('2026-03-15T09:30:00Z');
const said: z.input<typeof SentDeviceEvent> = {
  device: { id: 'CS-1', type: 'crash-sensor' },
  eventId: '7f0c5a3e-6f0b',
  occurredAt: '2026-03-15T10:29:00+01:00',
  severity: 'high',
  position: { latitude: 50.941357, longitude: 6.958307 },
};
const problems = (change: object): string[] => SentDeviceEvent.safeParse({ ...said, ...change }).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('what a device says', () => {
  it.each([
    [{ position: { latitude: 90.001, longitude: 0 } }, 'position.latitude'],
    [{ position: { latitude: -91, longitude: 0 } }, 'position.latitude'],
    [{ position: { latitude: 0, longitude: 180.5 } }, 'position.longitude'],
    [{ position: { latitude: Number.NaN, longitude: 0 } }, 'position.latitude'],
    [{ position: { latitude: '50.9', longitude: 0 } }, 'position.latitude'],
    [{ severity: 9 }, 'severity'],
    [{ eventId: 'a b' }, 'eventId'],
    [{ eventId: '' }, 'eventId'],
    [{ device: { id: 'x'.repeat(65), type: 'appliance' } }, 'device.id'],
    [{ occurredAt: '2026-03-15 10:29' }, 'occurredAt'],
    [{ measured: [{ name: 'acceleration', value: 1e300, unit: 'g' }] }, 'measured.0.value'],
    [{ measured: [{ name: 'acceleration', value: Infinity, unit: 'g' }] }, 'measured.0.value'],
    [{ measured: [{ name: 'Herr Weiß', value: 1, unit: 'g' }] }, 'measured.0.name'],
    [{ measured: [{ name: 'acceleration', value: 1, unit: 'stones' }] }, 'measured.0.unit'],
    [{ measured: Array.from({ length: 21 }, () => ({ name: 'acceleration', value: 1, unit: 'g' })) }, 'measured'],
  ])('is refused where it cannot be: %j', (change, path) => expect(problems(change)).toEqual([path]));

  it.each([
    ['2026-03-15T09:35:00Z', undefined],
    ['2026-03-15T09:35:01Z', 'lies in the future'],
    ['2026-03-08T09:30:00Z', undefined],
    ['2026-03-08T09:29:59Z', 'lies more than a week back'],
    ['2016-03-08T09:29:59Z', 'lies more than a week back'],
  ])('is of now, or of the days in which it had no network: %s', (occurredAt, problem) => {
    const check = () => checkedEvent(SentDeviceEvent.parse({ ...said, occurredAt }), now);
    if (problem) expect(check).toThrow(expect.objectContaining({ kind: 'invalid', fields: [{ field: 'body.occurredAt', problem }] }));
    else expect(check).not.toThrow();
  });

  it('is kept in numbers that can be stored: six digits behind the point, and no zero below zero', () => {
    const degrees = fc.double({ min: -90, max: 90, noNaN: true });
    fc.assert(
      fc.property(degrees, degrees, fc.double({ min: -1e9, max: 1e9, noNaN: true }), (latitude, longitude, value) => {
        const event = SentDeviceEvent.parse({ ...said, position: { latitude, longitude }, measured: [{ name: 'speed', value, unit: 'km/h' }] });
        const { position, measured } = checkedEvent(event, now);
        for (const [kept, given] of [
          [position!.latitude, latitude],
          [position!.longitude, longitude],
          [measured[0]!.value, value],
        ] as const) {
          expect(Math.abs(kept - given)).toBeLessThan(1e-6);
          expect(Object.is(kept, -0)).toBe(false);
          expect(kept === 0 || Math.abs(kept) >= 1e-6).toBe(true);
        }
        expect(DeviceEvent.parse(checkedEvent(event, now))).toEqual(checkedEvent(event, now));
      }),
    );
  });

  it('opens one ticket, and another for another customer, device or event', () => {
    const event = SentDeviceEvent.parse(said);
    const id = ticketIdOf('cus_1', event);
    expect(TicketId.safeParse(id).success).toBe(true);
    expect(ticketIdOf('cus_1', SentDeviceEvent.parse({ ...said, severity: 'low', occurredAt: '2026-03-15T09:29:00Z' }))).toBe(id);
    const others = [
      ticketIdOf('cus_2', event),
      ticketIdOf('cus_1', { ...event, eventId: 'another' }),
      ticketIdOf('cus_1', { ...event, device: { id: 'CS-2', type: 'crash-sensor' } }),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });

  it('is for machines to report: nobody reports it by hand, nor begins to', () => {
    const report = {
      kind: 'device-report',
      subject: 'x',
      message: 'x',
      confirmedProfileVersion: 1,
      noticeShown: { version: '1', sha256: 'a'.repeat(64), channel: 'portal' },
    };
    expect(Report.safeParse(report).success).toBe(false);
    expect(Report.safeParse({ ...report, kind: 'question' }).success).toBe(true);
    expect(ReportFor.safeParse({ ...report, customerId: 'cus_01JQ0000000000000000000000' }).success).toBe(false);
    expect(DraftKind.options).not.toContain('device-report');
  });
});
