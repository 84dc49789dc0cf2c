import { OfficeHours } from '../../../shared/business-time/office-hours.ts';
import { weekdays } from '../../../shared/staff/working-hours.ts';

/** Ten hours on working days, with the holidays of North Rhine-Westphalia. */
export const usualHours = OfficeHours.parse({
  weekly: weekdays.slice(0, 5).map((day) => ({ day, from: '08:00', to: '18:00' })),
  state: 'NW',
  closedOn: ['12-24', '12-31'],
});
