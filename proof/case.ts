/** Two cases of a customer, with everything that can be written, sent, told, opened and paid in them. */
import { createHash, randomUUID } from 'node:crypto';
import { announce, fetchDocument, sendDocument } from '../client/documents.ts';
import { pdfOf, photo } from '../client/made-up-files.ts';
import { until, type Person } from '../client/portal.ts';
import { reportsWithDetails } from './kinds-of-ticket.ts';
import { lettersPrinted } from './printed.ts';
import { refused, type Customer, type Staff } from './people.ts';
import { addDays, dayOf } from '../shared/personal-data/calendar.ts';

interface LetterSeen {
  readonly id: string;
  readonly notification?: { readonly channel: string; readonly result: string };
}

/**
 * Reports, is written to and writes, is paid and turned down, until both cases are closed.
 * @returns the id of the ticket on which the clerk wrote
 */
export async function twoCases(customer: Customer, { clerk, officer, deviceSays, omsAsks }: Staff): Promise<string> {
  const written = await accident(customer, clerk, officer);
  await customer.must('PUT', '/v1/me/preferences', { body: { notifyBy: 'email' } });
  const rejected = await theft(customer, clerk);
  await clerk.must('POST', `/v1/tickets/${written}/links`, { body: { relation: 'caused-by', ticketId: rejected } });
  await everyOtherKind(customer, clerk);
  await duplicates(customer, clerk);
  await crashed(customer, clerk, deviceSays);
  await lettersPrinted(customer, written, clerk, omsAsks);
  await cancelled(customer, clerk);
  await customer.must('GET', '/v1/me/data-map');
  await begun(customer);
  for (const list of ['/v1/tickets', '/v1/letters', '/v1/drafts']) await customer.must('GET', list);
  return written;
}

/** A report of every kind that the customer has begun, saved twice, and one thrown away. */
async function begun(customer: Customer): Promise<void> {
  const { confirmedProfileVersion: _, noticeShown: __, kind, ...text } = await report(customer, 'theft');
  const path = `/v1/drafts/${String(kind)}`;
  const asked = reportsWithDetails(customer);
  const { details } = asked.find((one) => one.kind === kind)!;
  for (const body of [{ subject: text['subject'] }, { ...text, details }]) await customer.must('PUT', path, { body });
  for (const other of asked.filter((one) => one.kind !== kind)) await customer.must('PUT', `/v1/drafts/${other.kind}`, { body: { details: other.details } });
  await customer.must('GET', path);
  await customer.must('PUT', '/v1/drafts/question', { body: text });
  await customer.must('DELETE', '/v1/drafts/question');
}

/** Waits until the customer has been told that a clerk wrote: minutes later, since more might have come. */
export async function toldOfMessage(customer: Customer, ticketId: string): Promise<void> {
  await until('the customer has been told of the message', async () => ((await toldOn(customer, ticketId)).includes('new-message') ? true : undefined), 900);
}

/** The contract is cancelled for another day than was meant, and in the end not at all. */
async function cancelled({ id }: Customer, clerk: Person): Promise<void> {
  const path = `/v1/customers/${id}`;
  const seen = async (): Promise<{ ifMatch: string | undefined }> => ({ ifMatch: (await clerk.ask('GET', path)).etag });
  await clerk.must('POST', `${path}/relationship-end`, { body: { endedOn: dayIn(30) } });
  await clerk.must('PUT', `${path}/relationship-end`, { body: { reason: 'mistyped', endedOn: dayIn(60) }, ...(await seen()) });
  await clerk.must('DELETE', `${path}/relationship-end?reason=cancellation-withdrawn`, await seen());
}

