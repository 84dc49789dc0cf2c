import type { Method } from '../../shared/lambda/endpoint.ts';
import { apiSource, listSource, readmeSource, stackSource, type ConceptNames } from './concept-sources.ts';
import { behindLast, withElement, withImport } from './insert.ts';
import { inWords, typeName, valueName } from './names.ts';
import type { Skeleton } from './skeleton.ts';
import { todo } from './todo.ts';

/** A concept that is asked by its first endpoint: its list, its function, its stack. */
export function conceptSkeleton(concept: string, file: string, method: Method): Skeleton {
  const names: ConceptNames = { concept, file, endpoint: valueName(file), list: `${valueName(concept.replace(/s$/, ''))}Endpoints` };
  const stack = `${typeName(concept)}Stack`;
  return {
    made: {
      [`functions/${concept}/endpoints.ts`]: listSource(names),
      [`functions/${concept}/api.ts`]: apiSource(names, method),
      [`functions/${concept}/README.md`]: readmeSource(names),
      [`infra/${concept}-stack.ts`]: stackSource(names),
    },
    extended: [
      {
        file: 'infra/lambda-entries.ts',
        list: 'lambdaEntries',
        change: (text) =>
          behindLast(
            withImport(text, names.list, `../functions/${concept}/endpoints.ts`),
            'entry of a function',
            `\n  '${concept}-api': { handler: 'functions/${concept}/api.ts', needs: endpointNeeds(${names.list}) },`,
            /^ {2}'[\w-]+': \{\s*handler: '[^]*?\},$/gm,
          ),
      },
      {
        file: 'infra/stacks.ts',
        list: 'stacks',
        // Operations come last.
        change: (text) => withElement(withImport(text, stack, `./${concept}-stack.ts`), /for \(const Concept of \[/, stack, ['PrivacyStack']),
      },
      {
        file: 'docs/openapi.ts',
        list: 'tags',
        change: (text) =>
          behindLast(
            text,
            'tag of a concept',
            `\n  '${concept}': { name: '${typeName(concept)}', description: '${todo(`what ${inWords(concept)} are, with the German word in brackets`)}' },`,
            /^ {2}'?[\w-]+'?: \{ name: '[^']+', description: '[^']+' \},$/gm,
          ),
      },
    ],
    left: [`Walk ${concept}-api in a course in test/storage/function-courses.ts, which does not compile without.`],
  };
}
