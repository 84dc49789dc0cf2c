import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** A message is to go out. Subscribers are chosen by `channel`. */
export const notificationPlanned = eventType({
  type: 'notification.planned',
  summary: 'A notification is to be sent over this channel.',
  aggregate: idWith('ntf'),
  data: z.object({ channel: z.enum(['sms', 'email']), template: code() }),
});