/** An accident, settled by a letter of which an SMS tells. */
async function accident(customer: Customer, clerk: Person, officer: Person): Promise<string> {
  const { persona } = customer;
  const body = await report(customer, 'bicycle-accident');
  const idempotencyKey = randomUUID();
  const { id } = await customer.must<{ id: string }>('POST', '/v1/tickets', { body, idempotencyKey });
  await customer.must('POST', '/v1/tickets', { body, idempotencyKey });
  // Refusals name fields and quote nothing, in the answer and in the log.
  await refused(customer.ask('POST', '/v1/tickets', { body: { ...body, message: persona.customerMessage }, idempotencyKey }), 422);
  await refused(customer.ask('POST', '/v1/tickets', { body: { ...body, [persona.description]: persona.iban } }), 400);
  await refused(customer.ask('POST', `/v1/tickets/${encodeURIComponent(persona.familyName)}/interactions`, { body: { type: 'message', text: 7 } }), 400);
  await underWay(customer, clerk, id);

  await write(customer, id, { type: 'message', text: persona.customerMessage });
  const { id: upTo } = await write(clerk, id, { type: 'message', text: persona.agentMessage, minutesSpent: 3 });
  await customer.must('PUT', `/v1/tickets/${id}/read`, { body: { upTo } });
  await write(clerk, id, { type: 'call-note', direction: 'inbound', text: persona.callNote, minutesSpent: 12 });
  await write(clerk, id, { type: 'internal-note', text: persona.internalNote });
  const seen = async (): Promise<{ ifMatch: string | undefined }> => ({ ifMatch: (await clerk.ask('GET', `/v1/tickets/${id}`)).etag });
  await clerk.must('PATCH', `/v1/tickets/${id}`, { body: { priority: 'high', tags: [persona.tag], subject: persona.called }, ...(await seen()) });
  await readAll(clerk, id);
  await clerk.must('POST', `/v1/tickets/${id}/waiting`, { body: { waitingFor: 'customer' }, ...(await seen()) });
  await write(customer, id, { type: 'message', text: persona.customerMessage });
  await goesOn(clerk, id);
  const handOver = async (to: object) => clerk.must('POST', `/v1/tickets/${id}/hand-over`, { body: { to, reason: persona.handOverReason }, ...(await seen()) });
  await handOver({ organisation: persona.office });
  await clerk.must('DELETE', `/v1/tickets/${id}/assignment`, await seen());
  await clerk.must('PUT', `/v1/tickets/${id}/assignment`, { body: {}, ...(await seen()) });
  await corrected(customer, clerk, officer, id);
  const items = [{ label: persona.letterItem, amountCents: 104_900 }];
  const values = { incident: persona.letterIncident, incidentDate: yesterday(), items, deductible: 15_000, note: persona.letterNote };
  const letterId = await letter(customer, clerk, { template: 'claim-settlement', ticketId: id, values }, 'sms');
  await refused(
    clerk.ask('POST', '/v1/letters', {
      body: { template: 'claim-settlement', customerId: customer.id, ticketId: id, values: { ...values, note: `${persona.letterNote}張` } },
    }),
    422,
  );
  for (const reader of [customer, customer, clerk]) await open(reader, letterId);
  await customer.must('PUT', `/v1/letters/${letterId}/reading`, { body: { state: 'archived' } });
  await customer.must('POST', `/v1/letters/${letterId}/feedback`, { body: { helpful: false, reason: 'not-understood', text: persona.comment } });

  await filesSent(customer, clerk, id);
  await toBeDone(clerk, id, persona);
  const payout = { type: 'payout', amountCents: 89_900, reference: persona.payoutReference, paidOn: yesterday(), minutesSpent: 4 };
  const { id: payoutId } = await write(clerk, id, payout);
  await write(clerk, id, { type: 'payout-reversal', payoutId, reversedOn: yesterday() });
  await write(clerk, id, payout);
  await close(clerk, id, 'settled');
  await clerk.must('POST', `/v1/tickets/${id}/reopening`, { body: {}, ...(await seen()) });
  await close(clerk, id, 'settled');
  await customer.must('POST', `/v1/tickets/${id}/satisfaction`, { body: { score: 2, comment: persona.comment } });
  // Nobody has read it when they ask for erasure, and the case goes on because of it.
  await write(customer, id, { type: 'message', text: persona.customerMessage });
  await goesOn(clerk, id);
  return id;
}

