import type { FileKeeper } from '../../shared/files/file-keeper.ts';
import { letterFileKey, letterFileName, lockedUntil, takenIn, type Letter } from '../../shared/letters/letter.ts';
import type { FoundImport, ImportTable } from '../../shared/letters/imports/import-table.ts';
import type { LetterImport } from '../../shared/letters/imports/letter-import.ts';
import { dayOf, later } from '../../shared/personal-data/calendar.ts';
import type { DeletionRule } from '../../shared/personal-data/deletion-rules.ts';
import { tellsOfHealth } from '../../shared/tickets/kinds/kinds.ts';
import { whereGoingOn } from '../../shared/tickets/merge.ts';
import type { TicketReader } from '../../shared/tickets/ticket-reader.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';

/** What making a letter of an import works with. */
export interface Publishing {
  /** Writes the letter and what became of the import, in one transaction. */
  readonly publish: ImportTable['publish'];
  readonly tickets: Pick<TicketReader, 'ofCustomer'>;
  /** Of letters. */
  readonly files: FileKeeper;
  /** How letters are kept: the rule of the class `letter-centre`. */
  readonly rule: DeletionRule;
}

/** What is published: an import as it was found, as a rule says it becomes, with its file. */
export interface Publication {
  readonly found: FoundImport;
  readonly after: LetterImport;
  readonly bytes: Uint8Array;
}

/**
 * Makes the letter that a rule says an import becomes: its file comes first, byte for byte, under the letter's new id, as of every letter (decision 0005). It belongs to
 * the case that its sender named, or to that of which it has become part; to none where that has gone since.
 * @throws DomainError what `publish` of the table says; `unavailable/file-not-stored`
 */
export async function publishImport({ found, after, bytes }: Publication, at: Date, { publish, tickets, files, rule }: Publishing): Promise<void> {
  const { id: importId, customerId, letterId, sender, title, importance, category, topic, issuedOn, actBy, post, sheets } = after;
  if (letterId === undefined) throw new Error('An import is published as a letter');
  const [ticket, file] = await Promise.all([
    caseOf(after, tickets),
    files.keep(letterFileKey(customerId, letterId), bytes, {
      fileName: letterFileName({ id: letterId, issuedAt: at.toISOString(), issuedOn }),
      lockUntil: lockedUntil(rule, later(issuedOn, dayOf(at))),
    }),
  ]);
  const origin = { id: letterId, customerId, importId, issuedBy: sender, ...ofCase(ticket, after) };
  const letter: Letter = takenIn(origin, { title, importance, category, topic, issuedOn, actBy, post, sheets }, file, at);
  await publish(found, after, letter, ticket?.answeredAt, at);
}

async function caseOf({ customerId, ticketId }: LetterImport, tickets: Publishing['tickets']): Promise<Ticket | undefined> {
  const ticket = ticketId === undefined ? undefined : await tickets.ofCustomer(customerId, ticketId);
  return ticket && whereGoingOn(tickets, ticket);
}

/** It tells of somebody's health as its case does, and as that did when it was announced. */
function ofCase(ticket: Ticket | undefined, { special }: LetterImport): Pick<Letter, 'ticketId' | 'ticketNumber' | 'special'> {
  const health = special ?? (ticket && tellsOfHealth(ticket.matter) ? 'health' : undefined);
  return { ...(ticket && { ticketId: ticket.id, ticketNumber: ticket.number }), ...(health && { special: health }) };
}
