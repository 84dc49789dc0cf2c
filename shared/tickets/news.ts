import * as z from 'zod';
import { DomainError } from '../domain-error.ts';
import { idOf } from '../id.ts';

/** What is new for a customer: a step of the case, or a letter. */
export const NewsId = z.union([idOf('int'), idOf('let')]);

/** That the house wrote or decided something which the customer has not looked at since: so many things, and the last of them. */
export const News = z
  .object({
    count: z.int().min(1),
    upTo: NewsId.describe('The last of it, a step or a letter: to be named when it has been looked at (PUT …/read)'),
  })
  .meta({ id: 'News' });

/** Part of a change of a case by which something is new for its customer, until they say that they have looked at it. */
export const isNew = (id: string) => ({ set: { newsUpTo: id }, add: { news: 1 } });

/** More came since the customer looked. */
export const newerNews = (): DomainError =>
  new DomainError('stale', 'newer-news', [{ field: 'body.upTo', problem: 'is not the last that is new on this ticket (news.upTo): look at what came since' }]);
