import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { PlausibleDay } from '../../shared/personal-data/plausible-days.ts';
import { changeRelationship, relationshipUses, type RelationshipDeps } from './relationship-change.ts';
import { CustomerView } from './views.ts';

export const beginRelationshipAnew = endpoint({
  method: 'PUT',
  path: '/v1/customers/{customerId}/relationship-start',
  allow: ['agent', 'crm'],
  summary: 'A customer whose relationship has ended returns: it begins anew, not before that end',
  params: z.strictObject({ customerId: CustomerId }),
  body: z.strictObject({ startedOn: PlausibleDay }),
  example: { startedOn: '2027-04-01' },
  returns: CustomerView,
  status: 200,
  ifMatch: true,
  version: (customer) => customer.version,
  uses: relationshipUses,
  async handle({ params: { customerId }, body: { startedOn }, ...request }, deps: RelationshipDeps) {
    return changeRelationship(customerId, { change: 'begun-anew', reason: 'returned', startedOn }, request, deps);
  },
});
