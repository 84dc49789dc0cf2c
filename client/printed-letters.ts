/** Hands in letters as output management does: announced, and then sent to S3 by the form of the answer. */
import { createHash, randomUUID } from 'node:crypto';
import { upload } from './documents.ts';
import { machineToken } from './machine-token.ts';
import type { Outputs } from './outputs.ts';
import { request, until, type Answer } from './portal.ts';

/** What output management asks. */
export type OmsAsks = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Answer>;

export const outputManagement =
  (outputs: Outputs): OmsAsks =>
  async (method, path, body) =>
    request(outputs, await machineToken(outputs, 'oms'), method, path, { ...(body !== undefined && { body }) });

export interface ImportBody {
  readonly id: string;
  readonly status: string;
  readonly refusals?: readonly { readonly code: string; readonly whatToDo: { readonly de: string } }[];
  readonly reasons?: readonly { readonly code: string }[];
  readonly letter?: { readonly id: string };
}

export interface PrintedLetter {
  readonly recipient: { readonly customerId: string; readonly familyName: string; readonly postalCode: string };
  readonly title: string;
  readonly topic: string;
  readonly bytes: Buffer;
  readonly reference?: string;
  readonly ticketId?: string | undefined;
}

/** What is said of a letter before its file comes. */
export const announcementOf = ({ bytes, ...said }: PrintedLetter): Record<string, unknown> => ({
  reference: randomUUID(),
  importance: 'important',
  category: 'payment',
  issuedOn: new Date().toISOString().slice(0, 10),
  post: 'replaced',
  sheets: 1,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  sizeBytes: bytes.byteLength,
  ...said,
});

/** Asks, and takes no refusal. */
export async function mustOf(
  oms: OmsAsks,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<ImportBody & { readonly upload: Parameters<typeof upload>[0]['upload'] }> {
  const answer = await oms(method, path, body);
  if (answer.status >= 300) throw new Error(`Output management was answered ${answer.status} at ${path}`);
  return answer.body;
}

/** Announces and sends a letter, and waits until it is known what became of it. @throws Error where it is anything but that */
export async function handIn(oms: OmsAsks, letter: PrintedLetter, becomes: 'published' | 'refused' | 'needs-review'): Promise<ImportBody> {
  const announced = await mustOf(oms, 'POST', '/v1/letter-imports', announcementOf(letter));
  if ((await upload(announced, letter.bytes)) >= 300) throw new Error('S3 did not take a letter that was announced');
  const settled = await until('a letter that was handed in has been looked at', async () => {
    const known = await mustOf(oms, 'GET', `/v1/letter-imports/${announced.id}`);
    return ['awaiting-file', 'checking'].includes(known.status) ? undefined : known;
  });
  if (settled.status !== becomes) throw new Error(`A letter that was handed in should be ${becomes} and is ${settled.status}`);
  return settled;
}
