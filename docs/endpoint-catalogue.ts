import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { routeKey, type Route } from '../shared/lambda/endpoint.ts';

/** An endpoint with what its definition does not say of itself: its name and the concept it belongs to. */
export interface CataloguedEndpoint {
  /** `openTicket`, the name under which it is exported. */
  readonly name: string;
  /** `tickets`, its folder. */
  readonly concept: string;
  readonly route: Route;
}

const root = join(import.meta.dirname, '..');

/**
 * Every endpoint of the house: all lists `functions/<concept>/…endpoints.ts`, found by looking, so that a new concept is in the
 * reference and in the tests without anybody thinking of it. Sorted by concept and route.
 */
export async function endpointCatalogue(): Promise<CataloguedEndpoint[]> {
  const listFiles = globSync('functions/*/*endpoints.ts', { cwd: root });
  const listed = (
    await Promise.all(
      listFiles.map(async (file) =>
        Object.values(await load(file))
          .filter(isList)
          .flatMap((list) => list.map((route) => ({ concept: conceptOf(file), route }))),
      ),
    )
  ).flat();
  const names = await namesByDefinition();
  const catalogue = listed.map(({ concept, route }) => ({ name: nameOf(route, names), concept, route }));
  return catalogue.sort((a, b) => compare(`${a.concept} ${a.route.path} ${a.route.method}`, `${b.concept} ${b.route.path} ${b.route.method}`));
}

/** Endpoints are recognised by identity: the lists hold the very objects that the files export. */
async function namesByDefinition(): Promise<Map<unknown, string>> {
  const files = globSync('functions/*/*.ts', { cwd: root }).filter((file) => /=\s*endpoint\(\{/.test(readFileSync(join(root, file), 'utf8')));
  const modules = await Promise.all(files.map(load));
  return new Map(modules.flatMap((exported) => Object.entries(exported).map(([name, value]) => [value, name] as const)));
}

function nameOf(route: Route, names: Map<unknown, string>): string {
  const name = names.get(route);
  if (!name) throw new Error(`${routeKey(route)} is in a list, but no file functions/<concept>/… exports it`);
  return name;
}

const load = async (file: string): Promise<Record<string, unknown>> => import(pathToFileURL(join(root, file)).href);
const conceptOf = (file: string): string => file.split(/[\\/]/)[1]!;
const isList = (value: unknown): value is Route[] => Array.isArray(value);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