/** Waits until what the customer wrote has been heard: a case that waited for them, or was closed, is with its clerk. */
const goesOn = (clerk: Person, ticketId: string): Promise<unknown> =>
  until('the case goes on', async () => (await clerk.must<{ status: string }>('GET', `/v1/tickets/${ticketId}`)).status === 'assigned' || undefined);

/** What staff wrote is corrected, twice, and what the customer sent by mistake is taken out, with all that was ever said in its place. */
async function corrected(customer: Customer, clerk: Person, officer: Person, ticketId: string): Promise<void> {
  const { persona } = customer;
  const right = { text: persona.corrected, reason: persona.correctionReason };
  const correct = (id: string, body: Record<string, unknown>) =>
    clerk.must<{ id: string }>('POST', `/v1/tickets/${ticketId}/interactions/${id}/corrections`, { body });
  const said = await write(clerk, ticketId, { type: 'message', text: persona.agentMessage });
  const noted = await write(clerk, ticketId, { type: 'internal-note', text: persona.internalNote });
  const { id: supersedes } = await correct(said.id, right);
  await correct(said.id, { ...right, supersedes });
  await correct(noted.id, right);
  const [sent, quoted] = [
    await write(customer, ticketId, { type: 'message', text: persona.redacted }),
    await write(clerk, ticketId, { type: 'internal-note', text: persona.redacted }),
  ];
  await correct(quoted.id, { text: persona.redacted, reason: persona.redacted });
  const idempotencyKey = randomUUID();
  for (const { id } of [sent, sent, quoted]) {
    const key = id === sent.id ? { idempotencyKey } : {};
    await officer.must('POST', `/v1/tickets/${ticketId}/interactions/${id}/redaction`, { body: { reason: 'wrongly-sent-health-data' }, ...key });
  }
  await takenOutOfWork(clerk, officer, ticketId, persona.redacted);
}

/** The same of a task that has come again since, and of a reminder. */
async function takenOutOfWork(clerk: Person, officer: Person, ticketId: string, words: string): Promise<void> {
  const path = `/v1/tickets/${ticketId}`;
  const due = { on: dayIn(7) };
  const task = { title: words, checklist: [{ text: words, done: false }], due, repeats: { every: 1, unit: 'weeks', until: dayIn(60) } };
  const { id } = await clerk.must<{ id: string }>('POST', `${path}/tasks`, { body: task });
  await clerk.must('PUT', `${path}/tasks/${id}`, { body: { ...task, status: 'done' }, ifMatch: '"1"' });
  const reminder = await clerk.must<{ id: string }>('POST', `${path}/reminders`, {
    body: { at: new Date(Date.now() + 7 * 24 * 3_600_000).toISOString(), note: words },
  });
  const body = { reason: 'third-party' };
  await officer.must('POST', `${path}/tasks/${id}/redaction`, { body });
  await officer.must('POST', `${path}/reminders/${reminder.id}/redaction`, { body });
}

/** A theft, turned down by a letter of which an e-mail tells. */
async function theft(customer: Customer, clerk: Person): Promise<string> {
  const { persona } = customer;
  const { id } = await customer.must<{ id: string }>('POST', '/v1/tickets', { body: await report(customer, 'theft') });
  await underWay(customer, clerk, id);
  const values = { incident: persona.rejectionIncident, incidentDate: yesterday(), reason: persona.rejectionReason };
  await letter(customer, clerk, { template: 'claim-rejected', ticketId: id, values }, 'email');
  await close(clerk, id, 'rejected');
  return id;
}

