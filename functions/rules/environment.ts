import { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { environment, jsonOf } from '../../shared/lambda/environment.ts';
import { LetterSender } from '../../shared/letters/typesetting/content.ts';

/** When the house works. */
export const officeHours = (): OfficeHours => environment({ OFFICE_HOURS: jsonOf(OfficeHours) }).OFFICE_HOURS;

/** The company whose letters they are. */
export const letterSender = (): LetterSender => environment({ SENDER: jsonOf(LetterSender) }).SENDER;
