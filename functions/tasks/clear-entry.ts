import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { inboxNeeds } from '../../shared/tasks/inbox-table.ts';
import { InboxEntryId } from '../../shared/tasks/inbox.ts';
import { ownerOf, Whose } from './whose-inbox.ts';

const uses = { inbox: only(inboxNeeds, 'clear'), staff: only(staffReaderNeeds, 'agent') };

export const clearEntry = endpoint({
  method: 'DELETE',
  path: '/v1/inbox/{entryId}',
  allow: ['agent'],
  summary: 'Take an entry out of the inbox; its task stays open, its reminder stands on the ticket, its feedback is as it was',
  params: z.strictObject({ entryId: InboxEntryId }),
  query: z.strictObject({ of: Whose }),
  returns: 'nothing',
  status: 204,
  uses,
  async handle({ params: { entryId }, query: { of }, caller }, { inbox, staff }: Used<typeof uses>) {
    await inbox.clear(await ownerOf(of, caller, staff), entryId);
  },
});