/** What asks for something besides, a ticket of each kind, withdrawn as soon as it is there: one by its customer, who says why and takes that back once. */
async function everyOtherKind(customer: Customer, clerk: Person): Promise<void> {
  const handIn = async ({ kind, details, isClaim }: ReturnType<typeof reportsWithDetails>[number]): Promise<string> => {
    const { incident, ...frame } = await report(customer, kind);
    return (await customer.must<{ id: string }>('POST', '/v1/tickets', { body: { ...frame, details, ...(isClaim && { incident }) } })).id;
  };
  const ids = await Promise.all(reportsWithDetails(customer).map(handIn));
  for (const id of ids) await underWay(customer, clerk, id);
  const [taken, ...others] = ids;
  const seen = async () => ({ ifMatch: (await customer.ask('GET', `/v1/tickets/${taken}`)).etag });
  const takeBack = async () =>
    customer.must('POST', `/v1/tickets/${taken}/withdrawal`, { body: { reason: customer.persona.customerMessage }, ...(await seen()) });
  await takeBack();
  await customer.must('POST', `/v1/tickets/${taken}/reopening`, { body: {}, ...(await seen()) });
  await takeBack();
  await Promise.all(others.map((id) => close(clerk, id, 'withdrawn')));
}

/** A sensor says three times that something happened, which opens one ticket; what it says of the future is refused. */
async function crashed({ id: customerId, persona, ...customer }: Customer, clerk: Person, deviceSays: Staff['deviceSays']): Promise<void> {
  const event = {
    customerId,
    device: { id: persona.deviceId, type: 'crash-sensor' },
    eventId: `${persona.deviceId}-1`,
    occurredAt: new Date(Date.now() - 60_000).toISOString(),
    severity: 'high',
    position: { latitude: 50.941357, longitude: 6.958307, accuracyMetres: 8 },
    measured: [{ name: 'acceleration', value: 41.5, unit: 'g' }],
  };
  const answers = [await deviceSays(event), await deviceSays(event), await deviceSays(event)];
  const tickets = new Set(answers.map(({ status, body }) => `${status} ${body.ticketId}`));
  if (tickets.size !== 1 || answers[0]!.status !== 201) throw new Error('An event that was sent three times should open one ticket');
  await refused(deviceSays({ ...event, eventId: `${persona.deviceId}-2`, occurredAt: new Date(Date.now() + 3_600_000).toISOString() }), 400);
  const { ticketId } = answers[0]!.body as { ticketId: string };
  await underWay(customer, clerk, ticketId);
  await close(clerk, ticketId, 'answered');
}

/** Asked three times: two become part of the first with everything on them, and one of them is its own again. */
async function duplicates(customer: Customer, clerk: Person): Promise<void> {
  const ask = async (): Promise<string> => {
    const { incident: _, ...question } = await report(customer, 'question');
    // By phone: a customer may not report so often.
    const { id } = await clerk.must<{ id: string }>('POST', '/v1/tickets', { body: { ...question, customerId: customer.id } });
    await underWay(customer, clerk, id);
    return id;
  };
  const [first, second, third] = [await ask(), await ask(), await ask()];
  const { persona } = customer;
  for (const id of [second, third]) {
    await write(customer, id, { type: 'message', text: persona.customerMessage });
    await write(clerk, id, { type: 'internal-note', text: persona.internalNote, minutesSpent: 2 });
    await clerk.must('POST', `/v1/tickets/${id}/tasks`, { body: { title: persona.internalNote } });
    await clerk.must('POST', `/v1/tickets/${id}/time-entries`, { body: { minutes: 2, activity: 'other', on: dayIn(0), note: persona.callNote } });
    const { fileName, documentText } = persona;
    await sendDocument(customer, id, { fileName, type: 'application/pdf', bytes: pdfOf(documentText) });
  }
  // What stays with the first one in the end is of every kind.
  await write(clerk, third, { type: 'payout', amountCents: 4_900, reference: persona.payoutReference, paidOn: yesterday() });
  await clerk.must('POST', `/v1/tickets/${third}/reminders`, {
    body: { at: new Date(Date.now() + 30 * 24 * 3_600_000).toISOString(), note: persona.callNote },
  });
  const values = { incident: persona.rejectionIncident, incidentDate: yesterday(), reason: persona.rejectionReason };
  await letter(customer, clerk, { template: 'claim-rejected', ticketId: third, values }, 'email');
  const seen = async (id: string): Promise<{ ifMatch: string | undefined }> => ({ ifMatch: (await clerk.ask('GET', `/v1/tickets/${id}`)).etag });
  const stepsOn = async (id: string): Promise<{ cameWith?: string[] }[]> =>
    (await clerk.must<{ items: { cameWith?: string[] }[] }>('GET', `/v1/tickets/${id}/interactions?limit=100`)).items;
  const before = (await stepsOn(second)).length;
  for (const id of [second, third]) {
    await clerk.must('POST', `/v1/tickets/${id}/merge`, { body: { into: first }, ...(await seen(id)) });
    await until('everything is filed under the one that goes on', async () => ((await stepsOn(id)).length === 0 ? true : undefined));
  }
  await write(customer, second, { type: 'message', text: persona.customerMessage });
  await clerk.must('DELETE', `/v1/tickets/${second}/merge`, await seen(second));
  await until('what was on it is filed under it again', async () => ((await stepsOn(second)).length > before ? true : undefined));
  if (!(await stepsOn(first)).some(({ cameWith }) => cameWith?.includes(third))) throw new Error('What came with a merged ticket does not say so');
  for (const id of [first, second]) await close(clerk, id, 'answered');
}

