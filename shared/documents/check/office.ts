import type { Budget } from './budget.ts';
import { buffer, latin1 } from './bytes.ts';
import { NotKept } from './not-kept.ts';
import { isPassivePart, leadingOut, relationships } from './office-parts.ts';
import { isOle, isProgram, isRunByName } from './programs.ts';
import { readXml, type XmlElement, type XmlReader } from './xml.ts';
import { unzipped, type Part } from './zip.ts';
import { begins } from './signatures.ts';

/** How a document of Office says what it is: the content type of its main part. */
const mainParts = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
} as const;

const odtType = 'application/vnd.oasis.opendocument.text';

type Sort = keyof typeof mainParts | 'odt';

/** A document in a document in a document is as deep as anybody looks. */
const deepest = 2;

/** A document of Word or Excel without macros, programs, or templates from elsewhere. @throws NotKept */
export const checkOffice = (bytes: Uint8Array, kind: keyof typeof mainParts, budget: Budget): Promise<void> => checkSort(bytes, kind, budget);

/** A text of OpenDocument without macros or programs. @throws NotKept */
export const checkOdt = (bytes: Uint8Array, budget: Budget): Promise<void> => checkSort(bytes, 'odt', budget);

/** An archive of which nobody said what it is: one of these documents. @throws NotKept `embedded-file` for any other */
export async function checkArchive(bytes: Uint8Array, budget: Budget): Promise<void> {
  const parts = await unzipped(bytes, budget);
  if (sortOf(parts, budget) === undefined) throw new NotKept('embedded-file');
  await checkParts(parts, 0, budget);
}

async function checkSort(bytes: Uint8Array, sort: Sort, budget: Budget): Promise<void> {
  if (isLocked(bytes, budget)) throw new NotKept('encrypted');
  const parts = await unzipped(bytes, budget);
  if (sortOf(parts, budget) !== sort) throw new NotKept('not-of-its-type');
  await checkParts(parts, 0, budget);
}

/** With a password, Office puts the document into a container of old Office, as a stream of this name. */
function isLocked(bytes: Uint8Array, budget: Budget): boolean {
  if (!isOle(bytes)) return false;
  budget.work(bytes.length);
  return buffer(bytes).includes(encryptedPackage);
}
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le');

/** What the parts make together. @throws NotKept `active-content` for parts that could do something */
function sortOf(parts: readonly Part[], budget: Budget): Sort | undefined {
  const said = parts.find(({ name }) => name === 'mimetype');
  if (said) return latin1(said.bytes).trim() === odtType ? 'odt' : undefined;
  const types = contentTypes(parts, budget);
  const found = Object.entries(mainParts).find(([, main]) => types.includes(main.toLowerCase()));
  if (types.some((type) => !isPassivePart(type))) throw new NotKept('active-content');
  return found && (found[0] as keyof typeof mainParts);
}

/** The types of all parts. Of two lists a reader takes one, and nobody knows which. */
function contentTypes(parts: readonly Part[], budget: Budget): string[] {
  const lists = parts.filter(({ name }) => name.toLowerCase() === '[content_types].xml');
  if (lists.length > 1) throw new NotKept('unreadable');
  const types: string[] = [];
  for (const { bytes } of lists) readXml(bytes, budget, { opens: ({ values }) => void types.push(...values('ContentType').map((type) => type.toLowerCase())) });
  return types;
}

async function checkParts(parts: readonly Part[], depth: number, budget: Budget): Promise<void> {
  for (const part of parts) {
    if (activeName.test(part.name) || isRunByName(part.name) || isProgram(part.bytes)) throw new NotKept('active-content');
    if (isOle(part.bytes)) throw new NotKept('embedded-file');
    // A chart keeps its table so.
    if (begins(part.bytes, 'zip')) {
      if (depth + 1 >= deepest) throw new NotKept('embedded-file');
      const inner = await unzipped(part.bytes, budget);
      if (sortOf(inner, budget) === undefined) throw new NotKept('embedded-file');
      await checkParts(inner, depth + 1, budget);
    }
    // LibreOffice writes empty ones.
    if (/\.(xml|rels|rdf|vml)$/i.test(part.name) && part.bytes.length > 0) checkXml(part, budget);
  }
}

/** Places in which programs keep what they would run. */
const activeName = /(^|\/)(vbaProject|vbaData|activeX|macrosheets|ctrlProps|customUI|webextensions)|^(Basic|Scripts)\//i;

/** Elements of either family that run something, or fetch it when the document is opened. */
const activeElements = new Set([
  'ddeLink',
  'oleLink',
  'altChunk',
  'script',
  'event-listener',
  'applet',
  'plugin',
  'floating-frame',
  'dde-source',
  'dde-connection',
  'dde-connection-decl',
]);

function checkXml(part: Part, budget: Budget): void {
  const fields: string[] = [];
  const reader: XmlReader = {
    opens: (element) => checkElement(element, fields),
    // Word writes a field in pieces, and reads it as one.
    text: (text, within) => void (within === 'instrText' && fields.push(text)),
  };
  readXml(part.bytes, budget, reader);
  budget.work(fields.reduce((sum, { length }) => sum + length, 0));
  if (/\bDDE(AUTO)?\b/i.test(fields.join(''))) throw new NotKept('active-content');
}

function checkElement({ name, values }: XmlElement, fields: string[]): void {
  if (activeElements.has(name)) throw new NotKept('active-content');
  if (name === 'encryption-data') throw new NotKept('encrypted');
  if (name === 'fldSimple') fields.push(...values('instr').map((instruction) => ` ${instruction} `));
  if (name === 'section-source' && values('href').some((address) => !address.startsWith('#'))) throw new NotKept('active-content');
  if (name === 'Relationship') checkRelationship(values);
}

/** What a document is made of, and what it fetches when it is opened. */
function checkRelationship(values: XmlElement['values']): void {
  const types = values('Type').map((type) => type.slice(type.lastIndexOf('/') + 1));
  if (types.length !== 1 || !types.every((type) => relationships.has(type))) throw new NotKept('active-content');
  if (values('TargetMode').every((mode) => mode === 'Internal')) return;
  if (!types.every((type) => leadingOut.has(type))) throw new NotKept('active-content');
  if (types.includes('image') && !values('Target').every((target) => /^https?:\/\//i.test(target))) throw new NotKept('active-content');
}
