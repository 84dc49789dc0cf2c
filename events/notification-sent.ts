import * as z from 'zod';
import { eventType } from './event.ts';

/** The provider took the message. Whether it arrived is another matter. */
export const notificationSent = eventType({
  type: 'notification.sent',
  summary: 'The notification was handed to the provider.',
  aggregate: z.string(),
  data: z.object({ channel: z.enum(['sms', 'email']), template: z.string() }),
});
