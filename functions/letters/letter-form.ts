import * as z from 'zod';
import { type Customer } from '../../shared/customers/customer.ts';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { fieldsSchema, type LetterTemplate, type LetterValues } from '../../shared/letters/letter-template.ts';
import { letterTemplates } from '../../shared/letters/templates/letter-templates.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';

/** Fields that come from the master data, whatever the template: nobody types a customer's bank details, and more than this is never used. */
const fromMasterData: Readonly<Record<string, (customer: Customer) => string>> = {
  ibanEnd: ({ iban }) => iban.slice(-4),
};

/** What a clerk hands in for a letter of this template. */
const formOf = (template: LetterTemplate) =>
  z.strictObject({
    template: z.literal(template.code),
    customerId: CustomerId,
    ticketId: TicketId,
    values: fieldsSchema({ ...template, fields: template.fields.filter(({ name }) => !Object.hasOwn(fromMasterData, name)) }),
  });

type Form = ReturnType<typeof formOf>;

/** A letter to be issued. One form per template, so that each field is checked, and described in the reference, where it is. */
export const LetterForm = z.discriminatedUnion('template', [...letterTemplates.values()].map(formOf) as [Form, ...Form[]]);
export type LetterForm = z.infer<typeof LetterForm>;

/** All values that the template needs: the clerk's, and those from the master data that it has a field for. */
export function valuesFor(template: LetterTemplate, values: LetterValues, customer: Customer): LetterValues {
  const filledIn = template.fields.flatMap(({ name }) => (Object.hasOwn(fromMasterData, name) ? [[name, fromMasterData[name]!(customer)]] : []));
  return { ...values, ...Object.fromEntries(filledIn) };
}
