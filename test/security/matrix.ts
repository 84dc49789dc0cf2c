import { endpointCatalogue, type CataloguedEndpoint } from '../../docs/endpoint-catalogue.ts';
import type { Role } from '../../shared/lambda/caller.ts';
import { isSigned, rolesOf, routeKey, type Route } from '../../shared/lambda/endpoint.ts';

/** Every role there is. The compiler sees to it that none is forgotten. */
const everyRole: Record<Role, true> = { customer: true, agent: true, officer: true, admin: true, crm: true };
export const roles = Object.keys(everyRole) as Role[];

/** An endpoint that is not open to everybody. */
export interface ClosedEndpoint extends CataloguedEndpoint {
  readonly key: string;
  /** None where a signature is asked for. */
  readonly allowed: readonly Role[];
}

/** All endpoints that somebody must be logged in for, from the definitions. */
export async function closedEndpoints(): Promise<ClosedEndpoint[]> {
  const catalogue = await endpointCatalogue();
  return catalogue.flatMap((endpoint) => {
    const allowed = rolesOf(endpoint.route.allow);
    return allowed.length === 0 ? [] : [{ ...endpoint, key: routeKey(endpoint.route), allowed }];
  });
}

/** Endpoints for messages of systems that have no token of ours, and sign what they send. */
export async function signedEndpoints(): Promise<ClosedEndpoint[]> {
  const catalogue = await endpointCatalogue();
  return catalogue.filter(({ route }) => isSigned(route.allow)).map((endpoint) => ({ ...endpoint, key: routeKey(endpoint.route), allowed: [] }));
}

export async function openEndpoints(): Promise<CataloguedEndpoint[]> {
  return (await endpointCatalogue()).filter(({ route }) => route.allow === 'anyone');
}

/** What each part of a path names, by its prefix. */
const prefixes: Record<string, string> = { ticketId: 'tck', letterId: 'let', customerId: 'cus', requestId: 'era', runId: 'run' };

/** Ids for the path of an endpoint: well formed, and of nothing, unless `known` names something. */
export function pathIds({ path }: Pick<Route, 'path'>, known: Readonly<Record<string, string>> = {}): Record<string, string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  return Object.fromEntries(
    names.map((name) => {
      const prefix = prefixes[name];
      if (!prefix) throw new Error(`${path}: say what {${name}} names (test/security/matrix.ts)`);
      return [name, known[name] ?? `${prefix}_01JQ0000000000000000000000`];
    }),
  );
}

/** The path with its ids in it. */
export const filledPath = (endpoint: CataloguedEndpoint, known?: Readonly<Record<string, string>>): string =>
  Object.entries(pathIds(endpoint.route, known)).reduce((path, [name, id]) => path.replace(`{${name}}`, id), endpoint.route.path);