/** What is the one's was opened in the file of the other by mistake, and is brought to whose it is, with everything that a clerk has put on it. */
export async function wrongFile(wrong: Customer, right: Customer, clerk: Person): Promise<void> {
  const { incident: _, ...question } = await report(right, 'question');
  const { version: confirmedProfileVersion } = await wrong.must<{ version: number }>('GET', '/v1/me');
  const body = { ...question, confirmedProfileVersion, customerId: wrong.id };
  const { id } = await clerk.must<{ id: string }>('POST', '/v1/tickets', { body });
  await underWay(wrong, clerk, id);
  const { internalNote, callNote, fileName, documentText } = right.persona;
  await write(clerk, id, { type: 'internal-note', text: internalNote, minutesSpent: 2 });
  await clerk.must('POST', `/v1/tickets/${id}/tasks`, { body: { title: internalNote } });
  await clerk.must('POST', `/v1/tickets/${id}/reminders`, { body: { at: new Date(Date.now() + 30 * 24 * 3_600_000).toISOString(), note: callNote } });
  const { state } = await sendDocument(clerk, id, { fileName, type: 'application/pdf', bytes: pdfOf(documentText) });
  if (state !== 'available') throw new Error(`A document should be available and is ${state}`);
  const { etag } = await clerk.ask('GET', `/v1/tickets/${id}`);
  await clerk.must('POST', `/v1/tickets/${id}/move`, { body: { customerId: right.id, reason: 'similar-name' }, ifMatch: etag });
  await until('everything on it is where it belongs', async () => {
    const { items } = await right.must<{ items: { state: string }[] }>('GET', `/v1/tickets/${id}/documents`);
    return items.some((document) => document.state === 'available') || undefined;
  });
  await refused(wrong.ask('GET', `/v1/tickets/${id}`), 404);
}

/** Files that are kept, from both sides; one that is refused, and one that never comes. What a camera wrote is in none of them any more. */
async function filesSent(customer: Customer, clerk: Person, ticketId: string): Promise<void> {
  const { fileName, documentText, exif } = customer.persona;
  const invoice = { fileName, type: 'application/pdf', bytes: pdfOf(documentText) };
  const picture = { fileName: fileName.replace('.pdf', '.jpg'), type: 'image/jpeg', bytes: photo(exif) };
  for (const [sender, file] of [
    [customer, picture],
    [customer, invoice],
    [clerk, invoice],
  ] as const) {
    const { id, state } = await sendDocument(sender, ticketId, file);
    if (state !== 'available') throw new Error(`A document should be available and is ${state}`);
    for (const reader of [customer, clerk]) await fetchDocument(reader, ticketId, id);
  }
  const { state } = await sendDocument(customer, ticketId, { ...picture, type: 'image/png' });
  if (state !== 'refused') throw new Error(`A file that lies about its type should be refused and is ${state}`);
  await announce(customer, ticketId, invoice);
  await refused(customer.ask('POST', `/v1/tickets/${ticketId}/documents`, { body: { ...invoice, fileName: `${fileName}\n`, bytes: undefined } }), 400);
}

