import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { customerNeeds } from '../../shared/customers/customer-table.ts';
import type { LookupKeys } from '../../shared/personal-data/lookup-keys.ts';
import { WrittenInsuranceNumber } from '../../shared/customers/insurance-number.ts';
import { inE164 } from '../../shared/customers/phone-number.ts';
import { invalidField } from '../../shared/domain-error.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { EmailAddress } from '../../shared/personal-data/email-address.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { SaidTicketNumber } from '../../shared/tickets/ticket-number.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';

const uses = { customers: only(customerNeeds, 'foundBy', 'own'), tickets: only(ticketReaderNeeds, 'byNumber') };

interface FindCustomersDeps extends Used<typeof uses> {
  readonly lookupKeys: LookupKeys;
}

/** What somebody says of themselves on the phone, or a machine knows of them: one of these. */
const SoughtBy = z.strictObject({
  insuranceNumber: WrittenInsuranceNumber.optional().describe('However it is written: with hyphens, spaces, slashes or without'),
  email: EmailAddress.optional().describe('The address that mails go to. A couple may share it'),
  phone: z
    .string()
    .max(30)
    .refine((text) => inE164(text) !== undefined, 'must be a telephone number in international form, e.g. +49…')
    .meta({ format: 'phone-number' })
    .optional()
    .describe('The number to which SMS go, in international form; spaces, hyphens and brackets are taken out. A family may share it'),
  ticketNumber: SaidTicketNumber.optional().describe('The number of one of their cases, as letters have it, however it is written'),
});

/** Enough to see whether it is them; the rest is read by the id. */
const FoundCustomer = z
  .object({
    id: CustomerId,
    givenName: z.string().optional(),
    familyName: z.string(),
    latinName: z.object({ givenName: z.string().optional(), familyName: z.string() }).optional(),
    insuranceNumber: z.string(),
    version: z.int().describe('What a report by phone confirms'),
  })
  .meta({ id: 'FoundCustomer' });

export const findCustomers = endpoint({
  method: 'GET',
  path: '/v1/customers',
  allow: ['agent', 'crm'],
  summary:
    'Find a customer by insurance number, e-mail address or telephone number, of which only keyed hashes are stored, or by the number of a case: whole ones only',
  query: SoughtBy,
  returns: z.object({
    items: z.array(FoundCustomer),
    more: z.literal(true).optional().describe('There are more than are shown: so many share no number, it is a company’s or a slip'),
  }),
  status: 200,
  uses,
  async handle({ query }, { customers, tickets, lookupKeys }: FindCustomersDeps) {
    if (Object.values(query).filter((term) => term !== undefined).length !== 1) {
      throw invalidField('query', 'needs exactly one of insuranceNumber, email, phone, ticketNumber');
    }
    if (query.ticketNumber === undefined) return customers.foundBy(await lookupKeyFor(query, lookupKeys));
    const ticket = await tickets.byNumber(query.ticketNumber);
    const customer = ticket && (await customers.own(ticket.customerId));
    return { items: customer ? [customer] : [] };
  },
});

/** Of a query with one of these. */
async function lookupKeyFor({ insuranceNumber, email, phone }: z.infer<typeof SoughtBy>, keys: LookupKeys): Promise<string> {
  if (insuranceNumber !== undefined) return keys.insuranceNumber(insuranceNumber);
  return email !== undefined ? keys.email(email) : keys.phone(inE164(phone!)!);
}
