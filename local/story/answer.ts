/** A text that is written again and again, and a ticket that is answered with it, through the public API. */
import { until, type Person } from '../../client/portal.ts';

/** A text module, as it is referred to. */
export interface Text {
  readonly id: string;
  readonly version: number;
}

/** An administrator writes a text by which something is asked for that is missing. */
export const askingForTheInvoice = (admin: Person): Promise<Text> =>
  admin.must('POST', '/v1/text-modules', {
    body: {
      title: 'Rechnung nachfordern',
      kinds: ['bicycle-accident', 'theft', 'liability'],
      texts: {
        de: '{{salutation}},\n\nzu Ihrem Vorgang {{ticketNumber}} vom {{openedOn}} fehlt uns noch die Rechnung der Werkstatt.\n\nFreundliche Grüße\n{{clerkName}}',
        en: '{{salutation}},\n\nfor your case {{ticketNumber}} of {{openedOn}} we still need the invoice of the repair shop.\n\nKind regards\n{{clerkName}}',
      },
      sets: { status: 'waiting', waitingFor: 'customer' },
      addsTask: { title: 'Rechnung da? Sonst erinnern', dueInDays: 14 },
    },
  });

/** The clerk looks over the text as it would go out, and sends it: the ticket waits for the customer, and there is a task. */
export async function answerFrom(text: Text, clerk: Person, ticketId: string): Promise<string> {
  const { status, body: filled, etag } = await clerk.ask('GET', `/v1/tickets/${ticketId}/text-modules/${text.id}`);
  if (status !== 200) throw new Error(`The preview of the text answered ${status}`);
  const { interaction, ticket } = await clerk.must<{
    interaction: { content: { text: string; textModule?: Text } };
    ticket: { status: string; openTasks?: number };
  }>('POST', `/v1/tickets/${ticketId}/answers`, { body: { textModule: filled.textModule }, ifMatch: etag });
  if (interaction.content.text !== filled.text) throw new Error('What was sent is not what was shown');
  if (interaction.content.textModule?.id !== text.id) throw new Error('The message does not say from which text it is');
  if (ticket.status !== 'waiting' || ticket.openTasks !== 1) throw new Error('The ticket should wait for the customer, with a task');
  return filled.text;
}

/** The customer writes, the case goes on by itself, and the clerk does the task. */
export async function answerCame(customer: Person, clerk: Person, ticketId: string): Promise<void> {
  await customer.must('POST', `/v1/tickets/${ticketId}/interactions`, { body: { type: 'message', text: 'Die Rechnung ging gerade per Post an Sie.' } });
  await until('the ticket goes on', async () => {
    const { body } = await clerk.ask('GET', `/v1/tickets/${ticketId}`);
    return body.status === 'assigned' || undefined;
  });
  const { items } = await clerk.must<{ items: { id: string; title: string; due: unknown; version: number }[] }>('GET', `/v1/tickets/${ticketId}/tasks`);
  const [task] = items;
  if (!task) throw new Error('There should be a task');
  const { id, title, due, version } = task;
  await clerk.must('PUT', `/v1/tickets/${ticketId}/tasks/${id}`, { body: { title, due, status: 'done' }, ifMatch: `"${version}"` });
}
