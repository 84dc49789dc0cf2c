import * as z from 'zod';
import { emailAddress, registered, requireReachable, smsNumber } from '../../shared/customers/customer.ts';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { customerNeeds } from '../../shared/customers/customer-table.ts';
import type { LookupKeys } from '../../shared/personal-data/lookup-keys.ts';
import { NewCustomer } from '../../shared/customers/new-customer.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import type { Logins } from '../../shared/logins/logins.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ensureLogin, refuseForeignAddress } from './customer-login.ts';
import { ownProfile } from './own-profile.ts';

const uses = { customers: only(customerNeeds, 'own', 'register') };

interface RegisterCustomerDeps extends Used<typeof uses> {
  readonly lookupKeys: LookupKeys;
  readonly logins: Logins;
  readonly newId: NewId;
  readonly now: () => Date;
  /** Whether SMS go to a number's country. */
  readonly smsGoesTo: (number: string) => boolean;
}

export const registerCustomer = endpoint({
  method: 'POST',
  path: '/v1/customers',
  allow: ['agent', 'crm'],
  summary: 'Take in a customer with a verified contact point, and make their login, if they are to have one',
  body: NewCustomer,
  example: {
    salutation: 'herr',
    title: 'Dr.',
    givenName: 'Jörg',
    familyName: 'Weißmüller',
    insuranceNumber: 'K-2026-004711',
    address: { careOf: 'Familie Meier', street: 'Große Straße 12', addition: 'Hinterhaus', postalCode: '50667', city: 'Köln', country: 'DE' },
    iban: 'DE89 3704 0044 0532 0130 00',
    contactPoints: [
      { channel: 'email', address: 'joerg.weissmueller@example.org', verifiedAt: '2026-03-01T09:00:00Z' },
      { channel: 'sms', address: '+4915112345678', verifiedAt: '2026-03-01T09:05:00Z' },
    ],
    notifyBy: 'sms',
    relationshipStartedOn: '2026-03-01',
  },
  returns: z.object({ id: CustomerId }).meta({ id: 'RegisteredCustomer' }),
  status: 201,
  // Each is invited by a mail. The CRM brings thousands at once.
  limits: { agent: { most: 100, per: 'hour' } },
  uses,
  async handle({ body, once }, { customers, lookupKeys, logins, newId, now, smsGoesTo }: RegisterCustomerDeps) {
    const at = now();
    const customer = registered(newId('cus'), body, at);
    requireReachable(customer, smsGoesTo);
    await refuseForeignAddress(customer, logins);
    const hashed = (value: string | undefined, hash: (value: string) => Promise<string>) => (value === undefined ? undefined : hash(value));
    const [insuranceNumber, email, phone] = await Promise.all([
      lookupKeys.insuranceNumber(body.insuranceNumber),
      hashed(emailAddress(body), lookupKeys.email),
      hashed(smsNumber(body), lookupKeys.phone),
    ]);
    const made = { request: once, status: 201, madeId: customer.id, subjectId: customer.id };
    const { earlier } = await customers.register(customer, { insuranceNumber, email, phone }, made, at);
    const theirs = earlier ? await ownProfile(customers, earlier.id) : customer;
    await ensureLogin(theirs, { customers, logins });
    return { id: theirs.id };
  },
});
