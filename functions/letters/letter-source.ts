import type { Day } from '../../shared/personal-data/calendar.ts';
import type { LetterTemplate } from '../../shared/letters/letter-template.ts';
import { languageOf, templateOf } from '../../shared/letters/modules/letter-module.ts';
import type { LetterModuleReader } from '../../shared/letters/modules/letter-module-reader.ts';
import { releaseModules } from '../../shared/letters/modules/release-modules.ts';
import { letterTemplates } from '../../shared/letters/templates/letter-templates.ts';
import type { LetterForm } from './letter-form.ts';

/** What a letter is written from. */
export interface LetterSource {
  readonly template: LetterTemplate;
  /** The version of a module of the company's own, which can be withdrawn. */
  readonly ownModule?: { readonly code: string; readonly version: number } | undefined;
}

/**
 * The template that a form names, or the module in its version of today, in the language that was asked for or in German where there is no other.
 * @throws DomainError as `LetterModuleReader.inForce`
 */
export async function sourceOf(form: LetterForm, modules: LetterModuleReader, today: Day): Promise<LetterSource> {
  if (!('module' in form)) return { template: letterTemplates.get(form.template)! };
  const shipped = releaseModules.get(form.module);
  const module = shipped ?? (await modules.inForce(form.module, today));
  const template = templateOf(module, languageOf(module.content, form.language));
  return { template, ownModule: shipped ? undefined : { code: module.code, version: module.version } };
}
