import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** The message did not go out: the provider refused it, or it could not be handed over at all. `code` says why. */
export const notificationFailed = eventType({
  type: 'notification.failed',
  summary: 'The notification was not sent, and will not be.',
  aggregate: idWith('ntf'),
  data: z.object({ channel: z.enum(['sms', 'email']), template: code(), code: code() }),
});
