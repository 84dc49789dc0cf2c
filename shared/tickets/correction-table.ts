import { interactionAdded } from '../../events/interaction-added.ts';
import { changedMeanwhile } from '../domain-error.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Condition } from '../storage/expression.ts';
import type { Once } from '../storage/idempotency.ts';
import { isHidden, notHidden, both } from '../storage/item-states.ts';
import { check, update } from '../storage/item-writes.ts';
import { keyOf, type Item, type ItemKey } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { alreadyRedacted, correctedTooOften, heldAsEvidence, mostCorrections, newerCorrection, noSuchInteraction } from './correction.ts';
import { interactionKey, stepPrefix, writtenKindOf } from './interaction-item.ts';
import { stepWrites } from './interaction-table.ts';
import type { Interaction, InteractionContent, InteractionType, Written } from './interaction.ts';
import { checkTicketThere, customerToldAnew, whileNoEvidence, type TicketRef } from './ticket-check.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';

/** What puts steps of a case right, or takes out of them what must not stand there. */
export interface CorrectionTable {
  /**
   * A step that corrects another one; both in one transaction, the other only marked. Also on closed tickets.
   * @throws DomainError `stale/newer-correction`, `conflict/already-redacted`, `conflict/corrected-too-often`, `not-found/no-such-interaction`,
   *   `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/customer-erased`
   */
  correct(ticket: TicketRef, correction: Interaction, once: Once, now: Date): Promise<Committed>;
  /**
   * Takes parts out of a step, wherever it was brought, and the texts out of everything that ever corrected it, and records that: one transaction, after
   * which they are in no table and no index. Also on closed tickets, but not on what is held as evidence.
   * @throws DomainError `conflict/held-as-evidence`, `conflict/already-redacted`, `conflict/changed-meanwhile`, `not-found/no-such-interaction`,
   *   `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/customer-erased`
   */
  redact(ticket: TicketRef, step: Interaction, redaction: Interaction, once: Once, now: Date): Promise<Committed>;
}

/** What each of its methods asks of the tables. */
export const correctionNeeds: NeedsOf<CorrectionTable> = {
  correct: ['puts tickets', 'puts idempotency', 'puts events', 'updates tickets', 'checks tickets', 'checks customers'],
  redact: ['queries tickets', 'puts tickets', 'puts idempotency', 'puts events', 'updates tickets', 'checks tickets', 'checks customers'],
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

  /** The step, wherever it was brought, and all that ever corrected any of these: looked for among all steps of the customer, since cases go on in others. */
  async function allOf(customerId: string, step: Interaction): Promise<Item[]> {
    const origin = originOf(step);
    const found: Item[] = [];
    for await (const items of db.each({ table: 'tickets', pk: customerId, prefix: stepPrefix, limit: 200 })) {
      found.push(...items.filter((item) => originOf(item) === origin || item.corrects !== undefined));
    }
    const copies = new Set(found.filter((item) => originOf(item) === origin).map(({ id }) => id));
    return found.filter(({ id, corrects }) => copies.has(id) || copies.has(corrects));
  }

  return {
    async correct(ticket, correction, once, now) {
      return db.commit({
        once: { ...once, now },
        customer: { id: ticket.customerId },
        writes: [correctedOn(ticket, correction), superseded(ticket, correction), ...steps(ticket, correction, now)],
        events: [recorded(ticket, correction, now)],
      });
    },

    async redact(ticket, step, redaction, once, now) {
      const found = await allOf(ticket.customerId, step);
      if (!found.some(({ sk }) => sk === interactionKey(ticket.customerId, ticket.id, step.id).sk)) throw noSuchInteraction();
      return db.commit({
        once: { ...once, now },
        customer: { id: ticket.customerId, also: { if: { absent: ['heldSince'] }, refusal: heldAsEvidence } },
        writes: [
          withoutWords(ticket, step, redaction) ?? checkNotHeld(ticket),
          ...othersOf(ticket, found).map(checkNoEvidence),
          ...found.map((item) => emptied(item, redaction)),
          ...steps(ticket, redaction, now),
        ],
        events: [recorded(ticket, redaction, now)],
      });
    },
  };
}

/** Other cases on which copies of it are; some may be gone already, as cases go before what was written on them. */
const othersOf = ({ customerId, id }: TicketRef, items: readonly Item[]): TicketRef[] =>
  [...new Set(items.map(({ ticketId }) => String(ticketId)))].filter((other) => other !== id).map((other) => ({ customerId, id: other }));

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

const textOfCorrection: readonly Written[] = ['text', 'correctionReason'];

/** Which step it is a copy of, as it was written at first. */
const originOf = ({ id, broughtFrom }: { readonly id?: unknown; readonly broughtFrom?: unknown }): unknown => broughtFrom ?? id;

/** What must be as it was seen: a correction, or a copy on another case, that came since would keep its text. */
const seenOfStep = ['correctedBy', 'redactedBy', 'broughtTo'] as const;

/** A step without the parts that a redaction names, or what corrected it without its text. */
function emptied(item: Item, { id: redactedBy, content }: Interaction): Write {
  const remove = item.corrects === undefined ? (content as ContentOf<'redaction'>).parts : textOfCorrection;
  // Somebody else took it out since it was seen: told only after a repeat was told from that.
  const isEmpty = item.corrects === undefined && remove.every((part) => item[part] === undefined);
  const there = seenOfStep.filter((name) => item[name] !== undefined);
  const asSeen: Condition = {
    exists: true,
    equals: Object.fromEntries(there.map((name) => [name, String(item[name])])),
    absent: ['heldSince', ...seenOfStep.filter((name) => item[name] === undefined)],
  };
  return update(
    writtenKindOf(item.type as InteractionType),
    keyOf(item as Item & ItemKey),
    { set: { redactedBy }, remove },
    {
      if: isEmpty ? { exists: false } : asSeen,
      refusal: (current) => {
        if (!current) return noSuchInteraction();
        if (isEmpty) return alreadyRedacted();
        if (current.heldSince !== undefined) return heldAsEvidence();
        return current.redactedBy === item.redactedBy ? changedMeanwhile() : alreadyRedacted();
      },
    },
  );
}

const checkNotHeld = ({ customerId, id }: TicketRef): Write => check(ticketKind, ticketKey(customerId, id), whileNoEvidence);

/** Tags, and what a clerk called the case, stand on the case too, for all clerks to see: with those of a step they go there as well. */
function withoutWords({ customerId, id }: TicketRef, { content: { type } }: Interaction, { content }: Interaction): Write | undefined {
  const standing = (['tags', 'subject'] as const).filter((name) => name === type && (content as ContentOf<'redaction'>).parts.includes(name));
  return standing.length === 0 ? undefined : update(ticketKind, ticketKey(customerId, id), { remove: standing }, whileNoEvidence);
}

const checkNoEvidence = ({ customerId, id }: TicketRef): Write =>
  check(ticketKind, ticketKey(customerId, id), { if: { absent: ['heldSince'] }, refusal: heldAsEvidence });
