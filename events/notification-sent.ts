import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** The provider took the message. Whether it arrived is another matter. */
export const notificationSent = eventType({
  type: 'notification.sent',
  summary: 'The notification was handed to the provider.',
  aggregate: idWith('ntf'),
  data: z.object({ channel: z.enum(['sms', 'email']), template: code() }),
});
