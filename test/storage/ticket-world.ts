import { DomainError } from '../../shared/domain-error.ts';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { newId, type NewId } from '../../shared/id.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import type { Database } from '../../shared/storage/database.ts';
import type { Once } from '../../shared/storage/idempotency.ts';
import type { Item } from '../../shared/storage/item.ts';
import { isKept } from '../../shared/storage/item-states.ts';
import { reportContent, type Interaction, type InteractionContent } from '../../shared/tickets/interaction.ts';
import { started } from '../../shared/tickets/clock.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketTables as tablesOf, type TicketTables } from '../../shared/tickets/ticket-tables.ts';
import { assigned, closed, opened, type Ticket } from '../../shared/tickets/ticket.ts';
import type { Report } from '../../shared/tickets/report.ts';
import { usualHours } from '../unit/business-time/usual-hours.ts';
import { customerItem } from './customer-item.ts';
import type { Storage } from './harness.ts';

export const now = new Date('2026-03-15T09:30:00Z');

export const message: InteractionContent = { type: 'message', text: 'Das Gutachten liegt bei.' };
export const note: InteractionContent = { type: 'internal-note', text: 'Rückfrage beim Gutachter.' };
export const payout = (amountCents: number): InteractionContent => ({ type: 'payout', amountCents, reference: 'SB-2026-1', paidOn: '2026-03-15' });
export const closing: InteractionContent = { type: 'closing', outcome: 'settled' };

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
export const once = (madeId: string, over: { key?: string; body?: string; subjectId?: string; status?: number } = {}): Once => ({
  request: { key: over.key ?? newId('acc'), body: over.body ?? '{}' },
  status: over.status ?? 201,
  madeId,
  ...(over.subjectId && { subjectId: over.subjectId }),
});

/** What came of an attempt: `done`, `replayed`, or the refusal. */
export async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    const made = (await work) as { readonly earlier?: unknown } | undefined;
    return made?.earlier ? 'replayed' : 'done';
  } catch (error) {
    if (error instanceof DomainError) return `${error.kind}/${error.code}`;
    throw error;
  }
}

/** What an attempt gave, or the refusal in its place. */
export async function answerOf<T>(work: Promise<T>): Promise<T | string> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DomainError) return `${error.kind}/${error.code}`;
    throw error;
  }
}

/** Everything that is stored of a case, over a database, and by which hours time is counted: tests, courses and bench take it from here. */
export const ticketTables = (db: Database, makeId: NewId = newId): TicketTables & { readonly hours: OfficeHours } => ({
  ...tablesOf({ db, rules: deletionRules('insurer'), newId: makeId }),
  hours: usualHours,
});

/** Tickets on a storage engine, and what a test does with them before it comes to its point. */
export function ticketWorld(storage: Storage) {
  const tables = ticketTables(storage.db);
  const { tickets, interactions } = tables;

  const step = (ticket: Pick<Ticket, 'id'>, content: InteractionContent, over: Partial<Interaction> = {}): Interaction => ({
    id: newId('int'),
    ticketId: ticket.id,
    at: now.toISOString(),
    by: { role: 'agent', id: 'agt_01' },
    content,
    ...over,
  });

  /** The id of what happened last on a case. */
  const lastStep = async (ticket: Pick<Ticket, 'id' | 'customerId'>): Promise<string> =>
    (await interactions.interactions(ticket, 100)).items.at(-1)?.id ?? newId('int');

  return {
    ...tables,
    step,

    async customer(over: object = {}, id = newId('cus')): Promise<string> {
      await storage.put('customers', { ...customerItem(id), ...over });
      return id;
    },

    /** A ticket as it is when it was just reported. */
    async opened(customerId: string, by: Interaction['by'] = { role: 'customer' }): Promise<Ticket> {
      const ticket = started(opened({ id: newId('tck'), number: newTicketNumber(now), customerId }, report, now), now, usualHours);
      const first = step(ticket, reportContent(report, now), { by });
      await tickets.open(ticket, first, trace, once(ticket.id, { subjectId: customerId }), now);
      return ticket;
    },

    /** A ticket that a clerk has. */
    async assignedTo(agentId: string, ticket: Ticket): Promise<Ticket> {
      const given = assigned(ticket, agentId);
      const assignment = step(ticket, { type: 'assignment', assignee: agentId }, { by: { role: 'system' } });
      await tickets.assign(given, assignment, undefined, now);
      return given;
    },

    /** How an attempt to add a step ends, by a request of its own. */
    add: (ticket: Pick<Ticket, 'id' | 'customerId'>, content: InteractionContent, by: Interaction['by'] = { role: 'agent', id: 'agt_01' }): Promise<string> => {
      const added = step(ticket, content, { by });
      return outcome(interactions.append(ticket, added, once(added.id), now));
    },

    lastStep,

    /** How an attempt to close ends, made under the version that somebody saw, who read the case up to now unless said otherwise. */
    close: async (ticket: Ticket, versionSeen: number, { key, lastInteractionId }: { key?: string; lastInteractionId?: string } = {}): Promise<string> => {
      const done = closed({ ...ticket, version: versionSeen }, 'settled', now);
      const request = once(ticket.id, { status: 200, ...(key && { key }) });
      const seen = { version: versionSeen, lastInteractionId: lastInteractionId ?? (await lastStep(ticket)) };
      return outcome(tickets.close(done, step(ticket, closing, { minutesSpent: 5 }), seen, request, now));
    },

    /** Changes a stored ticket as privacy does when it marks one: what must not be deleted leaves the due index. */
    async mark({ id }: Pick<Ticket, 'id'>, change: Item): Promise<void> {
      const found = (await storage.items('tickets')).find((item) => item.kind === 'ticket' && item.id === id);
      const { duePk, dueSk, ...marked }: Item = { ...found, ...change };
      await storage.put('tickets', isKept(marked) ? marked : { ...marked, duePk, dueSk });
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
