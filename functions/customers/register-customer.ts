import * as z from 'zod';
import { registered, requireReachable } from '../../shared/customers/customer.ts';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { customerNeeds } from '../../shared/customers/customer-table.ts';
import type { LookupKeys } from '../../shared/personal-data/lookup-keys.ts';
import { NewCustomer } from '../../shared/customers/new-customer.ts';
import { customerErased, isRefusal } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import type { Logins } from '../../shared/logins/logins.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ensureLogin, refuseForeignAddress, removeIfErased, removeIfGone } from './customer-login.ts';
import { lookupsOf } from './lookups-of.ts';

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
    await refuseForeignAddress(customer, { customers, logins });
    const lookups = await lookupsOf(body, lookupKeys);
    const made = { request: once, status: 201, madeId: customer.id, subjectId: customer.id };
    try {
      const { earlier } = await customers.register(customer, lookups, made, at);
      // An earlier try may have made a login after an erasure had looked for it.
      const theirs = earlier ? await removeIfGone(earlier.id, { customers, logins }) : customer;
      await ensureLogin(theirs, { customers, logins });
      return { id: theirs.id };
    } catch (error) {
      if (isRefusal(error, customerErased())) await removeIfErased(customer, { customers, logins });
      throw error;
    }
  },
});
