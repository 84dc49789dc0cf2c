import { interactionAdded } from '../../events/interaction-added.ts';
import { changedMeanwhile } from '../domain-error.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Condition } from '../storage/expression.ts';
import type { Once } from '../storage/idempotency.ts';
import type { ItemKind } from '../storage/item-kind.ts';
import { isHidden } from '../storage/item-states.ts';
import { check, update, type KindChanges } from '../storage/item-writes.ts';
import { keyOf, type Item, type ItemKey } from '../storage/item.ts';
import { together, toEach, type NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { stepWrites } from './interaction-table.ts';
import type { Interaction, InteractionContent } from './interaction.ts';
import { alikeOf, alreadyRedacted, heldAsEvidence, kindIn, writtenOf, type Writing } from './redaction.ts';
import { whileNoEvidence, type TicketRef } from './ticket-check.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';

/** What takes out of cases what must not stand there. */
export interface RedactionTable {
  /** What somebody may have written in, as it is stored: strongly consistent. @throws DomainError of the writing where it is not there, or for the law only */
  written(ticket: TicketRef, writing: Writing, id: string): Promise<Item>;
  /**
   * Takes parts out of something on a case, and out of all that may hold the same words (`written.alike`), and records that: one transaction, after which they
   * are in no table and no index. Of what came again so often that it takes more, the earlier ones go first. Also on closed tickets, but not on what is held as evidence.
   * @throws DomainError `conflict/held-as-evidence`, `conflict/already-redacted`, `conflict/changed-meanwhile`, that of the writing where it is not there,
   *   `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/customer-erased`
   */
  takeOut(ticket: TicketRef, writing: Writing, redaction: RedactionStep, once: Once, now: Date): Promise<Committed>;
}

/** An officer's step by which something is taken out of a case. */
export type RedactionStep = Interaction & { readonly content: Extract<InteractionContent, { readonly type: 'redaction' }> };

/** What each of its methods asks of the tables, of what lies in one. */
export const redactionNeeds = (table: ItemKind['table']): NeedsOf<RedactionTable> => ({
  written: toEach('gets', [table]),
  takeOut: together(toEach('queries', [table]), toEach('updates', [table]), [
    'puts tickets',
    'puts idempotency',
    'puts events',
    'updates tickets',
    'checks tickets',
    'checks customers',
  ]),
});

export interface RedactionTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

/** So many are emptied in one transaction, of up to a hundred writes: beside each may stand a case of its own. */
const mostAtOnce = 40;

export function redactionTable({ db, rules, newId }: RedactionTableParts): RedactionTable {
  /** All that may hold the same words: looked for among everything of the customer, since cases go on in others. */
  async function allOf(customerId: string, writing: Writing, id: string): Promise<Item[]> {
    const [{ table, sk: prefix }] = writing.kinds as readonly [ItemKind];
    const kinds = new Set(writing.kinds.map(({ kind }) => kind));
    const found: Item[] = [];
    for await (const items of db.each({ table, pk: customerId, prefix, limit: 200 })) found.push(...items.filter(({ kind }) => kinds.has(String(kind))));
    return alikeOf(writing, found, id);
  }

  return {
    async written(ticket, writing, id) {
      const key = writing.keyOn(ticket, id);
      const item = await db.get(writing.kinds[0]!.table, key);
      if (!item || isHidden(item) || !writing.kinds.some(({ kind }) => kind === item.kind)) throw writing.missing();
      return item;
    },

    async takeOut(ticket, writing, redaction, once, now) {
      const { redacts } = redaction.content;
      const found = await allOf(ticket.customerId, writing, redacts);
      const asked = found.find(({ sk }) => sk === writing.keyOn(ticket, redacts).sk);
      if (!asked) throw writing.missing();
      const others = found.filter((item) => item !== asked && partsFrom(writing, item, redaction).length > 0);
      const guard = { id: ticket.customerId, also: { if: { absent: ['heldSince'] }, refusal: heldAsEvidence } };
      const emptying = (items: readonly Item[]): Write[] => [
        ...casesOf(ticket, items).map(checkNoEvidence),
        ...items.map((item) => emptied(writing, item, redaction)),
      ];
      for (let start = mostAtOnce; start < others.length; start += mostAtOnce)
        await db.commit({ customer: guard, writes: [checkNotHeld(ticket), ...emptying(others.slice(start, start + mostAtOnce))] });
      return db.commit({
        once: { ...once, now },
        customer: guard,
        writes: [
          withoutWords(ticket, asked, redaction) ?? checkNotHeld(ticket),
          ...emptying([asked, ...others.slice(0, mostAtOnce)]),
          ...stepWrites(ticket.customerId, redaction, { rules, today: dayOf(now) }),
        ],
        events: [interactionAdded.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { type: redaction.content.type, by: redaction.by.role } })],
      });
    },
  };
}

/** What goes from an item: the parts that were named, as far as it has them; from what corrected it, all of it. */
function partsFrom(writing: Writing, item: Item, { content: { parts } }: RedactionStep): string[] {
  return writtenOf(writing, item).filter((part) => item.corrects !== undefined || parts.includes(part));
}

/** Other cases on which some of them are; some may be gone already, as cases go before what was written on them. */
const casesOf = ({ customerId, id }: TicketRef, items: readonly Item[]): TicketRef[] =>
  [...new Set(items.map(({ ticketId }) => String(ticketId)))].filter((other) => other !== id).map((other) => ({ customerId, id: other }));

/** What must be as it was seen: a correction, a copy on another case, or one that follows, which came since, would keep its words. */
const seenOf = ['correctedBy', 'redactedBy', 'broughtTo', 'version'] as const;

/** An item without these parts. Where it has a version, who saw it before must look again, and cannot write them back. */
function emptied(writing: Writing, item: Item, redaction: RedactionStep): Write {
  const kind = kindIn(writing, item);
  const remove = partsFrom(writing, item, redaction);
  // Somebody else took it out since it was seen: told only after a repeat was told from that.
  const isEmpty = remove.length === 0;
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
    if: isEmpty ? { exists: false } : asSeen,
    refusal: (current) => {
      if (!current) return writing.missing();
      if (isEmpty) return alreadyRedacted();
      if (current.heldSince !== undefined) return heldAsEvidence();
      return current.redactedBy === item.redactedBy ? changedMeanwhile() : alreadyRedacted();
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
  check(ticketKind, ticketKey(customerId, id), { if: { absent: ['heldSince'] }, refusal: heldAsEvidence });
