/** A clerk who wants to be reminded, through the public API. */
import { until, type Person } from '../../client/portal.ts';

/** Asks to be reminded in a minute of what may come. */
export const remindMe = (clerk: Person, ticketId: string): Promise<{ readonly id: string }> =>
  clerk.must('POST', `/v1/tickets/${ticketId}/reminders`, { body: { at: new Date(Date.now() + 60_000).toISOString(), note: 'Liegt das Gutachten vor?' } });

/** Waits until the reminder lies in the clerk's inbox, once, and takes it out. */
export async function reminded(clerk: Person, reminderId: string): Promise<void> {
  const entry = await until('the reminder is in the inbox', async () => {
    const { items } = await clerk.must<{ items: { id: string; reminder?: { id: string } }[] }>('GET', '/v1/inbox');
    const entries = items.filter(({ reminder }) => reminder?.id === reminderId);
    if (entries.length > 1) throw new Error('The reminder came up twice');
    return entries[0];
  });
  await clerk.must('DELETE', `/v1/inbox/${entry.id}`);
}
