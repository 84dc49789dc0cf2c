import { byRole } from '../../shared/lambda/by-role.ts';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
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
  query: byRole({ agent: PageRequest(LetterId).extend({ ticketId: TicketId }), customer: PageRequest(LetterId) }),
  returns: PageOf(LetterView),
  status: 200,
  uses,
  async handle({ query, caller }, { letters }: Used<typeof uses>) {
    const { limit, cursor } = query;
    const { items, next } =
      'ticketId' in query ? await letters.listOfTicket(query.ticketId, limit, cursor) : await letters.listOfCustomer(caller.id, limit, cursor);
    return { items: items.map((letter) => letterFor(caller, letter)), next };
  },
});
