import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { reasonsFor } from '../../shared/customers/relationship.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { PlausibleDay } from '../../shared/personal-data/plausible-days.ts';
import { changeRelationship, relationshipUses, type RelationshipDeps } from './relationship-change.ts';
import { CustomerView } from './views.ts';

export const correctRelationshipStart = endpoint({
  method: 'PUT',
  path: '/v1/customers/{customerId}/relationship-start',
  allow: ['agent', 'crm'],
  summary: 'A customer whose relationship has ended returns: it begins anew, not before that end; or correct the recorded start of it',
  params: z.strictObject({ customerId: CustomerId }),
  body: z.strictObject({
    reason: z
      .enum([...reasonsFor['begun-anew'], ...reasonsFor['start-corrected']])
      .default('returned')
      .describe('start-mistyped: it began on another day than was recorded'),
    startedOn: PlausibleDay,
  }),
  example: { startedOn: '2027-04-01' },
  returns: CustomerView,
  status: 200,
  ifMatch: true,
  version: (customer) => customer.version,
  uses: relationshipUses,
  async handle({ params: { customerId }, body: { reason, startedOn }, ...request }, deps: RelationshipDeps) {
    const change = reason === 'returned' ? { change: 'begun-anew' as const, reason, startedOn } : { change: 'start-corrected' as const, reason, startedOn };
    return changeRelationship(customerId, change, request, deps);
  },
});
