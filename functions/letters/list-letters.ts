import * as z from 'zod';
import { byRole } from '../../shared/lambda/by-role.ts';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { LetterCategory, LetterImportance } from '../../shared/letters/letter-category.ts';
import { LetterId } from '../../shared/letters/letter.ts';
import { letterNeeds, type PagedLetters } from '../../shared/letters/letter-table.ts';
import { countsOf, fits, ReadingState } from '../../shared/letters/reading.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { letterFor, LetterCountView, LetterView } from './views.ts';

const uses = { letters: only(letterNeeds, 'listOfCustomer', 'listOfTicket') };

/** So many letters are looked at for one answer; few people ever have more, and so many are some two megabytes. */
const mostLookedAt = 2000;

const ForCustomers = PageRequest(LetterId).extend({
  state: ReadingState.optional(),
  category: LetterCategory.optional(),
  importance: LetterImportance.optional(),
  actBy: z.iso.date().optional().describe('Those by which something is to be done by this day, or before'),
  counts: z.literal('true').optional().describe('How many letters there are of each category, whatever else is asked for'),
});
type Asked = z.infer<typeof ForCustomers>;

export const listLetters = endpoint({
  method: 'GET',
  path: '/v1/letters',
  allow: ['customer', 'agent'],
  summary:
    'Newest first: a customer their own letters, those of a state, a category, an importance or a day if wished; an agent those of a ticket (which lags a little)',
  query: byRole({ agent: PageRequest(LetterId).extend({ ticketId: TicketId }), customer: ForCustomers }),
  returns: PageOf(LetterView).extend({
    counts: z
      .object({
        byCategory: z.array(LetterCountView),
        more: z
          .literal(true)
          .optional()
          .describe(`There are more than ${mostLookedAt.toLocaleString('en')} letters: of the older ones none is counted`),
      })
      .optional()
      .describe('Where they were asked for'),
  }),
  status: 200,
  uses,
  async handle({ query, caller }, { letters }: Used<typeof uses>) {
    const { counts, items, next } =
      'ticketId' in query
        ? { ...(await letters.listOfTicket(query.ticketId, query.limit, query.cursor)), counts: undefined }
        : await theirs(letters, caller.id, query);
    return { items: items.map((letter) => letterFor(caller, letter)), next, counts };
  },
});

/**
 * A page of a customer's letters. Where there is something to choose or to count, letters are looked at one by one, all in one query as long as they fit into
 * a megabyte: what is counted is what is there (decision 0070). The first page comes out of what is counted, a later one is read for itself.
 */
async function theirs(letters: Used<typeof uses>['letters'], customerId: string, { limit, cursor, counts, ...filter }: Asked) {
  const chooses = Object.values(filter).some((wanted) => wanted !== undefined);
  const [whole, behind] = await Promise.all([
    counts && letters.listOfCustomer(customerId, mostLookedAt),
    counts && cursor === undefined ? undefined : letters.listOfCustomer(customerId, chooses ? mostLookedAt : limit, cursor),
  ]);
  const seen = behind ?? whole!;
  const page = pageOf(
    seen.items.filter((letter) => fits(letter, filter)),
    limit,
    seen.next,
  );
  return { ...page, counts: whole && { byCategory: countsOf(whole.items), ...(whole.next !== undefined && { more: true as const }) } };
}

/** The first of them; behind these the next page begins, or where nobody has looked yet. */
function pageOf(found: PagedLetters['items'], limit: number, unseen: string | undefined): PagedLetters {
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? items.at(-1)!.id : unseen };
}
