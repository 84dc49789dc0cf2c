import { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { environment, jsonOf } from '../../shared/lambda/environment.ts';

/** When the house works. */
export const officeHours = (): OfficeHours => environment({ OFFICE_HOURS: jsonOf(OfficeHours) }).OFFICE_HOURS;
