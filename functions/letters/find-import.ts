import { isStaff, type Caller } from '../../shared/lambda/caller.ts';
import type { FoundImport, ImportTable } from '../../shared/letters/imports/import-table.ts';
import { noSuchImport } from '../../shared/letters/imports/letter-import.ts';

/** The import, if the caller may see it: staff each, a sender their own. @throws DomainError `not-found/no-such-import`, the same for another's */
export async function theirImport(imports: Pick<ImportTable, 'byId'>, caller: Caller, importId: string): Promise<FoundImport> {
  const found = await imports.byId(importId);
  if (!found || (!isStaff(caller) && found.letterImport.sender !== caller.id)) throw noSuchImport();
  return found;
}
