/** A ticket of every kind that asks for something besides, with a marker in each text of it. */
import type { TicketKind } from '../shared/tickets/kinds/ticket-kind.ts';
import { ticketKinds } from '../shared/tickets/kinds/kinds.ts';
import { isNoText } from './coverage.ts';
import type { Customer } from './people.ts';

/** What a customer asks for in each of them; the report's frame comes from the case. */
export const reportsWithDetails = ({ persona }: Customer): { kind: string; details: unknown; isClaim: boolean }[] =>
  ticketKinds.flatMap(({ name, details, needs }: TicketKind) =>
    details ? [{ kind: name, details: marked(details.example, persona.detail), isClaim: needs === 'incident' }] : [],
  );

/** The same with a text in place of each of its own; words of a list, dates and numbers stay. */
function marked(value: unknown, text: string): unknown {
  if (typeof value === 'string') return isNoText(value) ? value : text;
  if (Array.isArray(value)) return value.map((element) => marked(element, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, marked(member, text)]));
}
