import * as z from 'zod';
import { DomainError } from '../../shared/domain-error.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { ErasureRequestId } from '../../shared/privacy/erasure/erasure.ts';
import { erasureNeeds } from '../../shared/privacy/erasure/erasure-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ErasureRequestView, erasureView } from './erasure-view.ts';

const uses = { erasures: only(erasureNeeds, 'byId', 'ofCustomer') };

export const getErasureRequest = endpoint({
  method: 'GET',
  path: '/v1/privacy/erasure-requests/{requestId}',
  allow: ['customer', 'officer'],
  summary: 'How far an erasure is, and its answer: what is gone, what is kept, on which ground and until when',
  params: z.strictObject({ requestId: ErasureRequestId }),
  returns: ErasureRequestView,
  status: 200,
  uses,
  async handle({ params: { requestId }, caller }, { erasures }: Used<typeof uses>) {
    const request = caller.roles.includes('officer') ? await erasures.byId(requestId) : await erasures.ofCustomer(caller.id, requestId);
    if (!request) throw new DomainError('not-found', 'no-such-erasure-request');
    return erasureView(request);
  },
});
