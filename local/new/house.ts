import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectDir } from '../../client/paths.ts';
import { endpointCatalogue, type CataloguedEndpoint } from '../../docs/endpoint-catalogue.ts';
import { eventCatalogue, type CataloguedEvent } from '../../docs/events.ts';
import type { ItemKind } from '../../shared/storage/item-kind.ts';
import { storedItems } from '../../shared/stored-items.ts';

/** A kind of stored item, with what its declaration does not say of itself. */
export interface ListedKind {
  readonly kind: ItemKind;
  /** `ticketKind`, the name under which it is exported. */
  readonly name: string;
  readonly file: string;
}

/** What there is already: read from the house's own lists, so that this knows no second one. */
export interface House {
  readonly kinds: readonly ListedKind[];
  readonly endpoints: readonly CataloguedEndpoint[];
  readonly events: readonly CataloguedEvent[];
  /** Schemas of ids with the file that exports each: `TicketId`. */
  readonly idSchemas: ReadonlyMap<string, string>;
  /** The text of a file, by its name from the project's folder; `undefined` where there is none. */
  source(file: string): string | undefined;
  /** Names of the folders in a folder. */
  folders(folder: string): readonly string[];
}

/** The house as it stands on this disk. */
export async function house(): Promise<House> {
  return { kinds: await listedKinds(), endpoints: await endpointCatalogue(), events: await eventCatalogue(), idSchemas: idSchemas(), source, folders };
}

const source = (file: string): string | undefined => {
  const path = join(projectDir, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
};

const folders = (folder: string): string[] =>
  readdirSync(join(projectDir, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** Kinds are recognised by identity: the list holds the very objects that the files export. */
async function listedKinds(): Promise<ListedKind[]> {
  const files = [...source('shared/stored-items.ts')!.matchAll(/ from '\.\/([^']+)';/g)].map(([, file]) => `shared/${file}`);
  const modules = await Promise.all(files.map(async (file) => [file, (await import(pathToFileURL(join(projectDir, file)).href)) as object] as const));
  const exported = modules.flatMap(([file, module]) => Object.entries(module).map(([name, value]) => ({ file, name, value: value as unknown })));
  return storedItems.kinds.flatMap((kind) => exported.filter(({ value }) => value === kind).map(({ name, file }) => ({ kind, name, file })));
}

function idSchemas(): Map<string, string> {
  const files = globSync('shared/*/**/*.ts', { cwd: projectDir }).map((file) => file.replaceAll('\\', '/'));
  return new Map(files.flatMap((file) => [...source(file)!.matchAll(/^export const ([A-Z]\w*Id) = /gm)].map(([, name]) => [name!, file] as const)));
}

/** Where what a concept's handlers work with is made: all the tables of one in a file of their own, where there are several. */
export const madeIn = (concept: string, { source: read }: Pick<House, 'source'>): string => {
  const tablesOf = `shared/${concept}/${concept.replace(/s$/, '')}-tables.ts`;
  return read(tablesOf) === undefined ? `functions/${concept}/api.ts` : tablesOf;
};
