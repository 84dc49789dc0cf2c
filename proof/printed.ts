/** Letters that were printed elsewhere: one that becomes a letter, one that somebody takes back, one in doubt, one whose file never comes. */
import { createHash } from 'node:crypto';
import { upload } from '../client/documents.ts';
import { letterPdf } from '../client/made-up-files.ts';
import { until, type Person } from '../client/portal.ts';
import { refused, type Customer, type Staff } from './people.ts';

interface ImportBody {
  readonly id: string;
  readonly status: string;
  readonly letter?: { readonly id: string };
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

/** Hands in letters to somebody, on a case of theirs, and leaves them as they are when they ask for erasure. */
export async function lettersPrinted(
  { id: customerId, persona, ...customer }: Customer,
  ticketId: string,
  clerk: Person,
  omsAsks: Staff['omsAsks'],
): Promise<void> {
  const { latinGivenName, latinFamilyName, street, familyName, importReference, importText, letterNote, letterTitle: title, letterTopic: topic } = persona;
  const must = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<ImportBody> => {
    const answer = await omsAsks(method, path, body);
    if (answer.status >= 300) throw new Error(`Output management was answered ${answer.status} at ${path}`);
    return answer.body as ImportBody;
  };
  const lines = (name: string) => [name, street, '50667 Bad'];
  const handIn = async (number: number, bytes: Buffer, changes: object = {}): Promise<ImportBody> => {
    const said = {
      reference: `${importReference}-${number}`,
      recipient: { customerId, familyName, postalCode: '50667' },
      title,
      importance: 'important',
      category: 'claim',
      topic,
      issuedOn: new Date().toISOString().slice(0, 10),
      ticketId,
      post: 'replaced',
      sheets: 1,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      sizeBytes: bytes.byteLength,
      ...changes,
    };
    await refused(omsAsks('POST', '/v1/letter-imports', { ...said, recipient: { ...said.recipient, familyName: letterNote } }), 422);
    const [announced] = [await must('POST', '/v1/letter-imports', said), await must('POST', '/v1/letter-imports', said)];
    return announced!;
  };
  const sent = async (number: number, bytes: Buffer, status: string, changes: object = {}): Promise<ImportBody> => {
    const announced = await handIn(number, bytes, changes);
    if ((await upload(announced, bytes)) >= 300) throw new Error('S3 did not take a letter that was announced');
    const settled = await until('a letter that was handed in has been looked at', async () => {
      const known = await must('GET', `/v1/letter-imports/${announced.id}`);
      return ['awaiting-file', 'checking'].includes(known.status) ? undefined : known;
    });
    if (settled.status !== status) throw new Error(`A letter that was handed in should be ${status} and is ${settled.status}`);
    return settled;
  };
  const theirs = `${latinGivenName} ${latinFamilyName}`;

  const published = await sent(1, letterPdf([...lines(theirs), letterNote], letterNote), 'published');
  await customer.must('GET', `/v1/letters/${published.letter!.id}/file`);
  const wrong = await sent(2, letterPdf([...lines(theirs), `${letterNote} 2`], letterNote), 'published', { ticketId: undefined });
  await customer.must('GET', `/v1/letters/${wrong.letter!.id}/file`);
  await must('POST', `/v1/letter-imports/${wrong.id}/withdrawal`, { reason: 'wrong-content' });
  await refused(customer.ask('GET', `/v1/letters/${wrong.letter!.id}`), 404);
  await sent(3, letterPdf([...lines('Anna Anders'), importText], importText), 'needs-review');
  const decided = await sent(4, letterPdf([...lines('Anna Anders'), `${importText} 4`], importText), 'needs-review');
  await clerk.must('GET', `/v1/letter-imports/${decided.id}/file`);
  await clerk.must('POST', `/v1/letter-imports/${decided.id}/decision`, { body: { decision: 'refuse', reason: 'wrong-recipient' } });
  await handIn(5, letterPdf([importText], importText));
}
