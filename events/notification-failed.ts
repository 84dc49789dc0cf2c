import * as z from 'zod';
import { eventType } from './event.ts';

/** The message did not go out: the provider refused it, or it could not be handed over at all. `code` says why. */
export const notificationFailed = eventType({
  type: 'notification.failed',
  summary: 'The notification was not sent, and will not be.',
  aggregate: z.string(),
  data: z.object({ channel: z.enum(['sms', 'email']), template: z.string(), code: z.string() }),
});
