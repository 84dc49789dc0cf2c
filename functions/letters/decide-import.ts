import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { FileEraser } from '../../shared/files/file-eraser.ts';
import type { FileReader } from '../../shared/files/file-reader.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { gateLimits } from '../../shared/letters/gate/limits.ts';
import { importNeeds } from '../../shared/letters/imports/import-table.ts';
import { LetterImportId } from '../../shared/letters/imports/letter-import-id.ts';
import { quarantineKey } from '../../shared/letters/imports/import-state.ts';
import { decided, fileNotThere, ImportDecision, type LetterImport } from '../../shared/letters/imports/letter-import.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { publishImport, type Publishing } from './publish-import.ts';
import { findImport } from './find-import.ts';
import { importFor, LetterImportView } from './import-views.ts';

const uses = {
  imports: only(importNeeds, 'byId', 'becomeOnce', 'publishOnce'),
  staff: only(staffReaderNeeds, 'agent'),
  tickets: only(ticketReaderNeeds, 'ofCustomer'),
};

export interface DecideImportDeps extends Used<typeof uses>, Pick<Publishing, 'files' | 'rule'> {
  readonly quarantine: Pick<FileReader, 'newest' | 'read'> & Pick<FileEraser, 'remove'>;
  readonly newId: NewId;
  readonly now: () => Date;
}

export const decideImport = endpoint({
  method: 'POST',
  path: '/v1/letter-imports/{importId}/decision',
  allow: ['agent'],
  summary: 'Publish a letter that somebody had to look at, or refuse it. Its file is not changed, and goes where it is refused',
  params: z.strictObject({ importId: LetterImportId }),
  body: ImportDecision,
  example: { decision: 'refuse', reason: 'wrong-recipient' },
  returns: LetterImportView,
  status: 200,
  uses,
  async handle({ params: { importId }, body, caller, once }, deps: DecideImportDeps) {
    const { imports, quarantine, newId, now } = deps;
    const at = now();
    const found = await findImport(deps, caller, importId);
    const { letterImport } = found;
    const key = quarantineKey(letterImport.customerId, importId);
    // Of one import comes one decision: who asks again may not have heard that theirs was taken.
    if (isTheirs(letterImport, body, caller.id)) {
      await quarantine.remove(key);
      return importFor(caller, letterImport);
    }
    const after = decided(letterImport, body, caller.id, newId('let'), at);
    const marker = { request: once, status: 200, madeId: importId, subjectId: letterImport.customerId };
    if (after.state === 'published') {
      const publish: Publishing['publish'] = async (before, then, letter, answeredAt) => {
        await imports.publishOnce(before, then, letter, answeredAt, marker, at);
      };
      await publishImport({ found, after, bytes: await fileOf(letterImport, key, quarantine) }, at, { ...deps, publish });
    } else await imports.becomeOnce(found, after, marker, at);
    await quarantine.remove(key);
    return importFor(caller, (await findImport(deps, caller, importId)).letterImport);
  },
});

const isTheirs = ({ decided: before }: LetterImport, { decision, ...why }: ImportDecision, agentId: string): boolean =>
  before !== undefined && before.decision === decision && before.id === agentId && (!('reason' in why) || ('reason' in before && before.reason === why.reason));

/** The file that the gate judged, and no other. @throws DomainError `conflict/import-file-gone` */
async function fileOf({ sha256 }: LetterImport, key: string, quarantine: DecideImportDeps['quarantine']): Promise<Uint8Array> {
  const bytes = await quarantine.read(key, await quarantine.newest(key), gateLimits.fileBytes);
  if (!(bytes instanceof Uint8Array) || createHash('sha256').update(bytes).digest('hex') !== sha256) throw fileNotThere();
  return bytes;
}
