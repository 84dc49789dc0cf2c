import * as z from 'zod';
import { DomainError } from '../domain-error.ts';
import type { Day } from '../personal-data/calendar.ts';
import { isAbsent } from '../staff/absence.ts';
import { levelIn, Skill, type Agent } from '../staff/agent.ts';
import { mayReadOfHealth } from '../staff/health-skill.ts';
import { sample } from './assignment.ts';
import { kindOf, tellsOfHealth } from './kinds/kinds.ts';
import type { Paged } from './paged.ts';
import type { Ticket } from './ticket.ts';
import { byUrgency, urgencyOf } from './urgency.ts';

/** What staff find their work in: what they have, what waits for their team, and for each skill what nobody has. */
export const Worklist = z.enum(['mine', 'team', ...Skill.options]);
export type Worklist = z.infer<typeof Worklist>;

export const WorklistSort = z.enum(['urgent', 'newest']);
export type WorklistSort = z.infer<typeof WorklistSort>;

/** Where a list by urgency goes on: behind this place. No sign in it needs another spelling in a URL. */
export const UrgencyPosition = z.string().regex(/^\d(~\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z){2}~tck_[0-9A-HJKMNP-TV-Z]{26}$/, 'is no position in this list');

/** The same place as it is stored, and as it stands in a URL. */
export const storedPosition = (position: string): string => position.replaceAll('~', '#');
export const shownPosition = (stored: string): string => stored.replaceAll('#', '~');

/** So many tickets of a list are put into an order in which it does not lie: more than anybody may have of them, and no more than one query gives. */
export const mostSorted = 1000;

/** A page of all these tickets, sorted. */
export function sortedPage(tickets: readonly Ticket[], sort: WorklistSort, limit: number, after?: string): Paged<Ticket> {
  const place = (ticket: Ticket): string => (sort === 'urgent' ? urgencyOf(ticket) : ticket.id);
  const sorted = sort === 'urgent' ? tickets.toSorted(byUrgency) : tickets.toSorted((one, other) => (one.id > other.id ? -1 : 1));
  const last = after === undefined ? undefined : storedPosition(after);
  const isBehind = (ticket: Ticket): boolean => last === undefined || (sort === 'urgent' ? place(ticket) > last : place(ticket) < last);
  const left = sorted.filter(isBehind);
  const items = left.slice(0, limit);
  return { items, next: left.length > limit ? shownPosition(place(items.at(-1)!)) : undefined };
}

/** The skills by which somebody may be given tickets. */
export const skillsOf = ({ skills }: Pick<Agent, 'skills'>): Skill[] => skills.map(({ skill }) => skill);

/**
 * Whether the next one for a clerk can be this: nobody has it and it may be worked on, they have the skill for it, it was handed over to no other team,
 * and was not theirs before they gave it away. Whoever wants that one all the same takes it by its id.
 */
export function canBeNext(ticket: Ticket, agent: Agent): boolean {
  const { matter, status, restricted, team, handedOverBy } = ticket;
  const isFree = status === 'open' && !restricted && (team === undefined || team === agent.team) && handedOverBy !== agent.id;
  return isFree && levelIn(agent, kindOf(matter).skill) !== undefined && (!tellsOfHealth(matter) || mayReadOfHealth(agent));
}

/**
 * So many of the most urgent are looked at, at the first look and at further ones. Who has to look again is not alone: the more draw, the more there must be
 * to draw among, and a look costs less than a write that is refused.
 */
export const lookedAt = { first: 25, further: 100 } as const;

/** So many are tried before it is looked again. */
const triedAtOnce = 2;

/**
 * Which of these to try, in turn. The most urgent first; where that has gone to somebody else, or at a further look, any of them, so that many who
 * ask at once do not all go for the same. `random`: from 0 to 1.
 */
export function inTurn(waiting: readonly Ticket[], isFirstLook: boolean, random: () => number): Ticket[] {
  if (!isFirstLook) return sample(waiting.toSorted(byUrgency).slice(0, lookedAt.further), triedAtOnce, random);
  const [best, ...others] = waiting.toSorted(byUrgency).slice(0, lookedAt.first);
  return best ? [best, ...sample(others, triedAtOnce - 1, random)] : [];
}

/** Why somebody who works here gets no next ticket on a day; `undefined` where they do. */
export function whyNoNext({ status, absences, skills }: Agent, day: Day): DomainError | undefined {
  if (status === 'away') return refused('agent-away', 'gives nothing to who is away: say that you are here first (PUT /v1/staff/{agentId}/status)');
  if (isAbsent(absences, day)) {
    return refused('agent-absent', 'gives nothing to who is absent today: take the absence away first (DELETE /v1/staff/{agentId}/absences/{absenceId})');
  }
  return skills.length === 0 ? refused('no-skills', 'gives what somebody has a skill for, and you have none: administrators say which you have') : undefined;
}

/** They have as many open tickets as they are to have. */
export const capacityReached = (): DomainError =>
  refused('capacity-reached', 'would give you more tickets than you are to have: close one or hand it over first, or take one by its id');

const refused = (code: string, problem: string): DomainError => new DomainError('conflict', code, [{ field: 'path', problem }]);
