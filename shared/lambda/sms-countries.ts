import * as z from 'zod';
import { environment } from './environment.ts';

/** Whether SMS of a stage go to a number; `prefixes`: of the countries that they go to, in E.164 form. A number that costs a fortune is not called by mistake. */
export const smsGoesTo =
  (prefixes: readonly string[]) =>
  (number: string): boolean =>
    prefixes.some((prefix) => number.startsWith(prefix));

/** To which numbers SMS go, after the stage's setting: `+49,+43,+41`. */
export function smsCountries(variables: NodeJS.ProcessEnv = process.env): (number: string) => boolean {
  const { SMS_PREFIXES } = environment({ SMS_PREFIXES: z.string().regex(/^\+[1-9]\d{0,3}(,\+[1-9]\d{0,3})*$/) }, variables);
  return smsGoesTo(SMS_PREFIXES.split(','));
}
