import type * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import type { IdempotentRequest } from '../../shared/storage/idempotency.ts';
import type { InteractionTable } from '../../shared/tickets/interaction-table.ts';
import type { Interaction, RedactionGround, Written } from '../../shared/tickets/interaction.ts';
import { partsToRedact, type Found, type Writing } from '../../shared/tickets/redaction.ts';
import type { RedactionStep, RedactionTable } from '../../shared/tickets/redaction-table.ts';
import { earlierStep } from './earlier-step.ts';
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
  /** What an earlier request with the same key did, also where the case has become part of another since; all of it is done after this. */
  const again = async (found: Found, stepId: string) => {
    const step = await earlierStep({ tickets, interactions }, ticket, stepId);
    if (isRedaction(step)) await redactions.finish(ticket, writing, found, step);
    return interactionsFor(caller, [step])[0]!;
  };
  // In this order: once it is done there is nothing left to take out, and a repeat must not be told that.
  const found = await redactions.found(ticket, writing, id);
  const before = await interactions.earlier(once, at);
  if (before) return again(found, before.id);
  const redaction: RedactionStep = {
    id: newId('int'),
    ticketId,
    at: at.toISOString(),
    by: { role: 'officer', id: caller.id },
    content: { type: 'redaction', redacts: id, ground: reason, parts: partsToRedact(writing, found, parts) },
    cameWith: found.asked?.cameWith as string[] | undefined,
  };
  const made = { request: once, status: 201, madeId: redaction.id, subjectId: ticket.customerId };
  const { earlier } = await redactions.takeOut(ticket, writing, found, redaction, made, at);
  return earlier ? again(await redactions.found(ticket, writing, id), earlier.id) : interactionsFor(caller, [redaction])[0]!;
}

const isRedaction = (step: Interaction): step is RedactionStep => step.content.type === 'redaction';
