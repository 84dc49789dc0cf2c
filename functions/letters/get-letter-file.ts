import * as z from 'zod';
import type { FileLinks } from '../../shared/files/file-links.ts';
import { isAgent, isStaff } from '../../shared/lambda/caller.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { LetterId, letterFileKey, letterFileName } from '../../shared/letters/letter.ts';
import { letterNeeds } from '../../shared/letters/letter-table.ts';
import { requireHealthSkill } from '../../shared/staff/health-skill.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { findLetter } from './find-letter.ts';
import { LetterFileView } from './views.ts';

const uses = { letters: only(letterNeeds, 'byId', 'ofCustomer', 'recordOpening'), staff: only(staffReaderNeeds, 'agent') };

interface GetLetterFileDeps extends Used<typeof uses> {
  readonly links: FileLinks;
  readonly now: () => Date;
}

export const getLetterFile = endpoint({
  method: 'GET',
  path: '/v1/letters/{letterId}/file',
  allow: ['customer', 'agent'],
  summary: 'A short-lived address of the PDF; that a customer asked for it is recorded as the opening of the letter',
  params: z.strictObject({ letterId: LetterId }),
  query: z.strictObject({
    disposition: z.enum(['attachment', 'inline']).default('attachment').describe('Whether a browser saves the file or shows it'),
  }),
  returns: LetterFileView,
  status: 200,
  uses,
  async handle({ params, query, caller }, { letters, staff, links, now }: GetLetterFileDeps) {
    const letter = await findLetter(letters, caller, params.letterId);
    if (isAgent(caller) && letter.special === 'health') await requireHealthSkill(staff, caller.id);
    const at = now();
    const link = await links.link(
      letterFileKey(letter.customerId, letter.id),
      letter.fileVersionId,
      at,
      query.disposition === 'inline' ? letterFileName(letter) : undefined,
    );
    // Before the address is given away: no letter is read without having been opened.
    if (!isStaff(caller)) await letters.recordOpening(letter, at);
    return { ...link, sha256: letter.sha256, sizeBytes: letter.sizeBytes };
  },
});
