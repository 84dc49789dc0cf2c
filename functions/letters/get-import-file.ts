import * as z from 'zod';
import type { FileLinks } from '../../shared/files/file-links.ts';
import type { FileReader } from '../../shared/files/file-reader.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { importNeeds } from '../../shared/letters/imports/import-table.ts';
import { LetterImportId } from '../../shared/letters/imports/letter-import-id.ts';
import { quarantineKey } from '../../shared/letters/imports/import-state.ts';
import { fileNotThere, notInReview } from '../../shared/letters/imports/letter-import.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { findImport } from './find-import.ts';
import { ImportFileView } from './import-views.ts';

const uses = { imports: only(importNeeds, 'byId'), staff: only(staffReaderNeeds, 'agent') };

interface GetImportFileDeps extends Used<typeof uses> {
  readonly quarantine: Pick<FileReader, 'newest'>;
  readonly links: FileLinks;
  readonly now: () => Date;
}

export const getImportFile = endpoint({
  method: 'GET',
  path: '/v1/letter-imports/{importId}/file',
  allow: ['agent'],
  summary: 'A short-lived address of the PDF that somebody has to look at; it passed all checks but those that are named',
  params: z.strictObject({ importId: LetterImportId }),
  returns: ImportFileView,
  status: 200,
  uses,
  async handle({ params: { importId }, caller }, { imports, staff, quarantine, links, now }: GetImportFileDeps) {
    const { letterImport } = await findImport({ imports, staff }, caller, importId);
    if (letterImport.state !== 'needs-review') throw notInReview(letterImport);
    const key = quarantineKey(letterImport.customerId, importId);
    const versionId = await quarantine.newest(key);
    if (versionId === undefined) throw fileNotThere();
    return links.link(key, versionId, now(), 'durchsicht.pdf');
  },
});
