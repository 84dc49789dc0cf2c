/** What customers and clerks do, step by step, through the public API. */
import { createHash } from 'node:crypto';
import { fetchDocument, sendDocument } from '../../client/documents.ts';
import { photo } from '../../client/made-up-files.ts';
import { until, type Person } from '../../client/portal.ts';
import type { Registered } from './people.ts';

/** The transparency notice as the portal shows it; a report records version and hash. */
const notice = { version: '2026-01', text: 'Transparenzhinweise nach Art. 13 DSGVO, Fassung 2026-01' };

export interface TicketBody {
  readonly id: string;
  readonly status: string;
  readonly assignee?: string;
  /** What its customer can expect next, and until when. */
  readonly expected?: { readonly next: string; readonly by?: string; readonly words: { readonly de: string } };
}

/** Confirms the stored data and reports something, with the notice as it was shown. */
export async function report(customer: Person, content: object): Promise<TicketBody> {
  const me = await customer.must('GET', '/v1/me');
  const noticeShown = { version: notice.version, sha256: createHash('sha256').update(notice.text).digest('hex'), channel: 'portal' };
  return customer.must('POST', '/v1/tickets', { body: { ...content, confirmedProfileVersion: me.version, noticeShown } });
}

/** Reports a bicycle accident. */
export const reportAccident = (customer: Person): Promise<TicketBody> =>
  report(customer, {
    kind: 'bicycle-accident',
    subject: 'Fahrradunfall an der Zülpicher Straße',
    incident: {
      at: new Date(Date.now() - 26 * 3_600_000).toISOString(),
      place: { description: 'Radweg an der Ecke Zülpicher Straße und Universitätsstraße', postalCode: '50674', city: 'Köln' },
      object: 'Gazelle Chamonix, Rahmen verzogen, Vorderrad zerstört',
      description: 'Ein Auto bog rechts ab und nahm mir die Vorfahrt. Ich musste ausweichen und bin gegen den Poller gefahren.',
      thirdParties: [{ name: 'Jörg Weiß', contact: 'Kennzeichen K-JW 1234', role: 'opponent' }],
    },
  });

/** Waits until a clerk has the ticket. */
export const untilAssigned = (clerk: Person, ticketId: string): Promise<TicketBody & { assignee: string }> =>
  until('a clerk has the ticket', async () => {
    const { status, body } = await clerk.ask('GET', `/v1/tickets/${ticketId}`);
    return status === 200 && body.assignee ? body : undefined;
  });

/** The customer reports the same once more; the clerk makes one of the two, and finds there what she wrote on the other. */
export async function reportedTwice(customer: Person, clerk: Person, ticketId: string): Promise<void> {
  const { id } = await reportAccident(customer);
  await untilAssigned(clerk, id);
  const { id: written } = await customer.must<{ id: string }>('POST', `/v1/tickets/${id}/interactions`, {
    body: { type: 'message', text: 'Ich bin nicht sicher, ob meine erste Meldung angekommen ist.' },
  });
  const { etag } = await clerk.ask('GET', `/v1/tickets/${id}`);
  await clerk.must('POST', `/v1/tickets/${id}/merge`, { body: { into: ticketId }, ifMatch: etag });
  await until('what was on the second report is on the first', async () => {
    const { items } = await clerk.must<{ items: { id: string }[] }>('GET', `/v1/tickets/${ticketId}/interactions?limit=100`);
    return items.some((step) => step.id === written) || undefined;
  });
}

/** Waits until the confirmation has gone out and stands on the ticket as an interaction. */
export async function untilConfirmed(customer: Person, ticketId: string): Promise<void> {
  const confirmation = await until('the confirmation is an interaction', async () => {
    const { items } = await customer.must<{ items: { content: { type: string; channel?: string; result?: string } }[] }>(
      'GET',
      `/v1/tickets/${ticketId}/interactions`,
    );
    return items.map(({ content }) => content).find(({ type }) => type === 'notification');
  });
  if (confirmation.channel !== 'email' || confirmation.result !== 'sent') throw new Error(`The confirmation was not sent by e-mail: ${confirmation.result}`);
}

/** Sends two photos of the damage, and fetches one of them: without the place at which it was taken. */
export async function twoPhotos(customer: Person, ticketId: string): Promise<void> {
  const place = '50.9297 N, 6.9355 E';
  for (const fileName of ['Vorderrad Zülpicher Straße.jpg', 'Rahmen.jpg']) {
    const { id, state } = await sendDocument(customer, ticketId, { fileName, type: 'image/jpeg', bytes: photo(place) });
    if (state !== 'available') throw new Error(`The photo should be available and is ${state}`);
    const { bytes, disposition } = await fetchDocument(customer, ticketId, id);
    if (bytes.includes(place)) throw new Error('The photo still says where it was taken');
    if (!disposition.includes(encodeURIComponent(fileName))) throw new Error('The photo is not saved under its name');
  }
}

