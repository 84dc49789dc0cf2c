import { createHash } from 'node:crypto';
import { firstIdAt } from '../../shared/id.ts';
import type { DeviceEvent } from '../../shared/tickets/device-event.ts';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The ticket that an event opens: the same for the same event, so it opens one. What it is made of cannot be told from it. */
export function ticketIdOf(customerId: string, { device, eventId, occurredAt }: Pick<DeviceEvent, 'device' | 'eventId' | 'occurredAt'>): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([customerId, device.id, eventId]))
    .digest();
  const rest = [...hash.subarray(0, 16)].map((byte) => crockford[byte % 32]).join('');
  return `${firstIdAt('tck', new Date(occurredAt)).slice(0, -rest.length)}${rest}`;
}
