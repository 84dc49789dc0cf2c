import { letterIssued } from '../../events/letter-issued.ts';
import { putHead, type Dating } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { letterAttributes, letterKind } from './letter-item.ts';
import type { Letter } from './letter.ts';

/** Part of a change by which a letter becomes visible. Its file is stored already; its case takes note of it in a write of its own. */
export const newLetterWrite = (letter: Letter, dating: Dating): Write => putHead(letterKind, letterAttributes(letter), dating);

/** What is told of it then. */
export const newLetterEvent = ({ id, category }: Letter, eventId: string, at: Date) =>
  letterIssued.make({ id: eventId, aggregateId: id, at, data: { category } });
