import { interactionAdded } from '../../events/interaction-added.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Condition } from '../storage/expression.ts';
import type { Once } from '../storage/idempotency.ts';
import { isHidden, notHidden, both } from '../storage/item-states.ts';
import { update } from '../storage/item-writes.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { correctedTooOften, mostCorrections, newerCorrection, noSuchInteraction } from './correction.ts';
import { interactionKey, writtenKindOf } from './interaction-item.ts';
import { stepWrites } from './interaction-table.ts';
import type { Interaction, InteractionContent } from './interaction.ts';
import { alreadyRedacted } from './redaction.ts';
import { checkTicketThere, customerToldAnew, type TicketRef } from './ticket-check.ts';

/** What puts steps of a case right. */
export interface CorrectionTable {
  /**
   * A step that corrects another one; both in one transaction, the other only marked. Also on closed tickets.
   * @throws DomainError `stale/newer-correction`, `conflict/already-redacted`, `conflict/corrected-too-often`, `not-found/no-such-interaction`,
   *   `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/customer-erased`
   */
  correct(ticket: TicketRef, correction: Interaction, once: Once, now: Date): Promise<Committed>;
}

/** What each of its methods asks of the tables. */
export const correctionNeeds: NeedsOf<CorrectionTable> = {
  correct: ['puts tickets', 'puts idempotency', 'puts events', 'updates tickets', 'checks tickets', 'checks customers'],
};

export interface CorrectionTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

type ContentOf<Type extends InteractionContent['type']> = Extract<InteractionContent, { readonly type: Type }>;

export function correctionTable({ db, rules, newId }: CorrectionTableParts): CorrectionTable {
  const recorded = (ticket: TicketRef, { content, by }: Interaction, at: Date) =>
    interactionAdded.make({ id: newId('evt'), aggregateId: ticket.id, at, data: { type: content.type, by: by.role } });
  const steps = (ticket: TicketRef, step: Interaction, now: Date) => stepWrites(ticket.customerId, step, { rules, today: dayOf(now) });

  return {
    async correct(ticket, correction, once, now) {
      return db.commit({
        once: { ...once, now },
        customer: { id: ticket.customerId },
        writes: [correctedOn(ticket, correction), superseded(ticket, correction), ...steps(ticket, correction, now)],
        events: [recorded(ticket, correction, now)],
      });
    },
  };
}

/** Whoever corrects a step saw its last correction, or that it had none: of two at once one is stale. */
function superseded({ customerId, id }: TicketRef, correction: Interaction): Write {
  const { corrects, supersedes, type } = correction.content as ContentOf<'message-correction' | 'note-correction'>;
  const kind = writtenKindOf(type);
  const asSeen: Condition =
    supersedes === undefined ? { absent: ['correctedBy', 'redactedBy'] } : { equals: { correctedBy: supersedes }, absent: ['redactedBy'] };
  return update(
    kind,
    interactionKey(customerId, id, corrects),
    { set: { correctedBy: correction.id }, add: { corrections: 1 } },
    {
      if: both(both({ exists: true, notAbove: { corrections: mostCorrections - 1 } }, asSeen), notHidden),
      refusal: (current) => {
        if (!current || isHidden(current)) return noSuchInteraction();
        if (current.redactedBy !== undefined) return alreadyRedacted();
        return current.correctedBy === supersedes ? correctedTooOften() : newerCorrection();
      },
    },
  );
}

/** What customers see reads otherwise, which is new to them; a note is for staff only. */
const correctedOn = (ticket: TicketRef, { id, content }: Interaction): Write =>
  content.type === 'message-correction' ? customerToldAnew(ticket, id) : checkTicketThere(ticket);
