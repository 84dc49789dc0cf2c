import type * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import type { IdempotentRequest } from '../../shared/storage/idempotency.ts';
import type { InteractionTable } from '../../shared/tickets/interaction-table.ts';
import type { RedactionGround, Written } from '../../shared/tickets/interaction.ts';
import { partsToRedact, type Writing } from '../../shared/tickets/redaction.ts';
import type { RedactionStep, RedactionTable } from '../../shared/tickets/redaction-table.ts';
import { findTicket, type TicketFinder } from './find-ticket.ts';
import { interactionsFor, type InteractionView } from './views.ts';

interface TakeOutDeps {
  readonly tickets: TicketFinder;
  readonly interactions: Pick<InteractionTable, 'interaction' | 'earlier'>;
  readonly redactions: RedactionTable;
  readonly newId: NewId;
  readonly now: () => Date;
}

/** What an officer asks to be taken out of a case. */
interface Asked {
  readonly ticketId: string;
  /** Of the step, the task or the reminder. */
  readonly id: string;
  readonly reason: RedactionGround;
  /** All that was written, where none are named. */
  readonly parts?: readonly Written[] | undefined;
  readonly caller: Caller;
  readonly once: IdempotentRequest;
}

/** Takes it out, and answers with the step that says who did and why. @throws DomainError `unprocessable/not-redactable`, and as `RedactionTable` */
export async function takeOut(
  writing: Writing,
  { ticketId, id, reason, parts, caller, once }: Asked,
  deps: TakeOutDeps,
): Promise<z.input<typeof InteractionView>> {
  const { tickets, interactions, redactions, newId, now } = deps;
  const ticket = await findTicket(tickets, caller, ticketId);
  const at = now();
  const shown = async (stepId: string) => interactionsFor(caller, [await interactions.interaction(ticket, stepId)])[0]!;
  // Once it is done there is nothing left to take out, and a repeat must not find that.
  const again = await interactions.earlier(once, at);
  if (again) return shown(again.id);
  const item = await redactions.written(ticket, writing, id);
  const redaction: RedactionStep = {
    id: newId('int'),
    ticketId,
    at: at.toISOString(),
    by: { role: 'officer', id: caller.id },
    content: { type: 'redaction', redacts: id, ground: reason, parts: partsToRedact(writing, item, parts) },
    cameWith: item.cameWith as string[] | undefined,
  };
  const { earlier } = await redactions.takeOut(
    ticket,
    writing,
    redaction,
    { request: once, status: 201, madeId: redaction.id, subjectId: ticket.customerId },
    at,
  );
  return earlier ? shown(earlier.id) : interactionsFor(caller, [redaction])[0]!;
}
