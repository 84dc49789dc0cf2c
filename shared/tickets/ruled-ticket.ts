import { canonicalJson } from '../canonical-json.ts';
import { processingRestricted } from '../domain-error.ts';
import type { Condition } from '../storage/expression.ts';
import { both, isHidden, isStopped, notStopped } from '../storage/item-states.ts';
import { dueOf, update, type Dating, type KindChanges } from '../storage/item-writes.ts';
import type { Item } from '../storage/item.ts';
import type { Write } from '../storage/transact.ts';
import { asleep, awake } from '../storage/wake-index.ts';
import { heldAsEvidence } from './redaction.ts';
import { isFiling, nothingFiled } from './filing.ts';
import { clockOf } from './ticket-clock.ts';
import { ticketAttributes, ticketKey, ticketKind, unreadAttributes } from './ticket-item.ts';
import { noOpenTasks, openTasks } from './ticket-tasks.ts';
import { beingFiled, newerCustomerMessage, noSuchTicket, ticketChanged, ticketClosed, type Ticket } from './ticket.ts';

/** What a rule adds to a case besides what becomes of its ticket. */
export interface AddedByRule {
  readonly moreTasks: number;
  readonly paidCents: number;
  /** What of it is new for the customer, the last one last. */
  readonly news: readonly string[];
}

type Changes = KindChanges<typeof ticketKind.schema>;

/**
 * Part of a change that a rule makes on a case that was read as `before`: everything that is another in `after`. Only as it was read, with nothing from the
 * customer or to them since: whoever came in between has the case, and the rule judges it anew. What is evidence, being filed, or restricted is left alone.
 * @throws DomainError `not-found/no-such-ticket`, `stale/ticket-changed`, `stale/newer-customer-message`, `conflict/ticket-closed`, `conflict/being-filed`,
 *   `conflict/processing-restricted`, `conflict/held-as-evidence`, `conflict/open-tasks`
 */
export function ruled(before: Ticket, after: Ticket, { moreTasks, paidCents, news }: AddedByRule, now: Date, dating: Dating): Write {
  const { set, remove } = difference(before, after);
  const sleep = sleepOf(before, after, now);
  const due = dueOf(ticketKind, { ...ticketAttributes(after), kind: 'ticket', dueOn: '' }, dating);
  const ends = after.status === 'closed';
  const add = { ...(moreTasks > 0 && { openTasks: moreTasks }), ...(paidCents > 0 && { paidCents }), ...(news.length > 0 && { news: news.length }) };
  const gone = [...remove, ...sleep.remove, ...(ends ? unreadAttributes : [])];
  const changes: Changes = {
    set: { ...set, ...sleep.set, ...due, ...(news.length > 0 && { newsUpTo: news.at(-1) }) },
    remove: [...new Set(gone)],
    ...(Object.keys(add).length > 0 && { add }),
  };
  const { lastCustomerMessageId: lastMessage } = before;
  const nothingSaid: Condition = lastMessage === undefined ? { absent: ['lastCustomerMessageId'] } : { equals: { lastCustomerMessageId: lastMessage } };
  const { newsUpTo } = before;
  const nothingWritten: Condition = newsUpTo === undefined ? { absent: ['newsUpTo'] } : { equals: { newsUpTo } };
  const asSeen = both({ equals: { version: before.version, status: before.status }, absent: ['heldSince', 'mergedInto'] }, nothingSaid);
  const paid: Condition = paidCents > 0 ? { notAbove: { paidCents: 0 } } : {};
  return update(ticketKind, ticketKey(before.customerId, before.id), changes, {
    if: both(both(both(asSeen, nothingWritten), both(notStopped, nothingFiled)), both(paid, noOpenTasks(!ends))),
    refusal: (current) => refusalOf(before, current),
  });
}

function refusalOf({ version, lastCustomerMessageId, newsUpTo }: Ticket, current: Item | undefined): Error {
  if (!current || isHidden(current)) return noSuchTicket();
  if (isStopped(current)) return processingRestricted();
  if (current.heldSince !== undefined) return heldAsEvidence();
  if (current.status === 'closed') return ticketClosed();
  if (isFiling(current)) return beingFiled();
  if (current.version !== version || current.newsUpTo !== newsUpTo) return ticketChanged();
  if (current.lastCustomerMessageId !== lastCustomerMessageId) return newerCustomerMessage();
  return Number(current.openTasks ?? 0) > 0 ? openTasks() : ticketChanged();
}

/** What others add to as well, under the same version. */
const addedTo: ReadonlySet<string> = new Set(['openTasks', 'news', 'newsUpTo']);

/** What is stored of a ticket that is another then: set where it has a value, else removed. */
function difference(before: Ticket, after: Ticket): { readonly set: Changes['set'] & object; readonly remove: NonNullable<Changes['remove']> } {
  const [was, is]: Readonly<Record<string, unknown>>[] = [ticketAttributes(before), ticketAttributes(after)];
  const names = [...new Set([...Object.keys(was!), ...Object.keys(is!)])].filter((name) => !addedTo.has(name));
  const changed = names.filter((name) => canonicalJson(was![name] ?? {}) !== canonicalJson(is![name] ?? {}));
  const there = changed.filter((name) => is![name] !== undefined);
  return {
    set: Object.fromEntries(there.map((name) => [name, is![name]])),
    remove: changed.filter((name) => is![name] === undefined) as NonNullable<Changes['remove']>,
  };
}

/** Until when it sleeps: what has ended does no more; of what nobody has, a clerk is looked for at once where it was given away just now; else until its next moment. */
function sleepOf(before: Ticket, after: Ticket, now: Date): { readonly set: Changes['set'] & object; readonly remove: readonly (typeof awake)[number][] } {
  if (after.status === 'closed') return { set: {}, remove: awake };
  if (after.status !== 'open') {
    const { set, remove } = clockOf(after);
    return { set: Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)), remove };
  }
  const isGivenAway = before.status !== 'open' || before.team !== after.team;
  return { set: isGivenAway ? asleep(after.id, now) : {}, remove: [] };
}
