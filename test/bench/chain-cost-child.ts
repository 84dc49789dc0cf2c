/**
 * What the middleware chain costs per request, without any I/O: the API's handler and a bare one answer the same request with the
 * same use case, in turns. Standard output is nobody's here, so that the log's lines cost what they cost to make.
 */
import type { Context } from 'aws-lambda';
import { getTicket } from '../../functions/tickets/get-ticket.ts';
import { openTicket } from '../../functions/tickets/open-ticket.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { callerFrom, cognitoClaims } from '../../shared/lambda/caller.ts';
import { routeKey } from '../../shared/lambda/endpoint.ts';
import { logger, type Log } from '../../shared/lambda/logger.ts';
import type { ApiEvent } from '../../shared/lambda/request.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { apiEvent, customerId, customerToken, type Request } from '../unit/lambda/requests.ts';
import { median } from './figures.ts';
import { usualHours } from '../unit/business-time/usual-hours.ts';

export interface ChainCost {
  readonly request: string;
  /** Per request, in µs. */
  readonly bare: number;
  readonly chained: number;
  readonly logged: number;
  /** Median of the turns' ratios of the chain to the bare handler. */
  readonly ratio: number;
}

const ticketId = 'tck_01JQ0000000000000000000000';
const ticket: Ticket = {
  id: ticketId,
  number: '26-7K3M-9QXN',
  customerId,
  matter: 'bicycle-accident',
  status: 'assigned',
  assignee: 'agt_01JQ0000000000000000000000',
  openedAt: '2026-03-15T09:30:00.000Z',
  version: 2,
};

/** Tables that answer at once. */
const tickets = { open: async () => ({}), ofCustomer: async () => ticket, byId: async () => ticket };
const deps = { tickets, newId, newNumber: newTicketNumber, now: () => new Date('2026-03-15T09:30:00Z'), hours: usualHours };
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

type Handler = (event: ApiEvent, context: Context) => Promise<unknown>;

const claims = customerToken;
const caller = callerFrom(claims, cognitoClaims);
const nothing = { params: undefined, query: undefined, body: undefined, ifMatch: undefined, once: undefined } as const;
const once = { key: 'k', body: '' };
const answer = (statusCode: number, body: unknown) => ({ statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

const cases: readonly { request: Request; bare: Handler }[] = [
  {
    request: { route: routeKey(openTicket), body: openTicket.example!.customer, claims, headers: { 'idempotency-key': '01JQ0000000000000000000000' } },
    bare: async (event) => answer(201, await openTicket.handle({ ...nothing, body: JSON.parse(event.body!), caller, once }, deps)),
  },
  {
    request: { route: routeKey(getTicket), params: { ticketId }, claims },
    bare: async (event) => answer(200, await getTicket.handle({ ...nothing, params: event.pathParameters as { ticketId: string }, caller }, deps)),
  },
];

const turns = 25;
const requestsPerTurn = 400;

/** µs of processor time per request: what others do on the machine meanwhile does not count. */
async function perRequest(handler: Handler, event: ApiEvent): Promise<number> {
  const started = process.cpuUsage();
  for (let count = 0; count < requestsPerTurn; count++) await handler(event, {} as Context);
  const { user, system } = process.cpuUsage(started);
  return (user + system) / requestsPerTurn;
}

async function measured({ request, bare }: (typeof cases)[number]): Promise<ChainCost> {
  const event = apiEvent(request);
  const chained = api([openTicket, getTicket], { deps, log: silent }) as unknown as Handler;
  const logged = api([openTicket, getTicket], { deps, log: logger('bench') }) as unknown as Handler;
  const times: [bare: number, chained: number, logged: number][] = [];
  // The first turns are those in which the engine still optimises.
  for (let turn = -5; turn < turns; turn++) {
    const round = [await perRequest(bare, event), await perRequest(chained, event), await perRequest(logged, event)] as [number, number, number];
    if (turn >= 0) times.push(round);
  }
  return {
    request: request.route,
    bare: median(times.map(([one]) => one)),
    chained: median(times.map(([, one]) => one)),
    logged: median(times.map(([, , one]) => one)),
    ratio: median(times.map(([one, other]) => other / one)),
  };
}

const costs: ChainCost[] = [];
for (const one of cases) costs.push(await measured(one));
process.send!(costs, () => process.disconnect());
