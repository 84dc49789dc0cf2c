/** Sends documents as a portal does: announced, and then sent to S3 by the form of the answer. */
import { createHash } from 'node:crypto';
import { until, type Person } from './portal.ts';

export interface FileToSend {
  readonly fileName: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface DocumentBody {
  readonly id: string;
  readonly state: 'awaited' | 'received' | 'available' | 'refused';
  readonly fileName: string;
  readonly refused?: { readonly for: string };
  readonly interactionId?: string;
}

interface Announced extends DocumentBody {
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

/** Announces a file on a ticket. */
export const announce = (person: Person, ticketId: string, { fileName, type, bytes }: FileToSend): Promise<Announced> =>
  person.must('POST', `/v1/tickets/${ticketId}/documents`, {
    body: { fileName, type, sizeBytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') },
  });

/** Sends a file by the form of an announcement. Gives the status of S3's answer. */
export async function upload({ upload: { url, fields } }: Pick<Announced, 'upload'>, bytes: Uint8Array): Promise<number> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytes)]), 'file');
  const response = await fetch(url, { method: 'POST', body: form });
  await response.arrayBuffer();
  return response.status;
}

/** Announces and sends a file, and waits until it is known what became of it. @throws Error where S3 does not take it */
export async function sendDocument(person: Person, ticketId: string, file: FileToSend): Promise<DocumentBody> {
  const announced = await announce(person, ticketId, file);
  const status = await upload(announced, file.bytes);
  if (status >= 300) throw new Error(`S3 answered ${status} to a file that was announced`);
  return until('the document has been looked at', async () => {
    const document = await person.must<DocumentBody>('GET', `/v1/tickets/${ticketId}/documents/${announced.id}`);
    return document.state === 'awaited' || document.state === 'received' ? undefined : document;
  });
}

/** The file of a document, and the name under which a browser would save it. */
export async function fetchDocument(
  person: Person,
  ticketId: string,
  documentId: string,
): Promise<{ readonly bytes: Buffer; readonly disposition: string; readonly type: string }> {
  const { url, sha256 } = await person.must<{ url: string; sha256: string }>('GET', `/v1/tickets/${ticketId}/documents/${documentId}/file`);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The document's file answered ${response.status}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error('The file is not the one that is kept');
  return { bytes, disposition: response.headers.get('content-disposition') ?? '', type: response.headers.get('content-type') ?? '' };
}
