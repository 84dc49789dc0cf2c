import type { DocumentType } from '../document-types.ts';
import { Budget } from './budget.ts';
import { latin1 } from './bytes.ts';
import { cleanHeic } from './heic.ts';
import { cleanJpeg } from './jpeg.ts';
import { checkMail } from './mail.ts';
import { checkMarkup } from './markup.ts';
import { NotKept, reading } from './not-kept.ts';
import { checkArchive, checkOdt, checkOffice } from './office.ts';
import { checkPdf } from './pdf.ts';
import { cleanPng } from './png.ts';
import { checkText } from './text.ts';
import { begins, isOfBoxes } from './signatures.ts';

type Check = (bytes: Uint8Array, budget: Budget) => Uint8Array | Promise<Uint8Array>;

/** Looks, and leaves the file as it is. */
const unchanged =
  (look: (bytes: Uint8Array, budget: Budget) => void | Promise<void>): Check =>
  async (bytes, budget) => {
    await look(bytes, budget);
    return bytes;
  };

/** How each type is looked at, and what of it is kept. */
const checks: Readonly<Record<DocumentType, Check>> = {
  'image/jpeg': cleanJpeg,
  'image/png': cleanPng,
  'image/heic': cleanHeic,
  'application/pdf': unchanged(checkPdf),
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': unchanged((bytes, budget) => checkOffice(bytes, 'docx', budget)),
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': unchanged((bytes, budget) => checkOffice(bytes, 'xlsx', budget)),
  'application/vnd.oasis.opendocument.text': unchanged(checkOdt),
  'text/plain': unchanged(checkText),
  'message/rfc822': unchanged((bytes, budget) => checkMail(bytes, budget, checkAttached)),
};

/**
 * Looks whether a file is of the type that its sender named, and holds nothing that could do anything.
 * All that it is packed from is looked at on one budget.
 * @returns the file as it is kept: pictures without what tells where and when they were taken
 * @throws NotKept with the reason
 */
export const checkFile = (bytes: Uint8Array, type: DocumentType, budget = new Budget()): Promise<Uint8Array> => reading(() => checks[type](bytes, budget));

/** Types that a file can be told to be of by how it begins. */
const beginnings = [
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['pdf', 'application/pdf'],
] as const;

/** A file that nobody named a type of: what it is shows, or it is text; of anything else it is not known what it holds. */
async function checkAttached(bytes: Uint8Array, budget: Budget): Promise<void> {
  const known = beginnings.find(([sort]) => begins(bytes, sort));
  if (known) return void (await checks[known[1]](bytes, budget));
  if (isOfBoxes(bytes)) return void cleanHeic(bytes, budget);
  if (begins(bytes, 'zip')) return checkArchive(bytes, budget);
  try {
    checkText(bytes, budget);
  } catch (error) {
    throw error instanceof NotKept && error.reason === 'too-complex' ? error : new NotKept('embedded-file');
  }
  // Whatever its name is, a browser would take it for what it looks like.
  if (/<\s*(html|script|svg|body|!doctype)\b/i.test(latin1(bytes))) checkMarkup(latin1(bytes), budget);
}
