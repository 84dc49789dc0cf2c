import type { Customer } from '../customers/customer.ts';
import { printedName } from '../customers/name.ts';
import type { LetterRecipient, LetterSignatory } from './typesetting/content.ts';
import type { LetterCategory } from './letter-category.ts';
import type { Agent } from '../staff/agent.ts';

/** The customer as a letter addresses them: as they said, else neutrally. */
export const recipientOf = (customer: Customer): LetterRecipient => {
  const { salutation = 'neutral', title, organisation, address } = customer;
  return { form: salutation, title, ...printedName(customer), organisation, ...address };
};

/** What the department is called that writes letters of a category. */
const department: Readonly<Record<LetterCategory, string>> = {
  claim: 'Schadenservice',
  contract: 'Vertragsservice',
  payment: 'Zahlungsservice',
  service: 'Kundenservice',
};

/** The clerk as a letter names them. Their e-mail address is for logging in, and stays out. */
export const signatoryOf = ({ displayName }: Agent, category: LetterCategory): LetterSignatory => ({ name: displayName, role: department[category] });

/** The department itself, where no clerk has written: the letter says so in place of a name that nobody stands behind. */
export const automaticSignatory = (category: LetterCategory): LetterSignatory => ({ name: department[category], role: 'automatisch erstellt' });
