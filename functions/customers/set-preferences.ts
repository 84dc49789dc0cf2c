import * as z from 'zod';
import { notifiedBy } from '../../shared/customers/customer.ts';
import { customerNeeds } from '../../shared/customers/customer-table.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ownProfile } from './own-profile.ts';
import { CustomerView } from './views.ts';

const uses = { customers: only(customerNeeds, 'own', 'setPreferences') };

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
  uses,
  async handle({ body: { notifyBy }, caller }, { customers }: Used<typeof uses>) {
    const customer = await ownProfile(customers, caller.id);
    if (customer.notifyBy === notifyBy) return customer;
    const changed = notifiedBy(customer, notifyBy);
    await customers.setPreferences(changed);
    return changed;
  },
});
