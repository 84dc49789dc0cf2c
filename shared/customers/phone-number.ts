import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A valid number in E.164 form, as the numbering plans of its country have it. */
export const isPhoneNumber = (text: string): boolean => parsePhoneNumberFromString(text)?.number === text && parsePhoneNumberFromString(text)?.isValid() === true;
