import * as z from 'zod';
import { invalidField } from '../domain-error.ts';
import { customerData } from '../personal-data/classification.ts';
import { requirePast, UtcInstant } from '../personal-data/plausible-days.ts';

const purpose = 'Hilfe und Regulierung nach der Meldung eines Geräts';

/** A name that a maker gave: no words of people. */
const code = (longest: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/, 'must be letters, digits and . _ : -')
    .max(longest);

/** What a sensor or an appliance says of something that happened. Where a customer was, and how they drove or lived then, is theirs. */
export const DeviceEvent = z.strictObject({
  device: z.strictObject({
    id: customerData(code(64), 'Kennung des Geräts', purpose),
    type: customerData(z.enum(['crash-sensor', 'appliance']), 'Art des Geräts', purpose),
  }),
  eventId: customerData(
    code(64).describe('The device’s own id of what happened: however often it is sent, it is one'),
    'Kennung des Ereignisses beim Gerät',
    purpose,
  ),
  occurredAt: customerData(z.iso.datetime(), 'Zeitpunkt des Ereignisses', purpose),
  severity: customerData(z.enum(['low', 'medium', 'high']), 'Schwere laut Gerät', purpose),
  position: z
    .strictObject({
      latitude: customerData(z.number().min(-90).max(90).describe('Degrees, WGS 84'), 'Ort des Ereignisses: Breite', purpose),
      longitude: customerData(z.number().min(-180).max(180).describe('Degrees, WGS 84'), 'Ort des Ereignisses: Länge', purpose),
      accuracyMetres: customerData(z.number().min(0).max(100_000), 'Ort des Ereignisses: Genauigkeit', purpose).optional(),
    })
    .optional(),
  measured: z
    .array(
      z.strictObject({
        name: customerData(
          z.enum([
            'acceleration',
            'speed',
            'speed-change',
            'angle',
            'temperature',
            'pressure',
            'voltage',
            'current',
            'power',
            'level',
            'flow',
            'duration',
            'count',
          ]),
          'Messgröße',
          purpose,
        ),
        value: customerData(z.number().min(-1e9).max(1e9), 'Messwert', purpose),
        unit: customerData(
          z.enum(['g', 'm/s2', 'km/h', 'degree', 'celsius', 'bar', 'volt', 'ampere', 'watt', 'percent', 'litre', 'second', 'count']),
          'Einheit des Messwerts',
          purpose,
        ),
      }),
    )
    .max(20),
});
export type DeviceEvent = z.output<typeof DeviceEvent>;

/** The same as a device sends it. */
export const SentDeviceEvent = DeviceEvent.extend({
  occurredAt: UtcInstant.describe('By the device’s clock; five minutes ahead of ours at most, and a week back'),
  measured: DeviceEvent.shape.measured.default([]),
});

/** An event is sent again for so long at most, by a device that had no network. */
const oldestMs = 7 * 24 * 3_600_000;

/**
 * An event as it is kept: degrees to a tenth of a metre, values to a millionth, which every number of ours can be stored with.
 * @throws DomainError `invalid/invalid-body` for a moment to come, or longer ago than a week
 */
export function checkedEvent(event: DeviceEvent, now: Date): DeviceEvent {
  requirePast('body.occurredAt', event.occurredAt, now);
  if (Date.parse(event.occurredAt) < now.getTime() - oldestMs) throw invalidField('body.occurredAt', 'lies more than a week back');
  const { position, measured } = event;
  return {
    ...event,
    ...(position && {
      position: {
        ...position,
        latitude: rounded(position.latitude),
        longitude: rounded(position.longitude),
        ...(position.accuracyMetres !== undefined && { accuracyMetres: rounded(position.accuracyMetres) }),
      },
    }),
    measured: measured.map((one) => ({ ...one, value: rounded(one.value) })),
  };
}

// Adding nothing makes a zero of one below it.
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6 + 0;
