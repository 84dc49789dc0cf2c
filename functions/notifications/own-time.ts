import type { Time } from '../../shared/notifications/pace.ts';

/** The time of the process. */
export const ownTime: Time = { now: () => performance.now(), wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)) };
