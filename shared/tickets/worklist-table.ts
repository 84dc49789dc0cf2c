import type { Skill } from '../staff/agent.ts';
import type { Database, PageQuery } from '../storage/database.ts';
import type { NeedsOf } from '../storage/needs.ts';
import { indexKeys, type IndexName } from '../storage/tables.ts';
import { mergedPage } from './merged-page.ts';
import type { Paged } from './paged.ts';
import { queueOf, visibleTicket, worklist } from './ticket-item.ts';
import type { Ticket, TicketStatus } from './ticket.ts';
import { mostSorted, shownPosition, storedPosition } from './worklist.ts';

/** What clerks have in a status, what waits for a team, or what nobody has and needs a skill, whichever team it was handed over to. */
export type ListOf = { readonly agents: readonly string[]; readonly status: TicketStatus } | { readonly team: string } | { readonly skill: Skill };

/** What of a list is wanted. */
export interface Part {
  readonly limit: number;
  readonly after?: string | undefined;
  /** Others are left out: then a page has fewer than it may, or none, and goes on all the same. */
  readonly isWanted?: ((ticket: Ticket) => boolean) | undefined;
  /** So many entries are read for it, of each clerk; as many as may be shown, if left out. */
  readonly reads?: number | undefined;
}

/** How many a list has; `more` than that where it was not counted to the end. */
export interface Counted {
  readonly count: number;
  readonly more?: true | undefined;
}

export interface WorklistTable {
  /** A page of a list in the order in which it lies: a queue by urgency, others newest first. One query, or one for each clerk; lags a little. */
  entries(of: ListOf, part: Part): Promise<Paged<Ticket>>;
  /**
   * A whole list, or `mostSorted` of it from one of its ends, of several clerks that of each; it costs what they weigh, and a query for each clerk and
   * megabyte. In no order.
   */
  whole(of: ListOf, from: 'oldest' | 'newest'): Promise<Ticket[]>;
  /** How many it has, up to `mostSorted`: one query for each clerk, which gives nothing else. */
  count(of: ListOf): Promise<Counted>;
}

/** What each of its methods asks of the tables. */
export const worklistNeeds: NeedsOf<WorklistTable> = {
  entries: ['queries tickets worklist', 'queries tickets queue'],
  whole: ['queries tickets worklist', 'queries tickets queue'],
  count: ['queries tickets worklist', 'queries tickets worklist-by-message', 'queries tickets queue'],
};

export function worklistTable(db: Database): WorklistTable {
  const read = async ({ newestFirst, ...place }: Place, limit: number, after?: string) => {
    const behind = after === undefined ? {} : newestFirst ? { below: storedPosition(after) } : { above: storedPosition(after) };
    const { items, next } = await db.page({ table: 'tickets', ...place, ...(newestFirst && { newestFirst }), limit, ...behind });
    const positionOf = (item: (typeof items)[number]) => shownPosition(String(item[indexKeys[place.index].sk]));
    const found = items.flatMap((item) => {
      const ticket = visibleTicket(item);
      return ticket ? [{ ticket, position: positionOf(item) }] : [];
    });
    return { found, readTo: next && positionOf(next) };
  };

  return {
    async entries(of, { limit, after, isWanted = () => true, reads = limit }) {
      const parts = await Promise.all(placesOf(of).map((place) => read(place, reads, after)));
      const wanted = parts.map(({ found, readTo }) => ({ found: found.filter(({ ticket }) => isWanted(ticket)), readTo }));
      const { items, next } = mergedPage(wanted, limit, 'skill' in of ? 'ascending' : 'descending');
      return { items: items.map(({ ticket }) => ticket), next };
    },

    async whole(of, from) {
      const places = placesOf(of);
      const newestFirst = !('skill' in of) && from === 'newest';
      const whole = async (place: Place): Promise<Ticket[]> => {
        const all: Ticket[] = [];
        for await (const items of db.each({ table: 'tickets', ...place, newestFirst, limit: mostSorted })) {
          all.push(...items.map(visibleTicket).filter((ticket) => ticket !== undefined));
          if (all.length >= mostSorted) break;
        }
        return all.slice(0, mostSorted);
      };
      return (await Promise.all(places.map(whole))).flat();
    },

    async count(of) {
      // What a clerk has stands in an index of keys alone as well, where it weighs a quarter.
      const indexOf = ({ index }: Place): IndexName => ('agents' in of ? 'worklist-by-message' : index);
      const counted = await Promise.all(placesOf(of).map((place) => db.count({ table: 'tickets', index: indexOf(place), pk: place.pk, limit: mostSorted })));
      const count = counted.reduce((sum, one) => sum + one.count, 0);
      return count > mostSorted || counted.some(({ more }) => more) ? { count: Math.min(count, mostSorted), more: true } : { count };
    },
  };
}

type Place = Pick<PageQuery, 'pk' | 'newestFirst'> & { readonly index: IndexName };

/** Where a list lies, and how it is read. */
function placesOf(of: ListOf): Place[] {
  if ('skill' in of) return [{ index: 'queue', pk: queueOf(of.skill) }];
  const keys = 'team' in of ? [worklist('open', undefined, of.team)] : of.agents.map((agent) => worklist(of.status, agent));
  return keys.map((pk) => ({ index: 'worklist', pk, newestFirst: true }));
}
