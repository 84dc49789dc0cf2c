import { interactionAdded } from '../../events/interaction-added.ts';
import { changedMeanwhile } from '../domain-error.ts';
import { derivedId, type NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Guard } from '../storage/customer-guard.ts';
import type { Database } from '../storage/database.ts';
import type { Condition } from '../storage/expression.ts';
import type { Once } from '../storage/idempotency.ts';
import type { ItemKind } from '../storage/item-kind.ts';
import { both, isHidden } from '../storage/item-states.ts';
import { check, update, type KindChanges } from '../storage/item-writes.ts';
import { keyOf, type Item, type ItemKey } from '../storage/item.ts';
import { together, toEach, type NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { nothingFiled } from './filing.ts';
import { stepWrites } from './interaction-table.ts';
import type { Interaction, InteractionContent } from './interaction.ts';
import { alikeOf, alreadyRedacted, heldAsEvidence, kindIn, partsOf, writtenOf, type Found, type Writing } from './redaction.ts';
import { whileNoEvidence, type TicketRef } from './ticket-check.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';
import { beingFiled } from './ticket.ts';

/** What takes out of cases what must not stand there. */
export interface RedactionTable {
  /** What somebody may have written in, as it is stored, and all that may hold the same words (`written.alike`): strongly consistent. */
  found(ticket: TicketRef, writing: Writing, id: string): Promise<Found>;
  /**
   * Takes parts out of what was found, and records that: one transaction, after which they are in no table and no index. Of what is more than one transaction
   * takes, the rest goes in others after the one that records it: who is told that one of them failed asks again, as after any lost answer (`finish`). Also on
   * closed tickets, but not on what is held as evidence, of which all is left where any is.
   * @throws DomainError `conflict/held-as-evidence`, `conflict/already-redacted`, `conflict/changed-meanwhile`, that of the writing where it is not there,
   *   `conflict/being-filed`, `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/customer-erased`
   */
  takeOut(ticket: TicketRef, writing: Writing, found: Found, redaction: RedactionStep, once: Once, now: Date): Promise<Committed>;
  /** What a redaction that was recorded has left of that: nothing, unless one of several transactions failed. @throws DomainError as `takeOut` */
  finish(ticket: TicketRef, writing: Writing, found: Found, redaction: RedactionStep): Promise<void>;
}

/** An officer's step by which something is taken out of a case. */
export type RedactionStep = Interaction & { readonly content: Extract<InteractionContent, { readonly type: 'redaction' }> };

/** What each of its methods asks of the tables, of what lies in one. */
export const redactionNeeds = (table: ItemKind['table']): NeedsOf<RedactionTable> => ({
  found: toEach('queries', [table]),
  takeOut: together(toEach('updates', [table]), ['puts tickets', 'puts idempotency', 'puts events', 'updates tickets', 'checks tickets', 'checks customers']),
  finish: together(toEach('updates', [table]), ['checks tickets', 'checks customers']),
});

export interface RedactionTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

/** So many are emptied in one transaction, of up to a hundred writes: beside each may stand a case of its own. */
const mostAtOnce = 40;

export function redactionTable({ db, rules, newId }: RedactionTableParts): RedactionTable {
  /** In transactions of their own. */
  async function emptyAll(ticket: TicketRef, writing: Writing, items: readonly Item[], redaction: RedactionStep): Promise<void> {
    for (let start = 0; start < items.length; start += mostAtOnce)
      await db.commit({
        customer: notHeld(ticket),
        writes: [checkNotHeld(ticket), ...emptying(ticket, writing, items.slice(start, start + mostAtOnce), redaction)],
      });
  }

  return {
    // Looked for among everything of the customer, since cases go on in others.
    async found(ticket, writing, id) {
      const [{ table, sk: prefix }] = writing.kinds as readonly [ItemKind];
      const kinds = new Set(writing.kinds.map(({ kind }) => kind));
      const items: Item[] = [];
      for await (const some of db.each({ table, pk: ticket.customerId, prefix, limit: 200 })) items.push(...some.filter(({ kind }) => kinds.has(String(kind))));
      const all = alikeOf(writing, items, id);
      return { asked: all.find((item) => item.sk === writing.keyOn(ticket, id).sk && !isHidden(item)), all };
    },

    async takeOut(ticket, writing, { asked, all }, redaction, once, now) {
      if (!asked) throw writing.missing();
      const items = all.filter((item) => has(writing, item, redaction));
      // Looked at before the first of several transactions; each looks again at what it empties.
      if (items.some(({ heldSince }) => heldSince !== undefined)) throw heldAsEvidence();
      const made = await db.commit({
        once: { ...once, now },
        customer: notHeld(ticket),
        writes: [
          withoutWords(ticket, asked, redaction) ?? checkNotHeld(ticket),
          ...emptying(ticket, writing, items.slice(0, mostAtOnce), redaction),
          ...stepWrites(ticket.customerId, redaction, { rules, today: dayOf(now) }),
        ],
        events: [interactionAdded.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { type: redaction.content.type, by: redaction.by.role } })],
      });
      if (!made.earlier) await emptyAll(ticket, writing, items.slice(mostAtOnce), redaction);
      return made;
    },

    async finish(ticket, writing, { all }, redaction) {
      if (all.length <= mostAtOnce) return;
      // What somebody wrote in one that it emptied, or in one that came after it, is none of it.
      const isLeft = (item: Item) => item.redactedBy !== redaction.id && derivedId('int', String(item.id)) < redaction.id;
      await emptyAll(
        ticket,
        writing,
        all.filter((item) => isLeft(item) && has(writing, item, redaction)),
        redaction,
      );
    },
  };
}

