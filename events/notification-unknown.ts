import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** Nobody can say whether the provider took the message; it is not sent again. */
export const notificationUnknown = eventType({
  type: 'notification.unknown',
  summary: 'The notification may have been sent; it is not sent again.',
  aggregate: idWith('ntf'),
  data: z.object({ channel: z.enum(['sms', 'email']), template: code() }),
});