/** Tasks that come up, are done and come again, and reminders: one that comes up with a mail, and one for which it is too early. */
async function toBeDone(clerk: Person, ticketId: string, { internalNote, callNote }: Customer['persona']): Promise<void> {
  const path = `/v1/tickets/${ticketId}`;
  const due = { on: dayIn(1) };
  const task = { title: internalNote, checklist: [{ text: callNote, done: false }], due, repeats: { every: 1, unit: 'weeks', until: dayIn(60) } };
  const again = await clerk.must<{ id: string }>('POST', `${path}/tasks`, { body: task });
  await clerk.must('PUT', `${path}/tasks/${again.id}`, { body: { ...task, status: 'done' }, ifMatch: '"1"' });
  const today = await clerk.must<{ id: string }>('POST', `${path}/tasks`, { body: { title: internalNote, due: { on: dayIn(0) } } });
  const atOnce = { at: new Date().toISOString(), note: callNote, byMail: true };
  const reminder = await clerk.must<{ id: string }>('POST', `${path}/reminders`, { body: atOnce });
  await timed(clerk, ticketId, today.id, callNote);
  const { customerId } = await clerk.must<{ customerId: string }>('GET', path);
  await clerk.must('POST', `/v1/customers/${customerId}/tasks`, { body: { ...task, team: 'proof' } });
  await clerk.must('POST', `${path}/reminders`, { body: { at: new Date(Date.now() + 30 * 24 * 3_600_000).toISOString(), note: internalNote } });
  await until('the task and the reminder have come up, and the mail is sent', async () => {
    const { items } = await clerk.must<{ items: { id: string; mail?: string }[] }>('GET', `${path}/reminders`);
    const inbox = await Promise.all(['me', 'everybody'].map((of) => clerk.must<{ items: { task?: { id: string } }[] }>('GET', `/v1/inbox?of=${of}`)));
    const mailed = items.some(({ id, mail }) => id === reminder.id && mail === 'sent');
    return (mailed && inbox.some((one) => one.items.some(({ task: up }) => up?.id === today.id))) || undefined;
  });
}

/** Time that is entered, put right and taken away, and by a stopwatch: the last one runs on, instead of one that ran for somebody before. */
async function timed(clerk: Person, ticketId: string, taskId: string, note: string): Promise<void> {
  const path = `/v1/tickets/${ticketId}`;
  const spent = { minutes: 25, activity: 'assessment', on: dayIn(0), note };
  const { interactionId, ...entries } = { interactionId: (await lastSeen(clerk, ticketId)).lastInteractionId, body: { ...spent, taskId } };
  const { id } = await clerk.must<{ id: string }>('POST', `${path}/time-entries`, entries);
  await clerk.must('PUT', `${path}/time-entries/${id}`, { body: { ...spent, interactionId, minutes: 20 }, ifMatch: '"1"' });
  await clerk.must('POST', `${path}/time-entries`, entries);
  const { id: mistaken } = await clerk.must<{ id: string }>('POST', `${path}/time-entries`, entries);
  await clerk.must('DELETE', `${path}/time-entries/${mistaken}`);
  const { stopwatch } = await clerk.must<{ stopwatch?: { ticketId: string } }>('GET', '/v1/stopwatch');
  if (stopwatch) await clerk.must('DELETE', `/v1/tickets/${stopwatch.ticketId}/stopwatch`);
  await clerk.must('POST', `${path}/stopwatch`, { body: { activity: 'phone', interactionId } });
  await clerk.must('POST', `${path}/stopwatch/stop`, { body: { note } });
  await clerk.must('POST', `${path}/stopwatch`, { body: { activity: 'phone', taskId } });
}

