import type { CustomerReader } from '../../shared/customers/customer-reader.ts';
import { customerErased, DomainError } from '../../shared/domain-error.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import type { Language } from '../../shared/language.ts';
import { filled } from '../../shared/text-modules/placeholders.ts';
import { textIn, type TextModule } from '../../shared/text-modules/text-module.ts';
import { longestMessage } from '../../shared/tickets/interaction.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';

interface Asked {
  readonly ticket: Ticket;
  readonly module: TextModule;
  readonly language: Language;
  readonly clerkId: string;
  readonly at: Date;
}

interface AnswerTextDeps {
  readonly customers: CustomerReader;
  readonly staff: Pick<StaffReader, 'agent'>;
}

/**
 * What a text module says to the customer of a ticket, and in which language.
 * @throws DomainError `conflict/customer-erased`, `conflict/placeholder-without-value`, `conflict/answer-too-long`
 */
export async function answerText(
  { ticket, module, language: wished, clerkId, at }: Asked,
  { customers, staff }: AnswerTextDeps,
): Promise<{ readonly text: string; readonly language: Language }> {
  const [customer, clerk] = await Promise.all([customers.customer(ticket.customerId), staff.agent(clerkId)]);
  if (!customer) throw customerErased();
  const { text: template, language } = textIn(module, wished);
  const text = filled(template, { ticket, customer, clerk, on: dayOf(at) }, language);
  if (text.length > longestMessage) throw answerTooLong();
  return { text, language };
}

const answerTooLong = (): DomainError =>
  new DomainError('conflict', 'answer-too-long', [
    { field: 'body.text', problem: `is needed: filled for this customer the text has more than ${longestMessage} characters, so shorten it yourself` },
  ]);
