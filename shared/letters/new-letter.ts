import { letterIssued } from '../../events/letter-issued.ts';
import { putHead, type Dating } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { customerAnswered } from '../tickets/ticket-check.ts';
import { letterAttributes, letterKind } from './letter-item.ts';
import type { Letter } from './letter.ts';

/** Part of a change by which a letter becomes visible. Its file is stored already. */
export const newLetterWrite = (letter: Letter, dating: Dating): Write => putHead(letterKind, letterAttributes(letter), dating);

/** Its case, where it belongs to one, takes note of it: it is new there, and the first answer where there was none (`answeredAt`). */
export const answeredBy = ({ id, customerId, ticketId, issuedAt }: Letter, answeredAt: string | undefined): Write[] =>
  ticketId === undefined ? [] : [customerAnswered({ customerId, id: ticketId, answeredAt }, { id, at: issuedAt })];

/** What is told of it then. */
export const newLetterEvent = ({ id, category }: Letter, eventId: string, at: Date) =>
  letterIssued.make({ id: eventId, aggregateId: id, at, data: { category } });
