import PostalMime, { type Attachment, type Email } from 'postal-mime';
import type { Budget } from './budget.ts';
import { has, latin1 } from './bytes.ts';
import { checkMarkup } from './markup.ts';
import { NotKept } from './not-kept.ts';
import { isOle, isProgram, isRunByName } from './programs.ts';

/** A mail in a mail in a mail is as deep as anybody looks; and no mail brings more. How much they all bring together is for the budget. */
const [deepest, mostAttachments] = [3, 100];

/** Lines of a head that every mail has one of. */
const headed = /^(from|date|subject|received|message-id|return-path|mime-version)\s*:/im;

/** What the parts of a mail are checked by: files as if they were sent alone. */
export type CheckPart = (bytes: Uint8Array, budget: Budget) => Promise<void>;

/** A mail with all that it brings. @throws NotKept */
export async function checkMail(bytes: Uint8Array, budget: Budget, checkPart: CheckPart, depth = 0): Promise<void> {
  const head = latin1(bytes.subarray(0, 64_000)).split(/\r?\n\r?\n/, 1)[0]!;
  if (!/^(From |[!-9;-~]{1,80}\s*:)/.test(head) || !headed.test(head)) throw new NotKept('not-of-its-type');
  const { html, text, attachments } = await parsed(bytes, budget);
  if (html) checkMarkup(html, budget);
  // Some programs say of HTML that it is text.
  if (text && /<\s*html\b/i.test(text)) checkMarkup(text, budget);
  if (attachments.length > mostAttachments) throw new NotKept('unpacks-too-large');
  for (const attachment of attachments) {
    budget.part();
    await checkAttachment(attachment, budget, checkPart, depth);
  }
}

/** What a mail brings, unpacked. */
export async function attachmentsOf(bytes: Uint8Array, budget: Budget): Promise<Uint8Array[]> {
  return (await parsed(bytes, budget)).attachments.map(({ content }) => bytesOf(content));
}

/** A mail that was forwarded is one of its attachments. */
async function parsed(bytes: Uint8Array, budget: Budget): Promise<Email> {
  budget.work(bytes.length);
  const mail = await PostalMime.parse(bytes, { forceRfc822Attachments: true, maxNestingDepth: 32, maxHeadersSize: 256 * 1024 });
  for (const { content } of mail.attachments) budget.unpacked(bytesOf(content).length);
  return mail;
}

const bytesOf = (content: Attachment['content']): Uint8Array => (typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content));

/** Pictures of signatures: nothing that could do anything, if they are saved as pictures. */
const isPicture = (bytes: Uint8Array, name: string): boolean =>
  (has(bytes, 'GIF87a') || has(bytes, 'GIF89a') || (has(bytes, 'RIFF') && has(bytes, 'WEBP', 8))) && /^[^.]*$|\.(gif|webp)$/i.test(name);

/** A signature is a sequence in DER, and small. What its sender calls so and is anything else is looked at as that. */
const isSignature = (bytes: Uint8Array, mimeType: string): boolean =>
  /^application\/(x-)?pkcs7-signature$/.test(mimeType) && bytes[0] === 0x30 && bytes.length <= 64_000;

async function checkAttachment({ mimeType, content, filename }: Attachment, budget: Budget, checkPart: CheckPart, depth: number): Promise<void> {
  const bytes = bytesOf(content);
  const name = filename ?? '';
  if (isProgram(bytes) || isRunByName(name)) throw new NotKept('active-content');
  if (isOle(bytes)) throw new NotKept('embedded-file');
  if (bytes.length === 0 || isPicture(bytes, name) || isSignature(bytes, mimeType)) return;
  // What is locked away nobody can look at.
  if (mimeType === 'application/pkcs7-mime' || mimeType === 'application/x-pkcs7-mime' || mimeType === 'application/pgp-encrypted')
    throw new NotKept('encrypted');
  if (mimeType === 'message/rfc822') {
    if (depth + 1 >= deepest) throw new NotKept('embedded-file');
    return checkMail(bytes, budget, checkPart, depth + 1);
  }
  if (/^text\/(html|xml)|xhtml|svg/.test(mimeType) || /\.(x?html?|svg|xml)$/i.test(name)) return checkMarkup(latin1(bytes), budget);
  return checkPart(bytes, budget);
}
