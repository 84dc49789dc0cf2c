import { posix } from 'node:path';
import type { Method } from '../../shared/lambda/endpoint.ts';
import { typeName, valueName } from './names.ts';
import { todo } from './todo.ts';

/** What a new endpoint is, as far as it is known. */
export interface Definition {
  readonly concept: string;
  /** `add-task` */
  readonly name: string;
  readonly method: Method;
  readonly path: string;
  readonly ids: readonly PathId[];
}

/** An id in the path, its schema and the file of that. */
export interface PathId {
  readonly id: string;
  readonly schema: string;
  readonly file: string;
}

export function endpointSource({ concept, name, method, path, ids }: Definition): string {
  const deps = method === 'GET' ? 'Used<typeof uses>' : `${typeName(name)}Deps`;
  const imports = [
    ...(method === 'POST' ? ["import type { NewId } from '../../shared/id.ts';"] : []),
    "import { endpoint } from '../../shared/lambda/endpoint.ts';",
    "import type { Used } from '../../shared/storage/uses.ts';",
    ...ids.map(({ schema, file }) => `import { ${schema} } from '${posix.relative(`functions/${concept}`, file)}';`),
  ];
  const lines = [
    `method: '${method}',`,
    `path: '${path}',`,
    `// ${todo('the roles that may call, or { signature } of a system that signs; nobody may yet')}`,
    'allow: [],',
    `summary: '${todo('what it does, in a sentence')}',`,
    ...(ids.length > 0 ? [`params: z.strictObject({ ${ids.map(({ id, schema }) => `${id}: ${schema}`).join(', ')} }),`] : []),
    ...demanded(method),
    'uses,',
  ];
  return `
  import * as z from 'zod';
  ${imports.join('\n')}

  const uses = {
    // ${todo('what of the tables it works with, method by method, as in tickets: only(ticketNeeds, …)')}
  };

  ${method === 'GET' ? '' : dependencies(method, deps)}
  export const ${valueName(name)} = endpoint({
  ${lines.join('\n')}
    async handle(_request, _deps: ${deps}) {
      throw new Error('${todo('the use case, and nothing else')}');
    },
  });
`;
}

const dependencies = (method: Method, name: string): string => `
  interface ${name} extends Used<typeof uses> {
    ${method === 'POST' ? 'readonly newId: NewId;' : ''}
    readonly now: () => Date;
  }
`;

/** What is sent and what is answered, by the method: decision 0016. */
function demanded(method: Method): string[] {
  if (method === 'DELETE') return ["returns: 'nothing',", 'status: 204,'];
  const sent = [`// ${todo('what is sent, or no body; and an example of it, with made-up people only')}`, 'body: z.strictObject({}),', 'example: {},'];
  const asked = [`// ${todo('a list has query: PageRequest(…) and returns PageOf(…); others ask nothing')}`];
  return [
    ...(method === 'GET' ? asked : sent),
    `// ${todo('what it shows: a schema with a name, out of views.ts; or file(…)')}`,
    'returns: z.object({}),',
    `status: ${method === 'POST' ? 201 : 200},`,
  ];
}

export const endpointTestSource = ({ concept, name, method, path }: Definition): string => `
  import { expect, it } from '@jest/globals';
  import { ${valueName(name)} } from '../../functions/${concept}/${name}.ts';
  import { describeStorage } from './harness.ts';

  describeStorage('${method} ${path}', () => {
    it('${todo('what it does for whom, and whom it refuses')}', () => {
      expect(${valueName(name)}.handle).toBe('${todo('what it answers, called as a plain function over the storage')}');
    });
  });
`;
