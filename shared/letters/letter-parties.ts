import type { Customer } from '../customers/customer.ts';
import { printedName } from '../customers/name.ts';
import type { Language } from '../language.ts';
import type { LetterRecipient, LetterSignatory } from './typesetting/content.ts';
import type { LetterCategory } from './letter-category.ts';
import type { Agent } from '../staff/agent.ts';

/** The customer as a letter addresses them: as they said, else neutrally. */
export const recipientOf = (customer: Customer): LetterRecipient => {
  const { salutation = 'neutral', title, organisation, address } = customer;
  return { form: salutation, title, ...printedName(customer), organisation, ...address };
};

/** What the department is called that writes letters of a category. */
const departments: Readonly<Record<Language, Readonly<Record<LetterCategory, string>>>> = {
  de: { claim: 'Schadenservice', contract: 'Vertragsservice', payment: 'Zahlungsservice', service: 'Kundenservice' },
  en: { claim: 'Claims service', contract: 'Contract service', payment: 'Payment service', service: 'Customer service' },
};

/** The clerk as a letter names them. Their e-mail address is for logging in, and stays out. */
export const signatoryOf = ({ displayName }: Pick<Agent, 'displayName'>, category: LetterCategory, language: Language = 'de'): LetterSignatory => ({
  name: displayName,
  role: departments[language][category],
});

/** The department itself, where no clerk has written: the letter says so in place of a name that nobody stands behind. */
export const automaticSignatory = (category: LetterCategory): LetterSignatory => ({ name: departments.de[category], role: 'automatisch erstellt' });
