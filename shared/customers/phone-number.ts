import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A valid number in E.164 form, as the numbering plans of its country have it. */
export function isPhoneNumber(text: string): boolean {
  const number = parsePhoneNumberFromString(text);
  return number?.number === text && number.isValid();
}