async function report(customer: Customer, kind: string): Promise<Record<string, unknown>> {
  const { persona } = customer;
  const me = await customer.must<{ version: number }>('GET', '/v1/me');
  return {
    kind,
    subject: persona.subject,
    message: persona.message,
    incident: {
      at: new Date(Date.now() - 26 * 3_600_000).toISOString(),
      place: { description: persona.placeDescription, postalCode: '10000', city: persona.placeCity, country: 'HR' },
      object: persona.object,
      description: persona.description,
      thirdParties: [
        { name: persona.opponentName, contact: persona.opponentContact, role: 'opponent' },
        { name: persona.witnessName, contact: persona.witnessContact, role: 'witness' },
      ],
    },
    reportedBy: { name: persona.reporterName, relation: 'parent', ground: 'minor', contact: persona.reporterContact },
    confirmedProfileVersion: me.version,
    noticeShown: { version: persona.noticeVersion, sha256: createHash('sha256').update('notice').digest('hex'), channel: 'portal' },
  };
}

/** Waits until a clerk has the ticket and the customer has been told that it came in. */
async function underWay(customer: Person, clerk: Person, ticketId: string): Promise<void> {
  await until('a clerk has the ticket', async () => {
    const { status, body } = await clerk.ask('GET', `/v1/tickets/${ticketId}`);
    return status === 200 && body.assignee ? true : undefined;
  });
  await until('the confirmation is an interaction', async () => (await toldOn(customer, ticketId)).length > 0 || undefined);
}

/** Of what the customer was told on a ticket, as it stands there. */
async function toldOn(customer: Person, ticketId: string): Promise<(string | undefined)[]> {
  const { items } = await customer.must<{ items: { content: { type: string; template?: string } }[] }>('GET', `/v1/tickets/${ticketId}/interactions?limit=100`);
  return items.filter(({ content }) => content.type === 'notification').map(({ content }) => content.template);
}

const write = (writer: Person, ticketId: string, body: Record<string, unknown>): Promise<{ id: string }> =>
  writer.must('POST', `/v1/tickets/${ticketId}/interactions`, { body });

/** Issues a letter, twice under one key, and waits until the customer has been told of it. */
async function letter(customer: Customer, clerk: Person, what: Record<string, unknown>, channel: string): Promise<string> {
  const body = { ...what, customerId: customer.id };
  const idempotencyKey = randomUUID();
  const { id } = await clerk.must<{ id: string }>('POST', '/v1/letters', { body, idempotencyKey });
  await clerk.must('POST', '/v1/letters', { body, idempotencyKey });
  const told = await until('the customer has been told of the letter', async () => {
    const seen = await customer.must<LetterSeen>('GET', `/v1/letters/${id}`);
    return seen.notification;
  });
  if (told.channel !== channel || told.result !== 'sent') throw new Error(`The letter should have been told of by ${channel}`);
  return id;
}

async function open(reader: Person, letterId: string): Promise<void> {
  const { url } = await reader.must<{ url: string }>('GET', `/v1/letters/${letterId}/file`);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The letter's file answered ${response.status}`);
  await response.arrayBuffer();
}

export async function close(clerk: Person, ticketId: string, outcome: string): Promise<void> {
  const { etag } = await clerk.ask('GET', `/v1/tickets/${ticketId}`);
  const body = { outcome, ...(await lastSeen(clerk, ticketId)), openTasksSeen: true, minutesSpent: 3 };
  await clerk.must('POST', `/v1/tickets/${ticketId}/close`, { body, ifMatch: etag });
}

/** Nothing is unread on it any more. */
async function readAll(clerk: Person, ticketId: string): Promise<void> {
  await clerk.must('PUT', `/v1/tickets/${ticketId}/read`, { body: await lastSeen(clerk, ticketId) });
}

async function lastSeen(clerk: Person, ticketId: string): Promise<{ readonly lastInteractionId: string }> {
  const { items } = await clerk.must<{ items: { id: string }[] }>('GET', `/v1/tickets/${ticketId}/interactions?limit=100`);
  return { lastInteractionId: items.at(-1)!.id };
}

export const yesterday = (): string => dayIn(-1);

/** So many days from today, as it is in Berlin. */
const dayIn = (days: number): string => addDays(dayOf(new Date()), days);
