import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';

export const getHealth = endpoint({
  method: 'GET',
  path: '/v1/health',
  allow: 'anyone',
  summary: 'Whether the API answers',
  returns: z.object({ status: z.literal('ok') }).meta({ id: 'Health' }),
  status: 200,
  async handle() {
    return { status: 'ok' as const };
  },
});
