import { ConceptStack } from '../concept-stack.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** The function knows the countries that SMS of the stage go to: `shared/lambda/sms-countries.ts` reads them. */
export const knowsSmsCountries = (fn: LambdaFunction): LambdaFunction => fn.knows('SMS_PREFIXES', ConceptStack.of(fn).settings.smsCountryPrefixes.join(','));
