import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { reasonsFor } from '../../shared/customers/relationship.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { changeRelationship, relationshipUses, type RelationshipDeps } from './relationship-change.ts';
import { CustomerView } from './views.ts';

export const reopenRelationship = endpoint({
  method: 'DELETE',
  path: '/v1/customers/{customerId}/relationship-end',
  allow: ['agent', 'crm'],
  summary: 'Take back the recorded end of a relationship: it runs on as if none had been recorded',
  params: z.strictObject({ customerId: CustomerId }),
  query: z.strictObject({ reason: z.enum(reasonsFor.reopened) }),
  returns: CustomerView,
  status: 200,
  ifMatch: true,
  version: (customer) => customer.version,
  uses: relationshipUses,
  async handle({ params: { customerId }, query: { reason }, ...request }, deps: RelationshipDeps) {
    return changeRelationship(customerId, { change: 'reopened', reason }, request, deps);
  },
});
