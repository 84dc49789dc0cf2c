import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { importNeeds } from '../../shared/letters/imports/import-table.ts';
import { LetterImportId } from '../../shared/letters/imports/letter-import-id.ts';
import { letterNeeds } from '../../shared/letters/letter-table.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { findImport } from './find-import.ts';
import { importFor, LetterImportView } from './import-views.ts';

const uses = { imports: only(importNeeds, 'byId'), letters: only(letterNeeds, 'ofCustomer'), staff: only(staffReaderNeeds, 'agent') };

export const getImport = endpoint({
  method: 'GET',
  path: '/v1/letter-imports/{importId}',
  allow: ['oms', 'agent'],
  summary:
    'What became of a letter that was handed in: whether it was published, what is to be done if not, and whether its customer was told and has opened it',
  params: z.strictObject({ importId: LetterImportId }),
  returns: LetterImportView,
  status: 200,
  version: (found) => found.version,
  uses,
  async handle({ params: { importId }, caller }, { imports, letters, staff }: Used<typeof uses>) {
    const { letterImport } = await findImport({ imports, staff }, caller, importId);
    const { customerId, letterId, state } = letterImport;
    const letter = letterId !== undefined && state === 'published' ? await letters.ofCustomer(customerId, letterId) : undefined;
    return importFor(caller, letterImport, letter);
  },
});
