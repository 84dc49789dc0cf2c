import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { customerNeeds } from '../../shared/customers/customer-table.ts';
import { RelationshipEnd } from '../../shared/personal-data/plausible-days.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ownProfile } from './own-profile.ts';

const uses = { customers: only(customerNeeds, 'endRelationship', 'own') };

interface EndRelationshipDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const endRelationship = endpoint({
  method: 'POST',
  path: '/v1/customers/{customerId}/relationship-end',
  allow: ['agent', 'crm'],
  summary: 'Record the day on which the relationship with a customer ends; their retention periods run from here',
  params: z.strictObject({ customerId: CustomerId }),
  body: z.strictObject({
    endedOn: RelationshipEnd.describe('Its last day. A relationship without an end has none recorded: 9999-12-31 and the like are refused'),
  }),
  example: { endedOn: '2026-12-31' },
  returns: z
    .object({
      id: CustomerId,
      relationshipEndedOn: z.iso.date().optional().describe('As it is now: a repeat tells what has become of it meanwhile'),
      relationshipEndSettlesOn: z.iso.date().optional().describe('The end was recorded long in arrears: nothing is deleted because of it before this day'),
      version: z.int().describe('What a correction of it names'),
    })
    .meta({ id: 'EndedRelationship' }),
  status: 200,
  version: (ended) => ended.version,
  uses,
  async handle({ params: { customerId }, body: { endedOn }, once }, { customers, now }: EndRelationshipDeps) {
    await customers.endRelationship(customerId, endedOn, { request: once, status: 200, madeId: customerId, subjectId: customerId }, now());
    const { relationshipEndedOn, relationshipEndSettlesOn, version } = await ownProfile(customers, customerId);
    return { id: customerId, relationshipEndedOn, relationshipEndSettlesOn, version };
  },
});
