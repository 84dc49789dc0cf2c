import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { noSuchCustomer } from '../../shared/customers/customer.ts';
import type { CustomerReader } from '../../shared/customers/customer-reader.ts';
import { DomainError, invalidField } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { answerDueOn, type ErasureRequest } from '../../shared/privacy/erasure/erasure.ts';
import type { ErasureTable } from '../../shared/privacy/erasure/erasure-table.ts';
import { earlierEffect } from '../../shared/storage/earlier.ts';
import type { Database } from '../../shared/storage/database.ts';
import { ErasureRequestView, erasureView } from './erasure-view.ts';

interface RequestErasureDeps {
  readonly db: Database;
  readonly erasures: Pick<ErasureTable, 'receive' | 'ofCustomer'>;
  readonly customers: CustomerReader;
  readonly newId: NewId;
  readonly now: () => Date;
}

export const requestErasure = endpoint({
  method: 'POST',
  path: '/v1/privacy/erasure-requests',
  allow: ['customer', 'officer'],
  summary: 'Ask for erasure (Art. 17 GDPR): a customer of their own data, an officer for somebody who asked by another way',
  body: z.strictObject({ customerId: CustomerId.optional().describe('Required of officers, forbidden for customers') }),
  example: {},
  returns: ErasureRequestView,
  status: 202,
  async handle({ body, caller, once }, { db, erasures, customers, newId, now }: RequestErasureDeps) {
    const byOfficer = caller.roles.includes('officer');
    if (byOfficer !== (body.customerId !== undefined)) {
      const problem = byOfficer ? 'is required of officers' : 'is for officers only';
      throw invalidField('body.customerId', problem);
    }
    const customerId = body.customerId ?? caller.id;
    const at = now();
    // Before anything else: while the erasure is under way the person is hidden, and a repeat is answered all the same. The marker
    // goes with the person; a repeat after that finds nobody.
    const before = await earlierEffect(db, once, at);
    if (before) return replayed(await erasures.ofCustomer(customerId, before.id));
    const customer = await customers.customer(customerId);
    if (!customer) throw noSuchCustomer();
    const request: ErasureRequest = {
      id: newId('era'),
      customerId,
      status: 'received',
      receivedAt: at.toISOString(),
      requestedBy: byOfficer ? 'officer' : 'customer',
      replyTo: customer.contactPoints.find(({ channel }) => channel === 'email')!.address,
      answerDueOn: answerDueOn(dayOf(at)),
    };
    const { earlier } = await erasures.receive(request, { request: once, status: 202, madeId: request.id, subjectId: customerId }, at);
    return earlier ? replayed(await erasures.ofCustomer(customerId, earlier.id)) : erasureView(request);
  },
});

function replayed(made: ErasureRequest | undefined): ReturnType<typeof erasureView> {
  if (!made) throw new DomainError('not-found', 'no-such-erasure-request');
  return erasureView(made);
}
