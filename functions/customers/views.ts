import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { LoginName } from '../../shared/customers/login-name.ts';

/** A customer as they themselves, agents and the CRM see them. */
export const CustomerView = z
  .object({
    id: CustomerId,
    givenName: z.string(),
    familyName: z.string(),
    insuranceNumber: z.string(),
    address: z.object({ street: z.string(), postalCode: z.string(), city: z.string(), country: z.string() }),
    iban: z.string(),
    contactPoints: z.array(z.object({ channel: z.enum(['sms', 'email']), address: z.string(), verifiedAt: z.iso.datetime() })),
    notifyBy: z.enum(['sms', 'email']),
    login: LoginName.describe('What they log in by: their e-mail address, their id, or nothing'),
    relationshipStartedOn: z.iso.date(),
    relationshipEndedOn: z.iso.date().optional(),
    relationshipEndSettlesOn: z.iso.date().optional().describe('The end was recorded long in arrears: nothing is deleted because of it before this day'),
    version: z.int(),
  })
  .meta({ id: 'Customer' });
