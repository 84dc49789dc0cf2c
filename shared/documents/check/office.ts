import { has, latin1 } from './bytes.ts';
import { NotKept } from './not-kept.ts';
import { isOle, isProgram, isRunByName } from './programs.ts';
import { unzipped, type Part } from './zip.ts';

/** How a document of Office says what it is: the content type of its main part. */
const mainParts = {
  docx: 'wordprocessingml.document.main+xml',
  xlsx: 'spreadsheetml.sheet.main+xml',
} as const;

const odtType = 'application/vnd.oasis.opendocument.text';

/** A document in a document in a document is as deep as anybody looks. */
const deepest = 2;

/** A document of Word or Excel without macros, programs, or templates from elsewhere. @throws NotKept */
export async function checkOffice(bytes: Uint8Array, kind: keyof typeof mainParts): Promise<void> {
  const parts = await unzipped(bytes);
  if (!contentTypes(parts).includes(mainParts[kind])) throw new NotKept('not-of-its-type');
  await checkParts(parts, 0);
}

/** A text of OpenDocument without macros or programs. @throws NotKept */
export async function checkOdt(bytes: Uint8Array): Promise<void> {
  const parts = await unzipped(bytes);
  const said = parts.find(({ name }) => name === 'mimetype');
  if (!said || latin1(said.bytes).trim() !== odtType) throw new NotKept('not-of-its-type');
  await checkParts(parts, 0);
}

const contentTypes = (parts: readonly Part[]): string => textOf(parts.find(({ name }) => name === '[Content_Types].xml'));

async function checkParts(parts: readonly Part[], depth: number): Promise<void> {
  if (/macroEnabled|vbaProject|macrosheet/i.test(contentTypes(parts))) throw new NotKept('active-content');
  for (const part of parts) {
    if (activeName.test(part.name) || isRunByName(part.name) || isProgram(part.bytes)) throw new NotKept('active-content');
    if (isOle(part.bytes)) throw new NotKept('embedded-file');
    // A chart keeps its table so.
    if (has(part.bytes, 'PK\x03\x04')) {
      if (depth + 1 >= deepest) throw new NotKept('embedded-file');
      const inner = await unzipped(part.bytes);
      if (contentTypes(inner) === '') throw new NotKept('embedded-file');
      await checkParts(inner, depth + 1);
    }
    if (/\.(xml|rels|rdf)$/i.test(part.name)) checkXml(part);
  }
}

/** Places in which programs keep what they would run. */
const activeName = /(^|\/)(vbaProject|vbaData|activeX|macrosheets|ctrlProps)|^(Basic|Scripts)\//i;

function checkXml(part: Part): void {
  const text = textOf(part);
  if (/<!ENTITY/i.test(text) || /<script:|<office:script[\s>]/i.test(text)) throw new NotKept('active-content');
  if (/manifest:encryption-data/.test(text)) throw new NotKept('encrypted');
  // Things that are fetched when it is opened, and programs that are asked for values.
  for (const [relation] of text.matchAll(/<Relationship\b[^>]{0,2000}>/g)) {
    if (/TargetMode\s*=\s*["']External/i.test(relation) && /\/(attachedTemplate|oleObject|frame|subDocument)["']/i.test(relation))
      throw new NotKept('active-content');
  }
  // Word writes a field in pieces, and reads it as one.
  const fields = [...text.matchAll(/<w:instrText\b[^>]{0,200}>([^<]{0,2000})/g)].map(([, piece]) => piece).join('');
  if (/\bDDE(AUTO)?\b/i.test(fields)) throw new NotKept('active-content');
  if (/<(w:instrText|w:fldSimple)[^>]*?>?[^<]{0,200}\bDDE(AUTO)?\b/.test(text) || /<(\w+:)?ddeLink\b/.test(text)) throw new NotKept('active-content');
}

/** XML is in UTF-8 mostly, and else in UTF-16: then every other byte is none of the text. */
function textOf(part: Part | undefined): string {
  if (!part) return '';
  const text = latin1(part.bytes);
  return has(part.bytes, '\xff\xfe') || has(part.bytes, '\xfe\xff') ? text.replaceAll('\0', '') : text;
}
