import * as z from 'zod';
import { corrected } from '../../shared/customers/correction.ts';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { customerNeeds } from '../../shared/customers/customer-table.ts';
import { loginMoves, profileChanged, requireReachable } from '../../shared/customers/customer.ts';
import { MasterData } from '../../shared/customers/new-customer.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import type { Logins } from '../../shared/logins/logins.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import type { LookupKeys } from '../../shared/personal-data/lookup-keys.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { loginFollows, refuseForeignAddress } from './customer-login.ts';
import { lookupsOf } from './lookups-of.ts';
import { ownProfile } from './own-profile.ts';
import { registerCustomer } from './register-customer.ts';
import { CustomerView } from './views.ts';

const uses = { customers: only(customerNeeds, 'own', 'correct', 'hasLogin', 'forgetLogin') };

interface CorrectCustomerDeps extends Used<typeof uses> {
  readonly lookupKeys: LookupKeys;
  readonly logins: Logins;
  readonly newId: NewId;
  readonly now: () => Date;
  readonly smsGoesTo: (number: string) => boolean;
}

const { relationshipStartedOn, ...example } = registerCustomer.example!;

export const correctCustomer = endpoint({
  method: 'PUT',
  path: '/v1/customers/{customerId}',
  allow: ['agent', 'crm'],
  summary:
    'Correct master data, all of it: what is left out is absent from now on, but for how they log in. What is stored already is answered with the version that it has. A login follows a new e-mail address: it is made anew, and its owner invited, three times a day at most. With the login none they have none any more',
  params: z.strictObject({ customerId: CustomerId }),
  body: MasterData,
  example,
  returns: CustomerView,
  status: 200,
  ifMatch: true,
  version: (customer) => customer.version,
  uses,
  async handle({ params: { customerId }, body, caller, ifMatch }, { customers, lookupKeys, logins, newId, now, smsGoesTo }: CorrectCustomerDeps) {
    const at = now();
    const today = dayOf(at);
    const before = await ownProfile(customers, customerId);
    const correction = corrected(before, body, at);
    if (correction.fields.length === 0) {
      await loginFollows(before, today, { customers, logins });
      return before;
    }
    if (before.version !== ifMatch) throw profileChanged();
    const { customer, fields } = correction;
    if (fields.includes('contactPoints')) requireReachable(customer, smsGoesTo);
    const moves = loginMoves(before, customer);
    if (moves) await refuseForeignAddress(customer, { customers, logins });
    await customers.correct(correction, await lookupsOf(customer, lookupKeys), { id: newId('cor'), by: caller.id }, at);
    if (moves) await loginFollows(customer, today, { customers, logins });
    return customer;
  },
});
