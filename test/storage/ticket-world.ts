import { newId } from '../../shared/id.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import type { Once } from '../../shared/storage/idempotency.ts';
import { reportContent, type Interaction, type InteractionContent } from '../../shared/tickets/interaction.ts';
import { ticketTable, type TicketTable } from '../../shared/tickets/ticket-table.ts';
import { assigned, opened, type Report, type Ticket } from '../../shared/tickets/ticket.ts';
import type { Storage } from './harness.ts';

export const now = new Date('2026-03-15T09:30:00Z');

export const report: Report = {
  kind: 'bicycle-accident',
  subject: 'Fahrradunfall an der Münsterbrücke',
  incident: {
    at: '2026-03-14T17:40:00+01:00',
    place: { description: 'Radweg an der Münsterbrücke', postalCode: '50667', city: 'Köln' },
    object: 'Gazelle Chamonix',
    description: 'Ein Auto bog rechts ab und nahm mir die Vorfahrt.',
    thirdParties: [{ name: 'Jörg Weiß', contact: 'K-JW 1234', role: 'opponent' }],
  },
  confirmedProfileVersion: 1,
  noticeShown: { version: '2026-01', sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', channel: 'portal' },
};

export const trace = { sourceIp: '203.0.113.7', loggedInAt: new Date('2026-03-15T09:00:00Z') };

/** A request of its own, for something about a customer. */
export const once = (madeId: string, over: { key?: string; body?: string; subjectId?: string; status?: number } = {}): Omit<Once, 'now'> => ({
  request: { key: over.key ?? newId('acc'), body: over.body ?? '{}' },
  status: over.status ?? 201,
  madeId,
  ...(over.subjectId && { subjectId: over.subjectId }),
});

/** Tickets on a storage engine, and what a test does with them before it comes to its point. */
export function ticketWorld(storage: Storage) {
  const tickets: TicketTable = ticketTable({ db: storage.db, rules: deletionRules('insurer'), newId });

  return {
    tickets,

    async customer(over: object = {}): Promise<string> {
      const id = newId('cus');
      await storage.put('customers', { pk: id, sk: 'customer', kind: 'customer', status: 'active', version: 1, ...over });
      return id;
    },

    step: (ticket: Pick<Ticket, 'id'>, content: InteractionContent, over: Partial<Interaction> = {}): Interaction => ({
      id: newId('int'),
      ticketId: ticket.id,
      at: now.toISOString(),
      by: { role: 'agent', id: 'agt_01' },
      content,
      ...over,
    }),

    /** A ticket as it is when it was just reported. */
    async opened(customerId: string): Promise<Ticket> {
      const ticket = opened(newId('tck'), customerId, report, now);
      const first: Interaction = {
        id: newId('int'),
        ticketId: ticket.id,
        at: now.toISOString(),
        by: { role: 'customer' },
        content: reportContent(report, now),
      };
      await tickets.open(ticket, first, trace, once(ticket.id, { subjectId: customerId }), now);
      return ticket;
    },

    /** A ticket that a clerk has. */
    async assignedTo(agentId: string, ticket: Ticket): Promise<Ticket> {
      const given = assigned(ticket, agentId);
      const loads = await tickets.workloads([agentId]);
      const step: Interaction = {
        id: newId('int'),
        ticketId: ticket.id,
        at: now.toISOString(),
        by: { role: 'system' },
        content: { type: 'assignment', assignee: agentId },
      };
      await tickets.assign(given, step, loads.get(agentId), now);
      return given;
    },

    /** What is stored of a customer's tickets, by kind. */
    async stored(customerId: string): Promise<Record<string, Record<string, unknown>[]>> {
      const items = (await storage.items('tickets')).filter(({ pk }) => pk === customerId);
      return Object.groupBy(items, ({ kind }) => String(kind)) as Record<string, Record<string, unknown>[]>;
    },

    /** The events told of a ticket, in their order. */
    async events(ticketId: string): Promise<unknown[]> {
      return (await storage.items('events')).filter(({ pk }) => pk === ticketId).map(({ type, data }) => ({ type, data }));
    },
  };
}
