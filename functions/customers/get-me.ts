import { customerNeeds } from '../../shared/customers/customer-table.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ownProfile } from './own-profile.ts';
import { CustomerView } from './views.ts';

const uses = { customers: only(customerNeeds, 'own') };

export const getMe = endpoint({
  method: 'GET',
  path: '/v1/me',
  allow: ['customer'],
  summary: 'Your own master data; a report confirms it by its version',
  returns: CustomerView,
  status: 200,
  version: (customer) => customer.version,
  uses,
  async handle({ caller }, { customers }: Used<typeof uses>) {
    return ownProfile(customers, caller.id);
  },
});
