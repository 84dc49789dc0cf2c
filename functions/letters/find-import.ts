import { isStaff, type Caller } from '../../shared/lambda/caller.ts';
import type { FoundImport, ImportTable } from '../../shared/letters/imports/import-table.ts';
import { noSuchImport } from '../../shared/letters/imports/letter-import.ts';
import { requireHealthSkill } from '../../shared/staff/health-skill.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';

/** What finding an import works with. */
export interface ImportFinder {
  readonly imports: Pick<ImportTable, 'byId'>;
  readonly staff: Pick<StaffReader, 'agent'>;
}

/**
 * The import, if the caller may see it: a sender their own; an agent each, what is about somebody's health only with the skill.
 * @throws DomainError `not-found/no-such-import`, the same for another's; `forbidden/health-skill-required`
 */
export async function findImport({ imports, staff }: ImportFinder, caller: Caller, importId: string): Promise<FoundImport> {
  const found = await imports.byId(importId);
  if (!found || (!isStaff(caller) && found.letterImport.sender !== caller.id)) throw noSuchImport();
  if (isStaff(caller) && found.letterImport.special === 'health') await requireHealthSkill(staff, caller.id);
  return found;
}
