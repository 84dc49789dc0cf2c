import { customerNeeds, type CustomerTable } from '../../shared/customers/customer-table.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { ownProfile } from './own-profile.ts';
import { CustomerView } from './views.ts';

interface GetMeDeps {
  readonly customers: Pick<CustomerTable, 'own'>;
}

export const getMe = endpoint({
  method: 'GET',
  path: '/v1/me',
  allow: ['customer'],
  summary: 'Your own master data; a report confirms it by its version',
  returns: CustomerView,
  status: 200,
  version: (customer) => customer.version,
  needs: customerNeeds.own,
  async handle({ caller }, { customers }: GetMeDeps) {
    return ownProfile(customers, caller.id);
  },
});
