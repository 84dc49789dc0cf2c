import * as z from 'zod';
import { ErasureLine, ErasureRequestId, ErasureStatus, remedies, type ErasureRequest } from '../../shared/privacy/erasure/erasure.ts';

/** An erasure request as the API shows it, with the answer once there is one. */
export const ErasureRequestView = z
  .object({
    id: ErasureRequestId,
    status: ErasureStatus,
    receivedAt: z.iso.datetime(),
    answerDueOn: z.iso.date(),
    answeredAt: z.iso.datetime().optional(),
    outcome: z.enum(['complete', 'partial']).optional(),
    lines: z.array(ErasureLine).optional(),
    answerMail: z.enum(['claimed', 'sent', 'unknown', 'failed']).optional().describe('How the sending of the answer stands'),
    remedies: z.string().optional().describe('Art. 12(4) GDPR'),
  })
  .meta({ id: 'ErasureRequest' });

export const erasureView = (request: ErasureRequest): z.infer<typeof ErasureRequestView> => ({
  ...request,
  lines: request.lines && [...request.lines],
  ...(request.status === 'answered' && { remedies }),
});
