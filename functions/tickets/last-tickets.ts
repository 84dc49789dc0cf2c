import { ruledMatters } from '../../shared/rules/own-field.ts';
import { kindsOf } from '../../shared/rules/facts.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { kindOf } from '../../shared/tickets/kinds/kinds.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import type { Ticket, TicketStatus } from '../../shared/tickets/ticket.ts';
import { worklistNeeds } from '../../shared/tickets/worklist-table.ts';

/** What finding them works with. */
export const lastTicketsUses = {
  tickets: only(ticketNeeds, 'listOfAssignee'),
  worklists: only(worklistNeeds, 'entries'),
  staff: only(staffReaderNeeds, 'clerksWith'),
};

/** The lists of so many clerks are looked at: enough to try a rule on, and no more for a house of a thousand. */
const mostClerks = 20;

/** So many lists are read at a time. */
const atATime = 8;

interface Last {
  /** The newest first. */
  readonly tickets: Ticket[];
  /** Whether all clerks who may have such tickets were looked at. */
  readonly isComplete: boolean;
}

/**
 * The last tickets that a rule is for, by when they were opened, as far as they are in the lists of clerks with the skill for it, or nobody has them. There is
 * no list of all tickets, and there shall be none for this: so many pages of the lists that there are. Lags a little.
 */
export async function lastTickets(rule: Rule, most: number, { tickets, worklists, staff }: Used<typeof lastTicketsUses>): Promise<Last> {
  const kinds = kindsOf(rule.when) ?? ruledMatters;
  const skills = [...new Set(kinds.map((kind) => kindOf(kind).skill))];
  const clerks = [...new Set((await Promise.all(skills.map((skill) => staff.clerksWith(skill)))).flat().map(({ id }) => id))];
  const looked = clerks.slice(0, mostClerks);
  const list = (assignee: string | undefined, status: TicketStatus) => async () => (await tickets.listOfAssignee(assignee, status, most)).items;
  const lists = [
    ...skills.map((skill) => async () => (await worklists.entries({ skill }, { limit: most })).items),
    ...(['open', 'closed'] as const).map((status) => list(undefined, status)),
    ...looked.flatMap((clerk) => (['assigned', 'waiting', 'closed'] as const).map((status) => list(clerk, status))),
  ];
  const found = new Map<string, Ticket>();
  for (let start = 0; start < lists.length; start += atATime) {
    const pages = await Promise.all(lists.slice(start, start + atATime).map((read) => read()));
    for (const ticket of pages.flat()) if (kinds.includes(ticket.matter)) found.set(ticket.id, ticket);
  }
  const newest = [...found.values()].toSorted((one, other) => (one.id > other.id ? -1 : 1)).slice(0, most);
  return { tickets: newest, isComplete: looked.length === clerks.length };
}
