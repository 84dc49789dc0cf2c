/** A clerk says what is wrong with what the house knows, and hears of the answer, through the public API. */
import { until, type Person } from '../../client/portal.ts';

/** Said to their own team, answered by an administrator, and told of in the clerk's inbox. */
export async function guideCorrected(clerk: Person, admin: Person): Promise<void> {
  const { id, openedBy } = await clerk.must<{ id: string; openedBy: string }>('POST', '/v1/feedback', {
    body: { about: 'knowledge-source', name: 'Leitfaden Fahrradunfall', sort: 'wrong-content', text: 'Abschnitt 3 nennt noch die alte Frist.' },
  });
  const body = { text: 'Stimmt, danke. Der Leitfaden ist berichtigt.', status: 'done' };
  await admin.must('POST', `/v1/staff/${openedBy}/feedback/${id}/answers`, { body, ifMatch: '"1"' });
  await until('the answer is in the inbox', async () => {
    const { items } = await clerk.must<{ items: { feedback?: { id: string } }[] }>('GET', '/v1/inbox');
    return items.some(({ feedback }) => feedback?.id === id) || undefined;
  });
}
