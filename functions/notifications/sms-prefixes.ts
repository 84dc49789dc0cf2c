import * as z from 'zod';
import { environment } from '../../shared/lambda/environment.ts';
import { smsGoesTo } from '../../shared/notifications/sms-countries.ts';

/** To which numbers SMS go, after the stage's setting: `+49,+43,+41`. */
export function smsCountries(variables: NodeJS.ProcessEnv = process.env): (number: string) => boolean {
  const { SMS_PREFIXES } = environment({ SMS_PREFIXES: z.string().regex(/^\+[1-9]\d{0,3}(,\+[1-9]\d{0,3})*$/) }, variables);
  return smsGoesTo(SMS_PREFIXES.split(','));
}
