import PostalMime, { type Attachment, type Email } from 'postal-mime';
import type { Budget } from './budget.ts';
import { buffer, has, latin1 } from './bytes.ts';
import { checkMarkup } from './markup.ts';
import { NotKept } from './not-kept.ts';
import { isOle, isProgram, isRunByName } from './programs.ts';

/** A mail in a mail in a mail is as deep as anybody looks; and no mail brings more. How much they all bring together is for the budget. */
const [deepest, mostAttachments] = [3, 100];

/** Lines that begin a part, or look like it: so many as a mail of all that brings, and of signatures and quoted mails, ever has. The parser costs by each. */
const mostBoundaries = 3_000;

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
  requireFewBoundaries(bytes, budget);
  const mail = await PostalMime.parse(bytes, { forceRfc822Attachments: true, maxNestingDepth: 32, maxHeadersSize: 256 * 1024 });
  for (const { content } of mail.attachments) budget.unpacked(bytesOf(content).length);
  return mail;
}

/** Whatever the mail says its boundary is, a line of it begins so. @throws NotKept `too-complex` */
function requireFewBoundaries(bytes: Uint8Array, budget: Budget): void {
  budget.work(bytes.length);
  const content = buffer(bytes);
  let found = content.subarray(0, 2).equals(dashes) ? 1 : 0;
  for (let at = content.indexOf(lineOfDashes); at >= 0; at = content.indexOf(lineOfDashes, at + 1)) {
    budget.part();
    if (++found > mostBoundaries) throw new NotKept('too-complex');
  }
}
const [dashes, lineOfDashes] = [Buffer.from('--'), Buffer.from('\n--')];

const bytesOf = (content: Attachment['content']): Uint8Array => (typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content));

/** Pictures of signatures: nothing that could do anything, if they are saved as pictures. */
const isPicture = (bytes: Uint8Array, name: string): boolean =>
  (beginnings.some((signs) => has(bytes, signs)) || (has(bytes, 'RIFF') && has(bytes, 'WEBP', 8)) || isBitmap(bytes)) &&
  /^[^.]*$|\.(gif|webp|tiff?|bmp)$/i.test(name);
const beginnings = ['GIF87a', 'GIF89a', 'II*\0', 'MM\0*'];

/** Two letters begin much: a bitmap says its length, and has four bytes of nothing behind it. Some programs say no length. */
const isBitmap = (bytes: Uint8Array): boolean => {
  if (bytes.length < 26 || !has(bytes, 'BM') || !has(bytes, '\0\0\0\0', 6)) return false;
  const said = buffer(bytes).readUInt32LE(2);
  return said === 0 || said === bytes.length;
};

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
