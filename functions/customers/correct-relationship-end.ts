import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { reasonsFor } from '../../shared/customers/relationship.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { RelationshipEnd } from '../../shared/personal-data/plausible-days.ts';
import { changeRelationship, relationshipUses, type RelationshipDeps } from './relationship-change.ts';
import { CustomerView } from './views.ts';

const Correction = z.discriminatedUnion('reason', [
  z.strictObject({ reason: z.enum(reasonsFor.corrected), endedOn: RelationshipEnd }),
  z.strictObject({ reason: z.enum(reasonsFor.voided).describe('The contract was void: it counts as ended today') }),
]);

export const correctRelationshipEnd = endpoint({
  method: 'PUT',
  path: '/v1/customers/{customerId}/relationship-end',
  allow: ['agent', 'crm'],
  summary: 'Correct the recorded end of a relationship, or record that the contract never began; an end more than 30 days past deletes nothing for 14 days',
  params: z.strictObject({ customerId: CustomerId }),
  body: Correction,
  example: { reason: 'mistyped', endedOn: '2026-12-31' },
  returns: CustomerView,
  status: 200,
  ifMatch: true,
  version: (customer) => customer.version,
  uses: relationshipUses,
  async handle({ params: { customerId }, body, ...request }, deps: RelationshipDeps) {
    const change = 'endedOn' in body ? { change: 'corrected' as const, ...body } : { change: 'voided' as const, ...body };
    return changeRelationship(customerId, change, request, deps);
  },
});
