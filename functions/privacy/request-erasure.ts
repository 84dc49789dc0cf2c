import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { noSuchCustomer } from '../../shared/customers/customer.ts';
import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { DomainError } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { byRole } from '../../shared/lambda/by-role.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { EmailAddress } from '../../shared/personal-data/email-address.ts';
import { answerDueOn, type ErasureRequest } from '../../shared/privacy/erasure/erasure.ts';
import { isAnythingStored, itemsOfNeeds } from '../../shared/privacy/registry/subject-items.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { erasureNeeds } from '../../shared/privacy/erasure/erasure-table.ts';
import { earlierEffect, earlierNeeds } from '../../shared/storage/earlier.ts';
import type { Database } from '../../shared/storage/database.ts';
import { doing, only, type Used } from '../../shared/storage/uses.ts';
import { ErasureRequestView, erasureView } from './erasure-view.ts';

const uses = {
  db: doing<Database>(earlierNeeds, itemsOfNeeds(storedItems)),
  erasures: only(erasureNeeds, 'receive', 'reopen', 'ofCustomer', 'unfinished'),
  customers: only(customerReaderNeeds, 'customer'),
};

interface RequestErasureDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const requestErasure = endpoint({
  method: 'POST',
  path: '/v1/privacy/erasure-requests',
  allow: ['customer', 'officer'],
  summary: 'Ask for erasure (Art. 17 GDPR): a customer of their own data, an officer for somebody who asked by another way',
  body: byRole({
    officer: z.strictObject({
      customerId: CustomerId,
      replyTo: EmailAddress.optional().describe('Where the answer goes if nothing is stored by which the person could be written to'),
    }),
    customer: z.strictObject({}),
  }),
  example: { officer: { customerId: 'cus_01JQ0000000000000000000000' }, customer: {} },
  returns: ErasureRequestView,
  status: 202,
  limits: { customer: { most: 5, per: 'day' } },
  uses,
  async handle({ body, caller, once }, { db, erasures, customers, newId, now }: RequestErasureDeps) {
    const byOfficer = 'customerId' in body;
    const { customerId, replyTo } = byOfficer ? body : { customerId: caller.id };
    const at = now();
    // Before anything else: while the erasure is under way the person is hidden, and a repeat is answered all the same. The marker
    // goes with the person; a repeat after that finds nobody.
    const before = await earlierEffect(db, once, at);
    if (before) return replayed(await erasures.ofCustomer(customerId, before.id));
    // Who asks again while a request is worked on is answered with that one; once it was answered in part, it is opened again.
    const open = await erasures.unfinished(customerId);
    if (open?.status === 'received') return erasureView(open);
    const customer = await customers.customer(customerId);
    // Also for somebody whose master data is gone: what the law keeps of them is still theirs to ask for.
    if (!customer && !(await isAnythingStored(db, storedItems, customerId))) throw noSuchCustomer();
    const request: ErasureRequest = {
      id: open?.id ?? newId('era'),
      customerId,
      status: 'received',
      receivedAt: at.toISOString(),
      requestedBy: byOfficer ? 'officer' : 'customer',
      replyTo: customer?.contactPoints.find(({ channel }) => channel === 'email')?.address ?? replyTo,
      answerDueOn: answerDueOn(dayOf(at)),
    };
    const made = { request: once, status: 202, madeId: request.id, subjectId: customerId };
    try {
      const { earlier } = await (open ? erasures.reopen : erasures.receive)(request, customer !== undefined, made, at);
      return earlier ? replayed(await erasures.ofCustomer(customerId, earlier.id)) : erasureView(request);
    } catch (error) {
      // Of several who ask at the same moment one wins; the others are answered with what is open by now.
      const winner = error instanceof DomainError && error.kind === 'conflict' && (await erasures.unfinished(customerId));
      if (!winner) throw error;
      return erasureView(winner);
    }
  },
});

function replayed(made: ErasureRequest | undefined): ReturnType<typeof erasureView> {
  if (!made) throw new DomainError('not-found', 'no-such-erasure-request');
  return erasureView(made);
}
