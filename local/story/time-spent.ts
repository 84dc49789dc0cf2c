/** Time that a clerk spends on a case, through the public API. */
import { dayOf } from '../../shared/personal-data/calendar.ts';
import type { Person } from '../../client/portal.ts';

/** Enters time, finds that it was too much, puts it right, and reads the sum of the case: what was given with steps is in it already. */
export async function timeEntered(clerk: Person, ticketId: string): Promise<void> {
  const sum = async (): Promise<number> => (await clerk.must<{ minutes: number }>('GET', `/v1/tickets/${ticketId}/time`)).minutes;
  const before = await sum();
  if (before < 12) throw new Error(`A call note took 12 minutes, and the sum of the case is ${before}`);
  const spent = { minutes: 52, activity: 'assessment', on: dayOf(new Date()), note: 'Gutachten mit der Rechnung verglichen.' };
  const { id, version } = await clerk.must<{ id: string; version: number }>('POST', `/v1/tickets/${ticketId}/time-entries`, { body: spent });
  await clerk.must('PUT', `/v1/tickets/${ticketId}/time-entries/${id}`, { body: { ...spent, minutes: 25 }, ifMatch: `"${version}"` });
  const minutes = await sum();
  if (minutes !== before + 25) throw new Error(`25 minutes were entered on top of ${before}, and the sum is ${minutes}`);
}
