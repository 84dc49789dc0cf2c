import { allActivities, type Activity } from './activity.ts';
import type { TimeEntry } from './time-entry.ts';

/** What was spent on a case: minutes in all, and by activity, those on which there is something. Of whom, it does not say. */
export interface TimeSum {
  readonly minutes: number;
  readonly byActivity: readonly { readonly activity: Activity; readonly minutes: number }[];
}

/** Entries that nobody stands by yet do not count. */
export function sumOf(entries: readonly Pick<TimeEntry, 'activity' | 'minutes' | 'unconfirmed'>[]): TimeSum {
  const sums = new Map<Activity, number>();
  for (const { activity, minutes, unconfirmed } of entries) if (!unconfirmed) sums.set(activity, (sums.get(activity) ?? 0) + minutes);
  const byActivity = allActivities.filter((activity) => sums.has(activity)).map((activity) => ({ activity, minutes: sums.get(activity)! }));
  return { minutes: byActivity.reduce((sum, { minutes }) => sum + minutes, 0), byActivity };
}
