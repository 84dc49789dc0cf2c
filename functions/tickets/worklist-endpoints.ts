import { countWorklists } from './count-worklists.ts';
import { pullTicket } from './pull-ticket.ts';
import { readWorklist } from './read-worklist.ts';

/** Where clerks find their work. A function of its own: no customer asks for it, and what they do call starts sooner without. */
export const worklistEndpoints = [countWorklists, readWorklist, pullTicket];
