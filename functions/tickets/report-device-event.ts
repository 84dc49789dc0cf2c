import * as z from 'zod';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { alreadyDone, DomainError, isRefusal } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { started } from '../../shared/tickets/clock.ts';
import { checkedEvent, SentDeviceEvent } from '../../shared/tickets/device-event.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import { TicketNumber, type NewTicketNumber } from '../../shared/tickets/ticket-number.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { noSuchTicket, opened, TicketId } from '../../shared/tickets/ticket.ts';
import { ticketIdOf } from './device-ticket-id.ts';
import { underFreeNumber } from './free-number.ts';

const uses = { tickets: only(ticketNeeds, 'open', 'ofCustomer') };

interface ReportDeviceEventDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly newNumber: NewTicketNumber;
  readonly now: () => Date;
  readonly hours: OfficeHours;
}

/** What a machine is told: where it went, and nothing of the case. */
const Receipt = z.object({ ticketId: TicketId, number: TicketNumber }).meta({ id: 'DeviceReportReceipt' });

export const reportDeviceEvent = endpoint({
  method: 'POST',
  path: '/v1/device-reports',
  allow: ['device'],
  summary:
    'A device says that something happened: that opens a ticket of the highest priority, one for each event however often it is sent. The limit is of each device',
  body: SentDeviceEvent.extend({ customerId: CustomerId.describe('Whose device it is, as whoever runs the devices knows from the contract') }),
  example: {
    customerId: 'cus_01JQ0000000000000000000000',
    device: { id: 'CS-2026-004711', type: 'crash-sensor' },
    eventId: '7f0c5a3e-6f0b-4c2e-9d3a-1f2b3c4d5e6f',
    occurredAt: '2026-03-14T17:40:12+01:00',
    severity: 'high',
    position: { latitude: 50.941357, longitude: 6.958307, accuracyMetres: 8 },
    measured: [{ name: 'acceleration', value: 41.5, unit: 'g' }],
  },
  returns: Receipt,
  status: 201,
  limits: { device: { most: 6, per: 'hour' } },
  uses,
  async handle({ body: { customerId, ...said }, once }, deps: ReportDeviceEventDeps) {
    const { tickets, newId, newNumber, now, hours } = deps;
    const at = now();
    const deviceEvent = checkedEvent(said, at);
    const id = ticketIdOf(customerId, deviceEvent);
    const first: Interaction = {
      id: newId('int'),
      ticketId: id,
      at: at.toISOString(),
      by: { role: 'system' },
      content: { type: 'device-report', deviceEvent },
    };
    // The machine speaks for many devices: each has a limit of its own, which goes with its customer.
    const limit = once.limit && { ...once.limit, caller: `${customerId} ${deviceEvent.device.id}`, ofCustomer: customerId };
    const request = { request: { ...once, limit }, status: 201, madeId: id, subjectId: customerId };
    try {
      return await underFreeNumber(async () => {
        const ticket = started(opened({ id, number: newNumber(at), customerId }, { kind: 'device-report' }, at), at, hours);
        const { earlier } = await tickets.open(ticket, first, {}, request, at);
        if (!earlier) return { ticketId: id, number: ticket.number };
        const known = await receiptOf(tickets, customerId, id);
        if (!known) throw noSuchTicket();
        return known;
      });
    } catch (error) {
      // What has arrived before is no more work, however much the device has sent since.
      const known =
        isRefusal(error, alreadyDone()) || (error instanceof DomainError && error.kind === 'too-many') ? await receiptOf(tickets, customerId, id) : undefined;
      if (!known) throw error;
      return known;
    }
  },
});

async function receiptOf(tickets: ReportDeviceEventDeps['tickets'], customerId: string, ticketId: string): Promise<z.input<typeof Receipt> | undefined> {
  const ticket = await tickets.ofCustomer(customerId, ticketId);
  return ticket && { ticketId, number: ticket.number };
}
