import countries from 'i18n-iso-countries/index.js';
import * as z from 'zod';

/** A country of ISO 3166-1 by its two letters, and `XK`, under which everybody but the standard knows Kosovo. */
export const Country = z.enum(Object.keys(countries.getAlpha2Codes()), 'must be a country by its two letters of ISO 3166-1, e.g. DE').meta({ id: 'Country' });
export type Country = z.infer<typeof Country>;
