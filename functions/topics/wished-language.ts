import { Language } from '../../shared/language.ts';

/** In which language a customer reads topics. */
export const WishedLanguage = Language.default('de').describe('What there is in German only comes in German, and says so');