const has = (writing: Writing, item: Item, { content: { parts } }: RedactionStep): boolean => partsOf(writing, item, parts).length > 0;

const notHeld = ({ customerId }: TicketRef): Guard => ({ id: customerId, also: { if: { absent: ['heldSince'] }, refusal: heldAsEvidence } });

const emptying = (ticket: TicketRef, writing: Writing, items: readonly Item[], redaction: RedactionStep): Write[] => [
  ...casesOf(ticket, items).map(checkNoEvidence),
  ...items.map((item) => emptied(writing, item, redaction)),
];

/** Other cases on which some of them are; some may be gone already, as cases go before what was written on them. */
const casesOf = ({ customerId, id }: TicketRef, items: readonly Item[]): TicketRef[] =>
  [...new Set(items.map(({ ticketId }) => String(ticketId)))].filter((other) => other !== id).map((other) => ({ customerId, id: other }));

/** What must be as it was seen: a correction, a copy on another case, or one that follows, which came since, would keep its words. */
const seenOf = ['correctedBy', 'redactedBy', 'broughtTo', 'version'] as const;

/** An item without these parts. Where it has a version, who saw it before must look again, and cannot write them back. */
function emptied(writing: Writing, item: Item, redaction: RedactionStep): Write {
  const kind = kindIn(writing, item);
  const remove = partsOf(writing, item, redaction.content.parts);
  const seen = seenOf.filter((name) => name in kind.schema.shape);
  const there = seen.filter((name) => item[name] !== undefined);
  const asSeen: Condition = {
    exists: true,
    equals: Object.fromEntries(there.map((name) => [name, item[name] as string | number])),
    absent: ['heldSince', ...seen.filter((name) => item[name] === undefined)],
  };
  const changes: KindChanges<ItemKind['schema']> = {
    set: { redactedBy: redaction.id },
    remove,
    ...('version' in kind.schema.shape && { add: { version: 1 } }),
  };
  return update(kind, keyOf(item as Item & ItemKey), changes, {
    if: asSeen,
    refusal: (current) => {
      if (!current) return writing.missing();
      if (current.heldSince !== undefined) return heldAsEvidence();
      // Somebody may have taken out another part of it: then this one is still there.
      const isLeft = writtenOf(writing, current).some((part) => remove.includes(part));
      return isLeft || current.redactedBy === undefined ? changedMeanwhile() : alreadyRedacted();
    },
  });
}

const checkNotHeld = ({ customerId, id }: TicketRef): Write => check(ticketKind, ticketKey(customerId, id), whileNoEvidence);

/** Tags, and what a clerk called the case, stand on the case too, for all clerks to see: with those of a step they go there as well. */
function withoutWords({ customerId, id }: TicketRef, { type }: Item, { content: { parts } }: RedactionStep): Write | undefined {
  const standing = (['tags', 'subject'] as const).filter((name) => name === type && parts.includes(name));
  return standing.length === 0 ? undefined : update(ticketKind, ticketKey(customerId, id), { remove: standing }, whileNoEvidence);
}

const checkNoEvidence = ({ customerId, id }: TicketRef): Write =>
  check(ticketKind, ticketKey(customerId, id), {
    if: both({ absent: ['heldSince'] }, nothingFiled),
    refusal: (current) => (current?.heldSince === undefined ? beingFiled() : heldAsEvidence()),
  });