export const callNote = (clerk: Person, ticketId: string): Promise<{ id: string }> =>
  clerk.must('POST', `/v1/tickets/${ticketId}/interactions`, {
    body: {
      type: 'call-note',
      direction: 'outbound',
      text: 'Gutachten der Werkstatt besprochen: wirtschaftlicher Totalschaden. Auszahlung angekündigt.',
      minutesSpent: 12,
    },
  });

export interface LetterBody {
  readonly id: string;
  readonly title: string;
  readonly sha256: string;
  readonly notification?: { readonly channel: string; readonly result: string };
}

/** Issues the settlement letter. */
export const settlementLetter = (clerk: Person, customer: Registered, ticketId: string): Promise<LetterBody> =>
  clerk.must('POST', '/v1/letters', {
    body: {
      template: 'claim-settlement',
      customerId: customer.id,
      ticketId,
      values: {
        incident: 'Fahrradunfall Zülpicher Straße',
        incidentDate: new Date(Date.now() - 26 * 3_600_000).toISOString().slice(0, 10),
        items: [
          { label: 'Fahrrad Gazelle Chamonix (Zeitwert)', amountCents: 114_900 },
          { label: 'Kostenvoranschlag der Werkstatt', amountCents: 4_500 },
        ],
        deductible: 15_000,
      },
    },
  });

/** The clerk has seen what the customer sent and wrote: nothing is unread any more. */
export async function lookThrough(clerk: Person, ticketId: string): Promise<void> {
  const { items } = await clerk.must<{ items: { id: string }[] }>('GET', `/v1/tickets/${ticketId}/interactions?limit=100`);
  await clerk.must('PUT', `/v1/tickets/${ticketId}/read`, { body: { lastInteractionId: items.at(-1)!.id } });
}

/** Waits until the customer has been told of the letter. */
export const untilTold = (customer: Person, letterId: string): Promise<LetterBody> =>
  until('the customer has been told of the letter', async () => {
    const letter = await customer.must<LetterBody>('GET', `/v1/letters/${letterId}`);
    return letter.notification ? letter : undefined;
  });

/** Opens the letter and checks that it is, byte for byte, what was issued. */
export async function openLetter(customer: Person, letterId: string): Promise<{ readonly pages: string; readonly sizeBytes: number }> {
  const file = await customer.must<{ url: string; sha256: string; sizeBytes: number }>('GET', `/v1/letters/${letterId}/file`);
  const response = await fetch(file.url);
  if (!response.ok) throw new Error(`The letter's file answered ${response.status}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== file.sha256) throw new Error('The file is not what was issued');
  return { pages: bytes.subarray(0, 8).toString('latin1'), sizeBytes: bytes.byteLength };
}

/** Documents the payout and closes the case. */
export async function payOutAndClose(clerk: Person, ticketId: string): Promise<TicketBody> {
  await clerk.must('POST', `/v1/tickets/${ticketId}/interactions`, {
    body: { type: 'payout', amountCents: 104_400, reference: 'SCHADEN-2026-0815', paidOn: new Date().toISOString().slice(0, 10), minutesSpent: 4 },
  });
  return closeCase(clerk, ticketId);
}

/** Closes the case under the version and with the last step that the clerk saw. */
export async function closeCase(clerk: Person, ticketId: string): Promise<TicketBody> {
  const { etag } = await clerk.ask('GET', `/v1/tickets/${ticketId}`);
  const { items } = await clerk.must<{ items: { id: string }[] }>('GET', `/v1/tickets/${ticketId}/interactions`);
  const body = { outcome: 'settled', lastInteractionId: items.at(-1)!.id, minutesSpent: 3 };
  return clerk.must('POST', `/v1/tickets/${ticketId}/close`, { body, ifMatch: etag });
}

/** A whole case, from the report to its end. */
export async function settledCase(customer: Registered, clerk: Person): Promise<{ ticketId: string; letterId: string }> {
  const { id: ticketId } = await reportAccident(customer);
  await untilAssigned(clerk, ticketId);
  await untilConfirmed(customer, ticketId);
  const { id: letterId } = await settlementLetter(clerk, customer, ticketId);
  await untilTold(customer, letterId);
  await payOutAndClose(clerk, ticketId);
  return { ticketId, letterId };
}
