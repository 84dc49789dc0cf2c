import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { customerNeeds } from '../../shared/customers/customer-table.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ownProfile } from './own-profile.ts';
import { CustomerView } from './views.ts';

const uses = { customers: only(customerNeeds, 'own') };

export const getCustomer = endpoint({
  method: 'GET',
  path: '/v1/customers/{customerId}',
  allow: ['agent', 'crm'],
  summary: 'Master data of a customer; changes of it, and reports by phone, name its version',
  params: z.strictObject({ customerId: CustomerId }),
  returns: CustomerView,
  status: 200,
  version: (customer) => customer.version,
  uses,
  async handle({ params: { customerId } }, { customers }: Used<typeof uses>) {
    return ownProfile(customers, customerId);
  },
});
