import { invalidField } from '../../shared/domain-error.ts';
import { isStaff } from '../../shared/lambda/caller.ts';
import { cursorAfter, PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { LetterId } from '../../shared/letters/letter.ts';
import { letterNeeds } from '../../shared/letters/letter-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { letterFor, LetterView } from './views.ts';

const uses = { letters: only(letterNeeds, 'listOfCustomer', 'listOfTicket') };

export const listLetters = endpoint({
  method: 'GET',
  path: '/v1/letters',
  allow: ['customer', 'agent'],
  summary: 'Newest first: a customer their own letters, an agent those of a ticket (which lags a little)',
  query: PageRequest(LetterId).extend({ ticketId: TicketId.optional().describe('Required of agents, forbidden for customers') }),
  returns: PageOf(LetterView),
  status: 200,
  uses,
  async handle({ query: { limit, cursor, ticketId }, caller }, { letters }: Used<typeof uses>) {
    const { items, next } = isStaff(caller)
      ? await letters.listOfTicket(ticketId ?? refuse('is required of agents'), limit, cursor)
      : await letters.listOfCustomer(ticketId ? refuse('is for agents only') : caller.id, limit, cursor);
    return { items: items.map((letter) => letterFor(caller, letter)), next: cursorAfter(next) };
  },
});

function refuse(problem: string): never {
  throw invalidField('query.ticketId', problem);
}
