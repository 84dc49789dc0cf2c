import { methods, routeKey } from '../../shared/lambda/endpoint.ts';
import { endpointSource, endpointTestSource, type PathId } from './endpoint-sources.ts';
import { conceptSkeleton } from './concept.ts';
import { madeIn, type House } from './house.ts';
import { withElement, withImport } from './insert.ts';
import { isName, isVerbNoun, valueName } from './names.ts';
import { oneOf, refused } from './refusal.ts';
import type { Extension, Skeleton } from './skeleton.ts';

export interface WantedEndpoint {
  readonly concept: string;
  /** `add-task` */
  readonly name: string;
  readonly method: string | undefined;
  readonly path: string | undefined;
  /** Its concept is new too. */
  readonly newConcept?: boolean | undefined;
}

/** An endpoint, as README says under "How to add an endpoint". @throws LocalCloudProblem `bad-argument` */
export function endpointSkeleton({ concept, name, ...wanted }: WantedEndpoint, house: House): Skeleton {
  const method = oneOf('method', wanted.method, methods, 'a method');
  const path = checkedPath(wanted.path);
  const list = conceptList(concept, wanted.newConcept === true, house);
  if (!isVerbNoun(name)) throw refused('endpoint', `"${name}" is not a verb and a noun`, 'For example: add-task');
  const value = valueName(name);
  const known = house.endpoints.find((one) => one.name === value || routeKey(one.route) === routeKey({ method, path }));
  if (known) throw refused('endpoint', `${routeKey(known.route)} is there already, as ${known.name}`, `See functions/${known.concept}`);

  const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, id]) => pathId(id!, house));
  const newIds = ids.map(({ id }) => id).filter((id) => !house.endpoints.some(({ route }) => route.path.includes(`{${id}}`)));
  const definition = { concept, name, method, path, ids };
  const frame = wanted.newConcept ? conceptSkeleton(concept, name, method) : undefined;
  const listed: Extension = {
    file: list,
    list: 'endpoints',
    change: (text) => withElement(withImport(text, value, `./${name}.ts`), /export const \w+Endpoints = \[/, value),
  };
  return {
    made: {
      ...frame?.made,
      [`functions/${concept}/${name}.ts`]: endpointSource(definition),
      [`test/storage/${name}.test.ts`]: endpointTestSource(definition),
    },
    extended: frame?.extended ?? [listed],
    left: [
      ...(frame?.left ?? []),
      `Put what it shows into functions/${concept}/views.ts, as a schema with a name, if it is not there yet.`,
      ...newIds.map((id) => `Name one of Paula’s for {${id}}, which no path has had yet: paulas in test/security/live-authorisation.test.ts.`),
      `Make what its handler works with in ${madeIn(concept, house)}, which does not compile while something is missing.`,
      'Grant what is not of the tables in the stack that makes the concept’s API (infra/…-stack.ts).',
      `Call ${value}.handle(…) in the course of its function in test/storage/function-courses.ts: npm test -- storage function-needs`,
      'npm run generate',
      `No test says: a line in functions/${concept}/README.md and in the table of roles in README.md; for what is called often its cost, in test/bench/operations.ts and test/storage/operation-counts.test.ts; for an erased person’s old door, openDoors or staffDoors in proof/erasing.ts.`,
    ],
  };
}

/** The list that the endpoint belongs to. */
function conceptList(concept: string, isNew: boolean, { source, folders }: House): string {
  const listOf = (one: string): string => `functions/${one}/endpoints.ts`;
  const isThere = source(listOf(concept)) !== undefined;
  if (isThere && isNew) throw refused('--new-concept', `"${concept}" is there already`, 'Leave it out');
  if (isThere || isNew) return listOf(concept);
  const concepts = folders('functions').filter((folder) => source(listOf(folder)) !== undefined);
  throw refused('endpoint', `"${concept}" has no ${listOf(concept)}`, `Concepts with endpoints: ${concepts.join(', ')}. For one that is new: --new-concept`);
}

function checkedPath(path: string | undefined): string {
  const example = 'For example: /v1/tickets/{ticketId}/tasks';
  if (path === undefined) throw refused('path', 'say where it is found', example);
  const [, version, ...parts] = path.split('/');
  if (!path.startsWith('/') || version !== 'v1' || parts.length === 0) throw refused('path', `"${path}" does not begin with /v1/ and go on`, example);
  const wrong = parts.find((part) => !isName(part) && !/^\{[a-z][A-Za-z]*Id\}$/.test(part));
  if (wrong !== undefined) throw refused('path', `"${wrong}" is neither words in lower case nor an id in braces`, example);
  return path;
}

/** The schema of an id in a path: of that name, or the one whose name ends so (`runId` is a `DeletionRunId`). */
function pathId(id: string, { idSchemas }: House): PathId {
  const wanted = id.charAt(0).toUpperCase() + id.slice(1);
  const ending = [...idSchemas.keys()].filter((name) => name.endsWith(wanted));
  const schema = idSchemas.has(wanted) ? wanted : ending.length === 1 ? ending[0] : undefined;
  if (schema === undefined)
    throw refused('path', `nothing is known by {${id}}`, `Schemas of ids: ${[...idSchemas.keys()].join(', ')}. For a new one: npm run new -- item …`);
  return { id, schema, file: idSchemas.get(schema)! };
}
