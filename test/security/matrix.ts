import * as z from 'zod';
import { endpointCatalogue, type CataloguedEndpoint } from '../../docs/endpoint-catalogue.ts';
import { idPrefixes } from '../../shared/id.ts';
import type { Role } from '../../shared/lambda/caller.ts';
import { isSigned, rolesOf, routeKey, type Route } from '../../shared/lambda/endpoint.ts';

/** Every role there is. The compiler sees to it that none is forgotten. */
const everyRole: Record<Role, true> = { customer: true, agent: true, officer: true, admin: true, crm: true, device: true };
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

/** What the path of an endpoint names: ids, well formed and of nothing unless `known` names something, and words of a list. */
export function pathIds({ path, params }: Pick<Route, 'path' | 'params'>, known: Readonly<Record<string, string>> = {}): Record<string, string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  return Object.fromEntries(names.map((name) => [name, known[name] ?? idFor(path, name, params)]));
}

/** An id, a word of a list, or the example of a name, that the declared schema of this part of a path takes. */
function idFor(path: string, name: string, params: Route['params']): string {
  const ids = idPrefixes.map((prefix) => `${prefix}_01JQ0000000000000000000000`);
  const declared = params instanceof z.ZodObject ? (params.shape[name] as z.ZodType | undefined) : undefined;
  const words = declared instanceof z.ZodEnum ? declared.options.map(String) : [];
  const example = declared?.meta()?.['example'];
  const id = [...ids, ...words, ...(typeof example === 'string' ? [example] : [])].find(
    (one) => params instanceof z.ZodObject && z.safeParse(params.shape[name], one).success,
  );
  if (!id) throw new Error(`${path}: its params declare no id {${name}}`);
  return id;
}

/** The path with its ids in it. */
export const filledPath = (endpoint: CataloguedEndpoint, known?: Readonly<Record<string, string>>): string =>
  Object.entries(pathIds(endpoint.route, known)).reduce((path, [name, id]) => path.replace(`{${name}}`, id), endpoint.route.path);
