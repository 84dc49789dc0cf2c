import * as z from 'zod';
import { DomainError } from '../../shared/domain-error.ts';
import { Language } from '../../shared/language.ts';
import { file } from '../../shared/lambda/answer.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { ModuleCode, usableModule, type LetterModule } from '../../shared/letters/modules/letter-module.ts';
import { noSuchModule } from '../../shared/letters/modules/module-refusals.ts';
import { letterModuleNeeds } from '../../shared/letters/modules/letter-module-table.ts';
import { previewOf } from '../../shared/letters/modules/preview.ts';
import { releaseModules } from '../../shared/letters/modules/release-modules.ts';
import type { LetterContent, LetterSender } from '../../shared/letters/typesetting/content.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ModuleVersion } from './get-letter-module.ts';

const uses = { modules: only(letterModuleNeeds, 'head', 'version') };

interface PreviewLetterModuleDeps extends Used<typeof uses> {
  readonly sender: LetterSender;
  readonly render: (content: LetterContent, date: Date) => Promise<Uint8Array>;
  readonly now: () => Date;
}

export const previewLetterModule = endpoint({
  method: 'POST',
  path: '/v1/letter-modules/{moduleCode}/preview',
  allow: ['agent', 'admin'],
  summary: 'A letter from a version of a module, as PDF, with made-up values and to nobody; nothing of it is kept',
  params: z.strictObject({ moduleCode: ModuleCode }),
  body: z.strictObject({
    version: ModuleVersion.optional().describe('The latest if left out'),
    language: Language.default('de'),
    onlyRequired: z.boolean().default(false).describe('As it is where nothing is filled in that can be left out, to somebody without a portal'),
  }),
  example: { language: 'de', onlyRequired: false },
  returns: file('application/pdf'),
  status: 200,
  uses,
  async handle({ params: { moduleCode: code }, body: { version, language, onlyRequired } }, { modules, sender, render, now }: PreviewLetterModuleDeps) {
    const at = now();
    const module = await versionOf(code, version, modules);
    if (!module.content.texts[language]) throw noSuchLanguage();
    const content = previewOf(module, { language, onlyRequired }, sender, dayOf(at));
    return { name: `${code}-${module.version}-${language}.pdf`, content: await render(content, at) };
  },
});

/** The version that is asked for, as far as this release can still set it. */
async function versionOf(
  code: string,
  version: number | undefined,
  modules: PreviewLetterModuleDeps['modules'],
): Promise<Pick<LetterModule, 'code' | 'version' | 'content'>> {
  const shipped = releaseModules.get(code);
  if (!shipped) return usableModule(await modules.version(code, version ?? (await modules.head(code)).version));
  if (version !== undefined && version !== shipped.version) throw noSuchModule();
  return shipped;
}

const noSuchLanguage = (): DomainError =>
  new DomainError('unprocessable', 'letter-module-without-language', [{ field: 'body.language', problem: 'must be one in which the module has texts' }]);
