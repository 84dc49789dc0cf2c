import { notificationFailed } from '../events/notification-failed.ts';
import { notificationSent } from '../events/notification-sent.ts';
import { notificationUnknown } from '../events/notification-unknown.ts';

/** How the sending of a notification may end: what tickets and letters want to know. */
export const notificationOutcomes = [notificationSent, notificationFailed, notificationUnknown];
