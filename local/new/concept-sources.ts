import type { Method } from '../../shared/lambda/endpoint.ts';
import { inWords, typeName } from './names.ts';
import { todo } from './todo.ts';

export interface ConceptNames {
  /** `tasks` */
  readonly concept: string;
  /** Its first endpoint: `add-task`, `addTask`. */
  readonly file: string;
  readonly endpoint: string;
  /** `taskEndpoints` */
  readonly list: string;
}

export const listSource = ({ concept, file, endpoint, list }: ConceptNames): string => `
  import { ${endpoint} } from './${file}.ts';

  /** Everything that can be asked of ${inWords(concept)}. */
  export const ${list} = [${endpoint}];
`;

export function apiSource({ concept, list }: ConceptNames, method: Method): string {
  const deps = { GET: '', POST: 'newId, now: () => new Date()', PUT: 'now: () => new Date()', PATCH: 'now: () => new Date()', DELETE: 'now: () => new Date()' };
  const imports = [
    ...(method === 'POST' ? ["import { newId } from '../../shared/id.ts';"] : []),
    "import { api } from '../../shared/lambda/api.ts';",
    "import { identityClaims } from '../../shared/lambda/environment.ts';",
    "import { logger } from '../../shared/lambda/logger.ts';",
    `import { ${list} } from './endpoints.ts';`,
  ];
  return `
  ${imports.join('\n')}

  export const handler = api(${list}, {
    // ${todo('what its endpoints work with, over liveDatabase(), as in tickets')}
    deps: { ${deps[method]} },
    log: logger('${concept}-api'),
    identity: identityClaims(),
  });
`;
}

export const readmeSource = ({ concept, file }: ConceptNames): string => `# ${typeName(concept)}

${todo('what it is, with the German word in brackets, and where its rules are')}

| file | is | does |
|---|---|---|
| \`${file}.ts\` | endpoint, one Lambda (\`api.ts\`) | what \`endpoints.ts\` lists |

Peculiarities
- ${todo('what a reader would not expect')}
`;

export const stackSource = ({ concept, list }: ConceptNames): string => `
  import type { Construct } from 'constructs';
  import { ${list} } from '../functions/${concept}/endpoints.ts';
  import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
  import { ApiRoutes } from './constructs/api-routes.ts';
  import { LambdaFunction } from './constructs/lambda-function.ts';

  /** ${todo('what goes on in it')} */
  export class ${typeName(concept)}Stack extends ConceptStack {
    constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
      super(scope, '${concept}', { ...props, description: '${typeName(concept)}: ${todo('what goes on in it, in a few words')}' });
      this.working();
    }

    /** Everything that people do with ${inWords(concept)}. */
    private working(): void {
      const api = new LambdaFunction(this, 'Api', { name: '${concept}-api', description: 'API of ${inWords(concept)}' });
      new ApiRoutes(this, 'Routes', { endpoints: ${list}, fn: api, errorImpact: '${todo('what it means for people when it fails')}' });
    }
  }
`;
