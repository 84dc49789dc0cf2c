import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { LoginName } from '../../shared/customers/login-name.ts';
import { Salutation } from '../../shared/customers/name.ts';
import { Country } from '../../shared/personal-data/country.ts';

/** A customer as they themselves, agents and the CRM see them. */
export const CustomerView = z
  .object({
    id: CustomerId,
    salutation: Salutation.optional(),
    title: z.string().optional(),
    givenName: z.string().optional(),
    familyName: z.string(),
    latinName: z.object({ givenName: z.string().optional(), familyName: z.string() }).optional(),
    organisation: z.string().optional(),
    insuranceNumber: z.string(),
    address: z.object({
      careOf: z.string().optional(),
      street: z.string(),
      addition: z.string().optional(),
      postalCode: z.string().optional(),
      city: z.string(),
      region: z.string().optional(),
      country: Country,
    }),
    iban: z.string(),
    contactPoints: z.array(z.object({ channel: z.enum(['sms', 'email']), address: z.string(), verifiedAt: z.iso.datetime() })),
    notifyBy: z.enum(['sms', 'email']),
    login: LoginName.describe('What they log in by: their e-mail address, their id, or nothing'),
    relationshipStartedOn: z.iso.date(),
    relationshipEndedOn: z.iso.date().optional(),
    relationshipEndSettlesOn: z.iso.date().optional().describe('The end was recorded long in arrears: nothing is deleted because of it before this day'),
    relationshipVoided: z.literal(true).optional().describe('The contract never began: its end is the day on which that was recorded'),
    version: z.int(),
  })
  .meta({ id: 'Customer' });
