/** What comes after the end of a case, through the public API. */
import { until, type Person } from '../../client/portal.ts';
import { closeCase, lookThrough } from './case.ts';

/** The customer says how content they are, and then writes once more: the case is with its clerk again, who ends it anew. */
export async function ratedAndReopened(customer: Person, clerk: Person, ticketId: string): Promise<void> {
  await customer.must('POST', `/v1/tickets/${ticketId}/satisfaction`, { body: { score: 5, comment: 'Schnell und freundlich.' } });
  await customer.must('POST', `/v1/tickets/${ticketId}/interactions`, { body: { type: 'message', text: 'Eine Frage noch: Zahlen Sie auch den Helm?' } });
  await until('the case goes on', async () => {
    const { body } = await clerk.ask('GET', `/v1/tickets/${ticketId}`);
    if (body.status === 'assigned' && body.satisfaction !== 5) throw new Error('What she said of the case is not on it');
    return body.status === 'assigned' || undefined;
  });
  await clerk.must('POST', `/v1/tickets/${ticketId}/interactions`, { body: { type: 'message', text: 'Den Helm können Sie als neuen Fall melden.' } });
  await lookThrough(clerk, ticketId);
  await closeCase(clerk, ticketId);
}
