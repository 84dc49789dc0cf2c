import type * as z from 'zod';
import type { IdempotentRequest } from '../storage/idempotency.ts';
import type { Caller, Role } from './caller.ts';

export type Method = 'GET' | 'POST' | 'PUT';

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a handler gets: everything checked, nothing raw. */
export interface EndpointRequest<M extends Method, P, Q, B, I> {
  readonly params: Output<P>;
  readonly query: Output<Q>;
  readonly body: Output<B>;
  readonly caller: Caller;
  /** Every POST has one effect per Idempotency-Key. */
  readonly once: M extends 'POST' ? IdempotentRequest : undefined;
  /** The version that the caller saw, from If-Match. */
  readonly ifMatch: I extends true ? number : undefined;
}

interface Definition<M extends Method, P, Q, B, R extends z.ZodType, I, Deps> {
  readonly method: M;
  /** `/v1/tickets/{ticketId}` */
  readonly path: `/v1/${string}`;
  /** Who may call; `anyone` needs no token. */
  readonly allow: readonly Role[] | 'anyone';
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** A valid body, for the reference and its tests. Made-up people only. */
  readonly example?: B extends z.ZodType ? z.input<B> : never;
  readonly returns: R;
  readonly status: 200 | 201 | 202;
  /** The change needs If-Match: 428 without it. */
  readonly ifMatch?: I;
  /** The version that the ETag states. */
  readonly version?: (answer: z.input<R>) => number;
  /**
   * The use case, and nothing else. Called in tests as a plain function. A property, not a method: the parameters of methods are
   * compared both ways, and an endpoint would fit into an API that lacks what it works with.
   */
  readonly handle: (request: EndpointRequest<M, P, Q, B, I>, deps: Deps) => Promise<z.input<R>>;
}

/**
 * An endpoint as the rest of the house sees it: the single source for the route, the OpenAPI page, the authorisation test
 * matrix and the infrastructure.
 */
export interface Endpoint<Deps> {
  readonly method: Method;
  readonly path: string;
  readonly allow: readonly Role[] | 'anyone';
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly example?: unknown;
  readonly returns: z.ZodType;
  readonly status: 200 | 201 | 202;
  readonly ifMatch?: boolean;
  readonly version?: (answer: never) => number;
  readonly handle: (request: never, deps: Deps) => Promise<unknown>;
}

/** Any endpoint, whatever it works with. */
export type AnyEndpoint = Endpoint<never>;

/** Everything that the endpoints of a list work with: each asks for what it uses, and the list for all of it. */
export type DepsOf<List extends readonly AnyEndpoint[]> = Given<List[number]> extends (deps: infer Deps) => void ? Deps : never;

/** A function of what one endpoint works with; of several, a union, which takes only what serves them all. */
type Given<E extends AnyEndpoint> = E extends { readonly handle: (request: never, deps: infer Deps) => unknown } ? (deps: Deps) => void : never;

/** What infrastructure, OpenAPI and tests need of an endpoint: all but what it does. */
export type Route = Omit<AnyEndpoint, 'handle'>;

/**
 * Defines an endpoint; the identity function, typed. An endpoint stays callable in tests as `openTicket.handle(request, deps)`.
 */
export function endpoint<
  M extends Method,
  R extends z.ZodType,
  Deps,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  I extends boolean | undefined = undefined,
>(definition: Definition<M, P, Q, B, R, I, Deps>): Definition<M, P, Q, B, R, I, Deps> {
  return definition;
}

/** `POST /v1/tickets`: how API Gateway names the route, and how an answer is found. */
export const routeKey = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;
