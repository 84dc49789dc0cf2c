import type * as z from 'zod';
import type { IdempotentRequest } from '../storage/idempotency.ts';
import { together, type Needs } from '../storage/needs.ts';
import { countNeeds } from '../storage/request-count.ts';
import { needsOf, type Uses, type UsesOf } from '../storage/uses.ts';
import type { AnsweredFile, DeclaredAnswer, FileAnswer, MediaType } from './answer.ts';
import type { ExampleOf, OutputOf, RequestShape } from './by-role.ts';
import type { Caller, Role } from './caller.ts';
import type { Limits } from './limit.ts';
import type { Sender } from './signature.ts';

/** In which ways endpoints are asked. What each demands of a request: `docs/decisions/0016-what-each-method-demands.md`. */
export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof methods)[number];

/** Somebody else's system, by the name it has with us: it has no token of ours, and signs what it sends. */
export interface SignedAllow {
  readonly signature: string;
}

/** Who may call: people and machines with a role, a system that signs, or anyone. */
export type Allow = readonly Role[] | SignedAllow | 'anyone';

type CallerOf<A> = A extends readonly Role[] ? Caller : A extends SignedAllow ? Sender : undefined;

/** What a handler gets: everything checked, nothing raw. */
export interface EndpointRequest<M extends Method, A, P, Q, B, I> {
  readonly params: OutputOf<P>;
  readonly query: OutputOf<Q>;
  readonly body: OutputOf<B>;
  readonly caller: CallerOf<A>;
  /** Every POST has one effect per Idempotency-Key, or per message where it is signed. Of anyone nobody knows whether they ask again. */
  readonly once: M extends 'POST' ? (A extends 'anyone' ? undefined : IdempotentRequest) : undefined;
  /** The version that the caller saw, from If-Match. Every PATCH is made under one. */
  readonly ifMatch: M extends 'PATCH' ? number : I extends true ? number : undefined;
}

/** What a handler gives back. */
type Answer<R> = R extends z.ZodType ? z.input<R> : R extends FileAnswer<infer Type extends MediaType> ? AnsweredFile<Type> : void;

/** 204 is for answers without a body, and for nothing else. */
type Status<R> = R extends z.ZodType ? 200 | 201 | 202 : R extends FileAnswer ? 200 : 204;

interface Definition<M extends Method, A extends Allow, P, Q, B, R extends DeclaredAnswer, I, Deps> {
  readonly method: M;
  /** `/v1/tickets/{ticketId}` */
  readonly path: `/v1/${string}`;
  /** Roles, `'anyone'`, or `{ signature: 'mail-provider' }` for messages of a system that has no token of ours; those are sent by POST. */
  readonly allow: M extends 'POST' ? A : Exclude<A, SignedAllow>;
  readonly summary: string;
  readonly params?: P;
  /** Query and body: a schema, or one for each role with `byRole({ … })`. */
  readonly query?: Q;
  readonly body?: B;
  /** A valid body, or one per role, for the reference and its tests. Made-up people only. */
  readonly example?: ExampleOf<B>;
  /** A schema for JSON, `file('text/csv')` for a file, `'nothing'` where the answer has no body (204). */
  readonly returns: R;
  readonly status: Status<R>;
  /** The change needs If-Match: 428 without it. A PATCH always does. */
  readonly ifMatch?: I;
  /** How often in an hour or a day somebody may have this done, by role; counted where it is done (`once`). For POST. */
  readonly limits?: M extends 'POST' ? Limits : never;
  /** The version that the ETag of a JSON answer states. */
  readonly version?: (answer: Answer<R>) => number;
  /** Which of its dependencies work on the tables, and by which methods: what its function is granted. */
  readonly uses?: UsesOf<NoInfer<Deps>>;
  /**
   * The use case, and nothing else. Called in tests as a plain function. A property, not a method: the parameters of methods are
   * compared both ways, and an endpoint would fit into an API that lacks what it works with.
   */
  readonly handle: (request: EndpointRequest<M, A, P, Q, B, I>, deps: Deps) => Promise<Answer<R>>;
}

/**
 * An endpoint as the rest of the house sees it: the single source for the route, the OpenAPI page, the authorisation test
 * matrix and the infrastructure.
 */
export interface Endpoint<Deps> {
  readonly method: Method;
  readonly path: string;
  readonly allow: Allow;
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: RequestShape;
  readonly body?: RequestShape;
  readonly example?: unknown;
  readonly returns: DeclaredAnswer;
  readonly status: 200 | 201 | 202 | 204;
  readonly ifMatch?: boolean;
  readonly limits?: Limits;
  readonly version?: (answer: never) => number;
  readonly uses?: Uses;
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
  const A extends Allow,
  R extends DeclaredAnswer,
  Deps,
  P extends z.ZodType | undefined = undefined,
  Q extends RequestShape | undefined = undefined,
  B extends RequestShape | undefined = undefined,
  I extends boolean | undefined = undefined,
>(definition: Definition<M, A, P, Q, B, R, I, Deps>): Definition<M, A, P, Q, B, R, I, Deps> {
  return definition;
}

/** `POST /v1/tickets`: how API Gateway names the route, and how an answer is found. */
export const routeKey = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

/** What an API with these endpoints asks of the tables: what each of them does. */
export const endpointNeeds = (endpoints: readonly Pick<Route, 'uses' | 'limits'>[]): Needs =>
  together(needsOf(...endpoints.map(({ uses }) => uses)), endpoints.some(({ limits }) => limits) ? countNeeds : []);

/** Whether a request must say which version it changes. */
export const needsIfMatch = ({ method, ifMatch }: Pick<Route, 'method' | 'ifMatch'>): boolean => method === 'PATCH' || ifMatch === true;

export const isSigned = (allow: Allow): allow is SignedAllow => typeof allow === 'object' && 'signature' in allow;

/** The roles that may call; none where nobody needs a role. */
export const rolesOf = (allow: Allow): readonly Role[] => (allow === 'anyone' || isSigned(allow) ? [] : allow);
