import { isStaff, type Caller } from '../../shared/lambda/caller.ts';
import type { FoundImport, ImportTable } from '../../shared/letters/imports/import-table.ts';
import { requireHealthSkill } from '../../shared/staff/health-skill.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import { theirImport } from './find-import.ts';

/** What looking at an import works with. */
export interface Reviewing {
  readonly imports: Pick<ImportTable, 'byId'>;
  readonly staff: Pick<StaffReader, 'agent'>;
}

/** The import that a sender, or an agent, looks at: agents what is about somebody's health only with the skill. @throws DomainError `not-found/no-such-import`, `forbidden/health-skill-required` */
export async function reviewOf({ imports, staff }: Reviewing, caller: Caller, importId: string): Promise<FoundImport> {
  const found = await theirImport(imports, caller, importId);
  if (isStaff(caller) && found.letterImport.special === 'health') await requireHealthSkill(staff, caller.id);
  return found;
}
