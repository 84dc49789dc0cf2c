import { PDFArray, PDFDict, PDFHexString, PDFName, PDFRawStream, PDFString, type PDFObject } from '@cantoo/pdf-lib';
import { isSafeLink } from './links.ts';
import { actions, annotations, anywhere, brokenOff, textOfName } from './names.ts';
import type { FoundObject, PdfObjects } from './objects.ts';
import type { GateRefusal } from './refusals.ts';

const of = (codes: Readonly<Record<string, GateRefusal>>, name: string | undefined): GateRefusal[] =>
  name !== undefined && Object.hasOwn(codes, name) ? [codes[name]!] : [];

/** What one object could do besides being read: codes, each as often as it is found. */
export function activeContent(found: FoundObject, objects: PdfObjects): GateRefusal[] {
  const named = [...found.names].flatMap((name) => of(found.object ? anywhere : brokenOff, name));
  const linked = found.addresses.flatMap((address) => unsafe(address, objects));
  return [...named, ...linked, ...found.dictionaries.flatMap(({ dict, ofStream }) => ofDictionary(dict, ofStream, objects))];
}

/** Entries that mean one thing, whatever they lead to. */
const present: Readonly<Record<string, GateRefusal>> = {
  XFA: 'xfa-form',
  Collection: 'embedded-file',
  RichMediaContent: 'multimedia',
  Renditions: 'multimedia',
  AlternatePresentations: 'multimedia',
};

function ofDictionary(dict: PDFDict, ofStream: boolean, objects: PdfObjects): GateRefusal[] {
  const every = (key: string): readonly PDFObject[] => objects.everyOf(dict, key);
  const names = (key: string): string[] => every(key).flatMap((one) => (one instanceof PDFName ? [textOfName(one)] : []));
  const codes: GateRefusal[] = [];
  const action = names('S');
  for (const name of action) codes.push(...of(actions, name));
  const subtypes = names('Subtype');
  for (const name of subtypes) codes.push(...of(annotations, name));
  // A form that is PostScript (8.10.2, by the standard before).
  if (names('Subtype2').includes('PS')) codes.push('script');
  // A font may be called so too.
  const scripts = every('JS');
  if (objects.says(dict, 'JS') && (scripts.length === 0 || scripts.some((one) => isText(one) || one instanceof PDFRawStream))) codes.push('script');
  if (every('JavaScript').some((tree) => !isEmptyTree(tree, objects))) codes.push('script');
  for (const [key, code] of Object.entries(present)) if (objects.says(dict, key)) codes.push(code);
  // A thread of another file; the bytes of a stream, or the page that a form draws, which lie elsewhere.
  if (action.includes('Thread') && objects.says(dict, 'F')) codes.push('remote-file-action');
  if (ofStream && every('F').some(isFile)) codes.push('remote-file-action');
  if (subtypes.includes('Form') && objects.says(dict, 'Ref')) codes.push('remote-file-action');
  // Addresses of links can be meant to follow on one of the document.
  for (const uri of every('URI')) if (uri instanceof PDFDict) for (const base of objects.everyOf(uri, 'Base')) codes.push(...unsafe(base, objects));
  return codes;
}

/** A tree of names (7.9.6) that has none. */
const isEmptyTree = (tree: PDFObject, objects: PdfObjects): boolean =>
  tree instanceof PDFDict &&
  !objects.says(tree, 'Kids') &&
  (!objects.says(tree, 'Names') || objects.everyOf(tree, 'Names').every((names) => names instanceof PDFArray && names.size() === 0));

const isText = (object: PDFObject | undefined): object is PDFString | PDFHexString => object instanceof PDFString || object instanceof PDFHexString;

/** `F` of a stream is the file that its bytes are in. */
const isFile = (object: PDFObject | undefined): boolean => isText(object) || object instanceof PDFDict;

/** Of all that may stand there; a reference to nothing that was found leads where nobody has looked. */
function unsafe(address: PDFObject, objects: PdfObjects): GateRefusal[] {
  const versions = objects.versions(address);
  return versions.length === 0 || versions.some((one) => isText(one) && !readings(one).every(isSafeLink)) ? ['unsafe-link'] : [];
}

/** By its bytes, and as what they may stand for; what begins with the mark of UTF-16 is nothing else (ISO 32000-1, 7.9.2.2). */
function readings(text: PDFString | PDFHexString): string[] {
  const bytes = Buffer.from(text.asBytes());
  if (bytes.length % 2 === 0 && ((bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0xff && bytes[1] === 0xfe)))
    return [text.decodeText(), withoutMark(bytes)];
  return [bytes.toString('latin1'), bytes.toString('utf8'), text.decodeText()];
}

/** As programs take it that know nothing of the mark, and leave out the zeros. */
const withoutMark = (bytes: Buffer): string => bytes.subarray(2).toString('latin1').replaceAll('\0', '');
