import { parsePhoneNumberFromString, type NumberType } from 'libphonenumber-js/max';

/** What takes an SMS. In some countries, as in the United States, a number does not tell. */
const mobile: readonly NumberType[] = ['MOBILE', 'FIXED_LINE_OR_MOBILE'];

/** At most fifteen digits, whatever a country's own plan says. */
const e164 = /^\+\d{7,15}$/;

/**
 * A number in E.164 form however people write it: with spaces, hyphens, brackets, slashes, `00` before the country, or a `(0)` behind it. A plus sign that a
 * URL does not encode arrives as a space. `undefined` where no country is told.
 */
export function inE164(text: string): string | undefined {
  const number = text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replace(/^ (?=\d)/, '+')
    .replace(/\(\s*0\s*\)/, '')
    .replaceAll(/[\s()/.\p{Pd}\u2212]/gu, '')
    .replace(/^00/, '+');
  return e164.test(number) ? number : undefined;
}

/**
 * A number in E.164 form to which an SMS can go: a mobile one, or one of a range that the library does not know yet, if its
 * beginning is not that of landlines or services.
 */
export function isMobileNumber(text: string): boolean {
  const number = parsePhoneNumberFromString(text);
  if (!e164.test(text) || number?.number !== text || !number.isPossible()) return false;
  const types = number.isValid() ? [number.getType()] : typesThatBeginSo(text);
  return types.every((type) => mobile.includes(type));
}

/** Of which types numbers are that begin with the same country and area or service, but are shorter or longer. */
function typesThatBeginSo(text: string): NumberType[] {
  const lengths = Array.from({ length: 9 }, (_, more) => 7 + more);
  const others = lengths.map((length) => parsePhoneNumberFromString(text.slice(0, 7).padEnd(length, '1')));
  return others.filter((number) => number?.isValid()).map((number) => number!.getType());
}
