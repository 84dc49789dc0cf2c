import type { Language } from '../../language.ts';
import type { Day } from '../../personal-data/calendar.ts';
import { signatoryOf } from '../letter-parties.ts';
import { composeLetter, type LetterTemplate } from '../letter-template.ts';
import type { LetterContent, LetterRecipient, LetterSender } from '../typesetting/content.ts';
import { templateOf, type LetterModule } from './letter-module.ts';
import { madeUp } from './named-values.ts';

/** Nobody: name and address are made up. */
const nobody: LetterRecipient = {
  form: 'frau',
  givenName: 'Maxi',
  familyName: 'Beispiel',
  organisation: 'Beispielhaus',
  street: 'Musterstraße 1',
  postalCode: '12345',
  city: 'Musterstadt',
  country: 'DE',
};

/** How a preview looks. `onlyRequired`: as a letter of which nothing is filled in that can be left out, to somebody without a portal. */
export interface Look {
  readonly language: Language;
  readonly onlyRequired: boolean;
}

/** A letter from a version with made-up values. The sender is the company, as in every letter. */
export function previewOf(
  module: Pick<LetterModule, 'code' | 'version' | 'content'>,
  { language, onlyRequired }: Look,
  sender: LetterSender,
  date: Day,
): LetterContent {
  const { values, category } = module.content;
  const shown = onlyRequired ? values.filter(({ required }) => required) : values;
  const { organisation, ...person } = nobody;
  return composeLetter(withoutLimits(templateOf(module, language)), {
    recipient: onlyRequired ? { ...person, form: 'neutral' } : { ...person, organisation },
    reference: { ours: '26-0000-0000', ...(!onlyRequired && { insuranceNumber: 'A000000000' }) },
    date,
    values: madeUp(
      shown.map(({ name }) => name),
      language,
    ),
    sender: onlyRequired ? { ...sender, portal: undefined } : sender,
    signatory: signatoryOf({ displayName: 'Kim Muster' }, category, language),
  });
}

/** What is made up need not come to what a letter may. */
const withoutLimits = (template: LetterTemplate): LetterTemplate => ({
  ...template,
  blocks: template.blocks.map((block) => (block.kind === 'total' ? { ...block, atLeastCents: undefined, atMostCents: undefined } : block)),
});
