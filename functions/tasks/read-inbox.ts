import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { levelIn } from '../../shared/staff/agent.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { inboxNeeds } from '../../shared/tasks/inbox-table.ts';
import { InboxEntryId } from '../../shared/tasks/inbox.ts';
import { entryFor, InboxEntryView, isOfHealth } from './views.ts';
import { ownerOf, Whose } from './whose-inbox.ts';

const uses = { inbox: only(inboxNeeds, 'entries'), staff: only(staffReaderNeeds, 'agent') };

export const readInbox = endpoint({
  method: 'GET',
  path: '/v1/inbox',
  allow: ['agent'],
  summary: 'What came up before whoever asks, newest first: tasks that are due, reminders, and what was said on feedback; lags a little',
  query: PageRequest(InboxEntryId).extend({ of: Whose }),
  returns: PageOf(InboxEntryView),
  status: 200,
  uses,
  async handle({ query: { limit, cursor, of }, caller }, { inbox, staff }: Used<typeof uses>) {
    const { items, next } = await inbox.entries(await ownerOf(of, caller, staff), limit, cursor);
    const agent = items.some(isOfHealth) ? await staff.agent(caller.id) : undefined;
    const mayReadHealth = agent !== undefined && levelIn(agent, 'health') !== undefined;
    return { items: items.map((entry) => entryFor(entry, mayReadHealth)), next };
  },
});
