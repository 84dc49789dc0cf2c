import type { Customer } from '../../shared/customers/customer.ts';
import type { LetterRecipient, LetterSignatory } from '../../shared/letters/typesetting/content.ts';
import type { LetterCategory } from '../../shared/letters/letter-category.ts';
import type { Agent } from '../../shared/staff/agent.ts';

const countryName: Readonly<Record<Customer['address']['country'], string | undefined>> = {
  DE: undefined,
  AT: 'Österreich',
  CH: 'Schweiz',
  LI: 'Liechtenstein',
};

/** The customer as a letter addresses them. We ask nobody for their gender, so the salutation is neutral. */
export const recipientOf = ({ givenName, familyName, address: { country, ...address } }: Customer): LetterRecipient => ({
  form: 'neutral',
  givenName,
  familyName,
  ...address,
  country: countryName[country],
});

/** What the department is called that writes letters of a category. */
const department: Readonly<Record<LetterCategory, string>> = {
  claim: 'Schadenservice',
  contract: 'Vertragsservice',
  payment: 'Zahlungsservice',
  service: 'Kundenservice',
};

/** The clerk as a letter names them. Their e-mail address is for logging in, and stays out. */
export const signatoryOf = ({ displayName }: Agent, category: LetterCategory): LetterSignatory => ({ name: displayName, role: department[category] });
