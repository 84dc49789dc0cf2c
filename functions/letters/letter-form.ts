import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { fieldsSchema, type LetterTemplate } from '../../shared/letters/letter-template.ts';
import { filledInFields } from '../../shared/letters/master-data-fields.ts';
import { letterTemplates } from '../../shared/letters/templates/letter-templates.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';

/** What a clerk hands in for a letter of this template. */
const formOf = (template: LetterTemplate) =>
  z.strictObject({
    template: z.literal(template.code),
    customerId: CustomerId,
    ticketId: TicketId,
    values: fieldsSchema({ ...template, fields: filledInFields(template) }),
  });

type Form = ReturnType<typeof formOf>;

/** A letter to be issued. One form per template, so that each field is checked, and described in the reference, where it is. */
export const LetterForm = z.discriminatedUnion('template', [...letterTemplates.values()].map(formOf) as [Form, ...Form[]]);
export type LetterForm = z.infer<typeof LetterForm>;
