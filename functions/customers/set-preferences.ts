import * as z from 'zod';
import { notifiedBy } from '../../shared/customers/customer.ts';
import { customerNeeds, type CustomerTable } from '../../shared/customers/customer-table.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { together } from '../../shared/storage/needs.ts';
import { ownProfile } from './own-profile.ts';
import { CustomerView } from './views.ts';

interface SetPreferencesDeps {
  readonly customers: Pick<CustomerTable, 'own' | 'setPreferences'>;
}

export const setPreferences = endpoint({
  method: 'PUT',
  path: '/v1/me/preferences',
  allow: ['customer'],
  summary: 'Choose how you are told of news: SMS or e-mail, to a verified address of yours',
  body: z.strictObject({ notifyBy: z.enum(['sms', 'email']) }),
  example: { notifyBy: 'sms' },
  returns: CustomerView,
  status: 200,
  version: (customer) => customer.version,
  needs: together(customerNeeds.own, customerNeeds.setPreferences),
  async handle({ body: { notifyBy }, caller }, { customers }: SetPreferencesDeps) {
    const customer = await ownProfile(customers, caller.id);
    if (customer.notifyBy === notifyBy) return customer;
    const changed = notifiedBy(customer, notifyBy);
    await customers.setPreferences(changed);
    return changed;
  },
});
