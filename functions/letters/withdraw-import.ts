import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { importNeeds } from '../../shared/letters/imports/import-table.ts';
import { LetterImportId } from '../../shared/letters/imports/letter-import-id.ts';
import { noSuchImport, withdrawn } from '../../shared/letters/imports/letter-import.ts';
import { letterNeeds } from '../../shared/letters/letter-table.ts';
import { WithdrawalReason } from '../../shared/letters/letter-withdrawal.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { findImport } from './find-import.ts';
import { importFor, LetterImportView } from './import-views.ts';

const uses = { imports: only(importNeeds, 'byId', 'withdraw'), letters: only(letterNeeds, 'ofCustomer'), staff: only(staffReaderNeeds, 'agent') };

interface WithdrawImportDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const withdrawImport = endpoint({
  method: 'POST',
  path: '/v1/letter-imports/{importId}/withdrawal',
  allow: ['oms', 'agent'],
  summary:
    'Hide the letter that came of an import from its customer again, who is told where they had opened it. Its file stays as long as the law asks for it',
  params: z.strictObject({ importId: LetterImportId }),
  body: z.strictObject({ reason: WithdrawalReason }),
  example: { reason: 'wrong-content' },
  returns: LetterImportView,
  status: 200,
  uses,
  async handle({ params: { importId }, body: { reason }, caller, once }, { imports, letters, staff, now }: WithdrawImportDeps) {
    const at = now();
    const found = await findImport({ imports, staff }, caller, importId);
    const { customerId, letterId, withdrawn: before } = found.letterImport;
    // Who asks again may not have heard that it is done.
    if (before?.reason === reason && before.id === caller.id) return importFor(caller, found.letterImport);
    const after = withdrawn(found.letterImport, reason, caller.id, at);
    const letter = letterId === undefined ? undefined : await letters.ofCustomer(customerId, letterId);
    // A letter goes with its case or its customer, or is hidden for the law.
    if (!letter) throw noSuchImport();
    const { earlier } = await imports.withdraw(found, after, letter, { request: once, status: 200, madeId: importId, subjectId: customerId }, at);
    return importFor(caller, earlier ? (await findImport({ imports, staff }, caller, importId)).letterImport : after);
  },
});
