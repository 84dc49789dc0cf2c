import type { Skill } from '../staff/agent.ts';
import type { Database, PageQuery } from '../storage/database.ts';
import type { NeedsOf } from '../storage/needs.ts';
import { indexKeys, type IndexName } from '../storage/tables.ts';
import type { Paged } from './paged.ts';
import { queueOf, visibleTicket, worklist } from './ticket-item.ts';
import type { Ticket, TicketStatus } from './ticket.ts';
import { mostSorted, shownPosition, storedPosition } from './worklist.ts';

/** What a clerk has in a status, what waits for a team, or what nobody has and needs a skill, whichever team it was handed over to. */
export type ListOf = { readonly agent: string; readonly status: TicketStatus } | { readonly team: string } | { readonly skill: Skill };

/** What of a list is wanted. */
export interface Part {
  readonly limit: number;
  readonly after?: string | undefined;
  /** Others are left out: then a page has fewer than it may, or none, and goes on all the same. */
  readonly isWanted?: ((ticket: Ticket) => boolean) | undefined;
  /** So many entries are read for it; as many as may be shown, if left out. */
  readonly reads?: number | undefined;
}

/** How many a list has; `more` than that where it was not counted to the end. */
export interface Counted {
  readonly count: number;
  readonly more?: true | undefined;
}

export interface WorklistTable {
  /** A page of a list in the order in which it lies: a queue by urgency, others newest first. One query; lags a little. */
  entries(of: ListOf, part: Part): Promise<Paged<Ticket>>;
  /** A whole list, or `mostSorted` of it from one of its ends; it costs what they weigh, and a query for each megabyte. */
  whole(of: ListOf, from: 'oldest' | 'newest'): Promise<Ticket[]>;
  /** How many it has, up to `mostSorted`: one query, which gives nothing else. */
  count(of: ListOf): Promise<Counted>;
}

/** What each of its methods asks of the tables. */
export const worklistNeeds: NeedsOf<WorklistTable> = {
  entries: ['queries tickets worklist', 'queries tickets queue'],
  whole: ['queries tickets worklist', 'queries tickets queue'],
  count: ['queries tickets worklist', 'queries tickets worklist-by-message', 'queries tickets queue'],
};

export function worklistTable(db: Database): WorklistTable {
  const read = async (of: ListOf, limit: number, after?: string) => {
    const { newestFirst, ...place } = placeOf(of);
    const behind = after === undefined ? {} : newestFirst ? { below: storedPosition(after) } : { above: storedPosition(after) };
    const { items, next } = await db.page({ table: 'tickets', ...place, ...(newestFirst && { newestFirst }), limit, ...behind });
    const positionOf = (item: (typeof items)[number]) => shownPosition(String(item[indexKeys[place.index].sk]));
    const found = items.flatMap((item) => {
      const ticket = visibleTicket(item);
      return ticket ? [{ ticket, position: positionOf(item) }] : [];
    });
    return { found, next: next && positionOf(next) };
  };

  return {
    async entries(of, { limit, after, isWanted = () => true, reads = limit }) {
      const { found, next } = await read(of, reads, after);
      const wanted = found.filter(({ ticket }) => isWanted(ticket));
      const shown = wanted.slice(0, limit);
      return { items: shown.map(({ ticket }) => ticket), next: wanted.length > limit ? shown.at(-1)!.position : next };
    },

    async whole(of, from) {
      const { newestFirst = false, ...place } = placeOf(of);
      const inOrder = 'skill' in of ? newestFirst : from === 'newest';
      const all: Ticket[] = [];
      for await (const items of db.each({ table: 'tickets', ...place, newestFirst: inOrder, limit: mostSorted })) {
        all.push(...items.map(visibleTicket).filter((ticket) => ticket !== undefined));
        if (all.length >= mostSorted) break;
      }
      return all.slice(0, mostSorted);
    },

    async count(of) {
      const { index, pk } = placeOf(of);
      // What a clerk has stands in an index of keys alone as well, where it weighs a quarter.
      const place = 'agent' in of ? { index: 'worklist-by-message' as const, pk } : { index, pk };
      return db.count({ table: 'tickets', ...place, limit: mostSorted });
    },
  };
}

type Place = Pick<PageQuery, 'pk' | 'newestFirst'> & { readonly index: IndexName };

/** Where a list lies, and how it is read. */
function placeOf(of: ListOf): Place {
  if ('skill' in of) return { index: 'queue', pk: queueOf(of.skill) };
  return { index: 'worklist', pk: 'team' in of ? worklist('open', undefined, of.team) : worklist(of.status, of.agent), newestFirst: true };
}
