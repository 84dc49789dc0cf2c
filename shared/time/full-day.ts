import { DomainError } from '../domain-error.ts';

/** Minutes of a day: nobody works longer on one. */
export const minutesOfDay = 24 * 60;

/** More was entered for a day than it has. `field`: where of a request it stood. */
export const dayFull = (field: 'body.minutes' | 'body.minutesSpent' = 'body.minutes'): DomainError =>
  new DomainError('conflict', 'day-full', [
    { field, problem: 'would make more than 24 hours of that day, with what you entered before (GET /v1/time-entries): correct that first' },
  ]);
