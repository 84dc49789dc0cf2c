import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { Language } from '../../shared/language.ts';
import { valuesSchema } from '../../shared/letters/letter-field.ts';
import { fieldsSchema, type LetterTemplate } from '../../shared/letters/letter-template.ts';
import { filledInFields } from '../../shared/letters/master-data-fields.ts';
import { ModuleCode } from '../../shared/letters/modules/letter-module.ts';
import { fieldNamed, valueNames } from '../../shared/letters/modules/named-values.ts';
import { letterTemplates } from '../../shared/letters/templates/letter-templates.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';

/** What a clerk fills in for a letter from a module: which of it is asked for, and which must be there, the module says. */
const moduleValues = valuesSchema(filledInFields({ fields: valueNames.map((name) => fieldNamed(name, false)) }));

/** What a clerk hands in for a letter from a module. */
const moduleForm = z.strictObject({
  template: z.literal('module').describe('A letter from a letter module, which `module` names'),
  module: ModuleCode.describe('Its version that is in force today is taken (GET /v1/letter-modules)'),
  language: Language.default('de').describe('What there is in German only is written in German'),
  customerId: CustomerId,
  ticketId: TicketId,
  values: moduleValues,
});

/** What a clerk hands in for a letter of this template. */
const formOf = (template: LetterTemplate) =>
  z.strictObject({
    template: z.literal(template.code),
    customerId: CustomerId,
    ticketId: TicketId,
    values: fieldsSchema({ ...template, fields: filledInFields(template) }),
  });

type Form = ReturnType<typeof formOf>;

/** A letter to be issued. One form per template, and one for all modules, so that each field is checked, and described in the reference, where it is. */
export const LetterForm = z.discriminatedUnion('template', [...([...letterTemplates.values()].map(formOf) as [Form, ...Form[]]), moduleForm]);
export type LetterForm = z.infer<typeof LetterForm>;
