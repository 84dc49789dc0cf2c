import { createHash } from 'node:crypto';
import { digitsOf, firstIdAt } from '../../shared/id.ts';
import type { DeviceEvent } from '../../shared/tickets/device-event.ts';

/** The ticket that an event opens: the same for the same event, so it opens one. What it is made of cannot be told from it. */
export function ticketIdOf(customerId: string, { device, eventId, occurredAt }: Pick<DeviceEvent, 'device' | 'eventId' | 'occurredAt'>): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([customerId, device.id, eventId]))
    .digest();
  const rest = digitsOf(hash.subarray(0, 16));
  return `${firstIdAt('tck', new Date(occurredAt)).slice(0, -rest.length)}${rest}`;
}
