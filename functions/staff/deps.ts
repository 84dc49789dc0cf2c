import type { NewId } from '../../shared/id.ts';
import type { Logins } from '../../shared/logins/logins.ts';
import type { StaffTable } from '../../shared/staff/staff-table.ts';

/** What the endpoints of staff work with. */
export interface StaffDeps {
  readonly staff: StaffTable;
  readonly logins: Logins;
  readonly newId: NewId;
  readonly now: () => Date;
}
