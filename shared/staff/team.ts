import { invalidField } from '../domain-error.ts';
import type { StaffReader } from './staff-reader.ts';

/** What is wrong with a team before which nothing could come up. */
export const noTeam = 'has no clerks, or there is no such team';

/** That a team has clerks before whom work can come up. @throws DomainError `invalid/invalid-body` */
export async function requireTeam(staff: Pick<StaffReader, 'clerksOf'>, team: string, field: `body.${string}`): Promise<void> {
  if ((await staff.clerksOf(team)).length === 0) throw invalidField(field, noTeam);
}
