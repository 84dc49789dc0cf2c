import * as z from 'zod';
import { DomainError } from '../domain-error.ts';
import type { ItemKind } from '../storage/item-kind.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { Written } from './interaction.ts';
import type { TicketRef } from './ticket-check.ts';

/** Something on a case in which people write: steps, tasks, reminders. What can be taken out of it its kinds say (`written`). */
export interface Writing {
  /** The kinds of which it may be: of one table, and beside each other there. */
  readonly kinds: readonly ItemKind[];
  readonly keyOn: (ticket: TicketRef, id: string) => ItemKey;
  readonly missing: () => DomainError;
  /** What in a path names it. */
  readonly named: `path.${string}`;
}

/** The kind of an item that lies there. @throws Error for another one */
export function kindIn({ kinds }: Writing, item: Item): ItemKind {
  const kind = kinds.find((one) => one.kind === item.kind);
  if (!kind) throw new Error(`A ${String(item.kind)} does not lie there`);
  return kind;
}

/** What is written in an item, by the attributes that hold it. */
export function writtenOf(writing: Writing, item: Item): Written[] {
  const parts = kindIn(writing, item).written?.parts ?? [];
  return Written.options.filter((part) => parts.includes(part) && holds(item[part]));
}

/** The parts that can be named: what people write in one of its kinds. */
export const namedParts = ({ kinds }: Writing) => {
  const written = new Set(kinds.flatMap((kind) => kind.written?.parts ?? []));
  const named = Written.extract(Written.options.filter((part) => written.has(part)));
  return z.array(named).min(1).max(named.options.length).optional();
};

const holds = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);

/** Something in which people wrote, and all that may hold the same words. */
export interface Found {
  /** What was asked for; absent where it is not there, or for the law only. */
  readonly asked?: Item | undefined;
  /** Itself among them. */
  readonly all: readonly Item[];
}

/** What goes from one of them: the parts that were named (all, where none were), as far as it has them; from what corrected it, all of it. */
export const partsOf = (writing: Writing, item: Item, named: readonly Written[] | undefined): Written[] =>
  writtenOf(writing, item).filter((part) => item.corrects !== undefined || (named?.includes(part) ?? true));

/**
 * What a redaction takes out: all that somebody wrote, or the parts that were named, of whatever may hold the same words. What was asked for may be without
 * them by now: somebody emptied it, and what it followed has them still.
 * @throws DomainError that of the writing where it is not there, `conflict/already-redacted`, `unprocessable/not-redactable`
 */
export function partsToRedact(writing: Writing, { asked, all }: Found, named: readonly Written[] | undefined): Written[] {
  if (!asked) throw writing.missing();
  if (asked.corrects !== undefined) throw notRedactable(writing, 'is a correction: what is redacted is the step that it names, with all that corrected it');
  const isThere = all.some((item) => item.corrects === undefined && partsOf(writing, item, named).length > 0);
  if (!isThere)
    throw all.every(({ redactedBy }) => redactedBy === undefined) ? notRedactable(writing, 'holds nothing of this that somebody wrote') : alreadyRedacted();
  const gone = new Set(all.flatMap((item) => partsOf(writing, item, named)));
  return Written.options.filter((part) => gone.has(part));
}

/** Items that may hold the same words as one, itself among them: those that name each other, or the same one, however many lie between. */
export function alikeOf(writing: Writing, items: readonly Item[], id: string): Item[] {
  const named = (item: Item): string[] => [String(item.id), ...(kindIn(writing, item).written?.alike?.(item) ?? []).filter((one) => one !== undefined)];
  const naming = new Map<string, Item[]>();
  for (const item of items) for (const name of named(item)) naming.set(name, [...(naming.get(name) ?? []), item]);
  const reached = new Set([id]);
  // A set goes on to what is added to it meanwhile.
  for (const name of reached) for (const item of naming.get(name) ?? []) for (const other of named(item)) reached.add(other);
  return items.filter((item) => reached.has(String(item.id)));
}

const notRedactable = ({ named }: Writing, problem: string): DomainError => new DomainError('unprocessable', 'not-redactable', [{ field: named, problem }]);

/** What was to be taken out, or put right, is gone from it. */
export const alreadyRedacted = (): DomainError => new DomainError('conflict', 'already-redacted');

/** A legal hold keeps it, or its case, or its person, as evidence. */
export const heldAsEvidence = (): DomainError => new DomainError('conflict', 'held-as-evidence');
