import * as z from 'zod';
import { endpoint, type Route } from '../../shared/lambda/endpoint.ts';

interface Deps {
  readonly messages: { readonly record: () => Promise<void> };
}

/** An endpoint for signed messages: stands for the house's own as long as it has none, and beside them afterwards. */
export const standIn: Route = endpoint({
  method: 'POST',
  path: '/v1/messages/{ticketId}',
  allow: { signature: 'some-provider' },
  summary: 'Somebody else’s system tells something',
  params: z.strictObject({ ticketId: z.string() }),
  body: z.object({ what: z.string() }),
  example: { what: 'happened' },
  returns: 'nothing',
  status: 204,
  handle: async (_, { messages }: Deps) => messages.record(),
});
