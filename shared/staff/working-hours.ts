import * as z from 'zod';

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** An hour and minute by the clock on the wall in Berlin: `08:30`. The end of a day is `24:00`. */
export const WallTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be an hour and minute, 00:00 to 24:00');

/** When somebody works in an ordinary week, local time. Several on a day: there is a break between them. */
export const WorkingHours = z
  .array(z.strictObject({ day: z.enum(weekdays), from: WallTime, to: WallTime }))
  .max(28)
  .superRefine((hours, context) => {
    for (const [index, { day, from, to }] of hours.entries()) {
      if (from >= to) context.addIssue({ code: 'custom', path: [index, 'to'], message: 'must be later than from; what goes past midnight is two entries' });
      else if (hours.slice(0, index).some((earlier) => earlier.day === day && earlier.from < to && from < earlier.to))
        context.addIssue({ code: 'custom', path: [index, 'from'], message: 'overlaps with an entry before it' });
    }
  });
export type WorkingHours = z.infer<typeof WorkingHours>;
