import type * as z from 'zod';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import type { NewId } from '../../shared/id.ts';
import { byRole } from '../../shared/lambda/by-role.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { started } from '../../shared/tickets/clock.ts';
import { reportContent } from '../../shared/tickets/interaction.ts';
import { noSuchTicket, opened } from '../../shared/tickets/ticket.ts';
import { checkedReport, Report, ReportFor } from '../../shared/tickets/report.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import type { NewTicketNumber } from '../../shared/tickets/ticket-number.ts';
import { underFreeNumber } from './free-number.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'open', 'ofCustomer') };

interface OpenTicketDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly newNumber: NewTicketNumber;
  readonly now: () => Date;
  readonly hours: OfficeHours;
}

const exampleReport: z.input<typeof Report> = {
  kind: 'bicycle-accident',
  subject: 'Fahrradunfall an der Münsterbrücke',
  incident: {
    at: '2026-03-14T17:40:00+01:00',
    place: { description: 'Radweg an der Münsterbrücke', postalCode: '50667', city: 'Köln', country: 'DE' },
    object: 'Gazelle Chamonix, Rahmen und Vorderrad',
    description: 'Ein Auto bog rechts ab und nahm mir die Vorfahrt. Ich stürzte, das Rad ist verbogen.',
    thirdParties: [{ name: 'Jörg Weiß', contact: 'K-JW 1234', role: 'opponent' }],
  },
  confirmedProfileVersion: 1,
  noticeShown: { version: '2026-01', sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', channel: 'portal' },
};

export const openTicket = endpoint({
  method: 'POST',
  path: '/v1/tickets',
  allow: ['customer', 'agent'],
  summary: 'Report a claim or any other matter',
  body: byRole({ agent: ReportFor, customer: Report }),
  example: { agent: { ...exampleReport, customerId: 'cus_01JQ0000000000000000000000' }, customer: exampleReport },
  returns: TicketView,
  status: 201,
  // Each is confirmed by a mail, and assigned to somebody.
  limits: { customer: { most: 10, per: 'day' }, agent: { most: 300, per: 'hour' } },
  version: (ticket) => ticket.version,
  uses,
  async handle({ body, caller, once }, { tickets, newId, newNumber, now, hours }: OpenTicketDeps) {
    // Customers report for themselves, agents for somebody they name.
    const { customerId, ...said } = 'customerId' in body ? body : { ...body, customerId: caller.id };
    const at = now();
    const report = checkedReport(said, at);
    const id = newId('tck');
    const byAgent = customerId !== caller.id;
    const first = {
      id: newId('int'),
      ticketId: id,
      at: at.toISOString(),
      by: { role: byAgent ? ('agent' as const) : ('customer' as const), id: byAgent ? caller.id : undefined },
      content: reportContent(report, at),
    };
    return underFreeNumber(async () => {
      const ticket = started(opened({ id, number: newNumber(at), customerId }, report, at), at, hours);
      const { earlier } = await tickets.open(ticket, first, byAgent ? {} : caller, { request: once, status: 201, madeId: id, subjectId: customerId }, at);
      if (!earlier) return ticketFor(caller, ticket, now());
      const made = await tickets.ofCustomer(customerId, earlier.id);
      if (!made) throw noSuchTicket();
      return ticketFor(caller, made, now());
    });
  },
});
