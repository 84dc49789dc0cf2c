import type { LetterTemplate } from '../letter-template.ts';
import { letterTemplates } from '../templates/letter-templates.ts';
import { contractEnd } from './release/contract-end.ts';
import { missingDocuments } from './release/missing-documents.ts';
import type { LetterModule, LetterModuleContent } from './letter-module.ts';
import type { ValueNamed } from './named-values.ts';

/** What a module that comes with the release is: always in force, and changed by releases only. */
export type ReleaseModule = Pick<LetterModule, 'code' | 'version' | 'content'>;

/** A template in code as a module. What its values are called and hold is said by the list of all values. */
const fromTemplate = (template: LetterTemplate): ReleaseModule => {
  const { code, version, importance, category, decidesAgainst, fields, title, referenceLabel, subject, salutation, blocks, closing, remark } = template;
  const content: LetterModuleContent = {
    importance,
    category,
    decidesAgainst: decidesAgainst === true,
    values: fields.map(({ name, required }) => ({ name: name as ValueNamed, required })),
    texts: { de: { title, referenceLabel, subject, salutation, blocks, closing, remark } },
  };
  return { code, version, content };
};

/** The modules that come with the release, by code. A company that says it differently writes a module of its own. */
export const releaseModules: ReadonlyMap<string, ReleaseModule> = new Map(
  [...[...letterTemplates.values()].map(fromTemplate), missingDocuments, contractEnd].map((module) => [module.code, module]),
);
