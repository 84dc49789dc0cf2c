import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { customerNeeds, type CustomerTable } from '../../shared/customers/customer-table.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';

interface EndRelationshipDeps {
  readonly customers: Pick<CustomerTable, 'endRelationship'>;
  readonly now: () => Date;
}

export const endRelationship = endpoint({
  method: 'POST',
  path: '/v1/customers/{customerId}/relationship-end',
  allow: ['agent', 'crm'],
  summary: 'Record the day on which the relationship with a customer ends; their retention periods run from here',
  params: z.strictObject({ customerId: CustomerId }),
  body: z.strictObject({ endedOn: z.iso.date() }),
  example: { endedOn: '2026-12-31' },
  returns: z.object({ id: CustomerId, relationshipEndedOn: z.iso.date() }).meta({ id: 'EndedRelationship' }),
  status: 200,
  needs: customerNeeds.endRelationship,
  async handle({ params: { customerId }, body: { endedOn }, once }, { customers, now }: EndRelationshipDeps) {
    await customers.endRelationship(customerId, endedOn, { request: once, status: 200, madeId: customerId, subjectId: customerId }, now());
    return { id: customerId, relationshipEndedOn: endedOn };
  },
});
