import { asleep, awake } from '../storage/wake-index.ts';
import type { Ticket } from './ticket.ts';

/**
 * What a change writes of the clocks of a case that somebody has: as they are then, and until when it sleeps, which is until one of them has run far enough.
 * One that nobody has sleeps until a clerk is looked for, and that is others' to say.
 */
export const clockOf = ({ id, clock }: Pick<Ticket, 'id' | 'clock'>) =>
  clock?.next === undefined ? { set: { clock }, remove: awake } : { set: { clock, ...asleep(id, new Date(clock.next)) }, remove: [] };
