import { PDFDict, PDFHexString, PDFRawStream, PDFString, type PDFObject } from '@cantoo/pdf-lib';
import { dictionariesIn } from './dictionaries.ts';
import { isSafeLink } from './links.ts';
import type { FoundObject, PdfObjects } from './objects.ts';
import type { GateRefusal } from './refusals.ts';

/**
 * What an action does (ISO 32000-1, 12.6.4, and 32000-2) that a letter must not. What is not here stays in the document (`GoTo`, `Named`, `Hide`,
 * `SetOCGState`, `Trans`, `ResetForm`), or is looked at by where it leads (`URI`, `Thread`).
 */
const actions: Readonly<Record<string, GateRefusal>> = {
  JavaScript: 'script',
  Launch: 'launch-action',
  SubmitForm: 'submit-action',
  ImportData: 'remote-file-action',
  GoToR: 'remote-file-action',
  GoToE: 'remote-file-action',
  GoToDp: 'remote-file-action',
  Rendition: 'multimedia',
  Movie: 'multimedia',
  Sound: 'multimedia',
  GoTo3DView: 'multimedia',
  RichMediaExecute: 'multimedia',
};

/** Annotations (12.5.6) that are more than drawn; and PostScript (8.8.2), which a printer runs. */
const annotations: Readonly<Record<string, GateRefusal>> = {
  RichMedia: 'multimedia',
  Screen: 'multimedia',
  Movie: 'multimedia',
  Sound: 'multimedia',
  '3D': 'multimedia',
  FileAttachment: 'embedded-file',
  PS: 'script',
};

/** Names that mean one thing, wherever they stand: also where a second entry hides them, or what they stand in is no whole object. */
const anywhere: Readonly<Record<string, GateRefusal>> = {
  JavaScript: 'script',
  Launch: 'launch-action',
  SubmitForm: 'submit-action',
  ImportData: 'remote-file-action',
  GoToR: 'remote-file-action',
  GoToE: 'remote-file-action',
  RichMedia: 'multimedia',
  Rendition: 'multimedia',
  XFA: 'xfa-form',
  FileAttachment: 'embedded-file',
};

/** The same where there is no object to look at. */
const brokenOff: Readonly<Record<string, GateRefusal>> = {
  ...anywhere,
  JS: 'script',
  EmbeddedFile: 'embedded-file',
  EmbeddedFiles: 'embedded-file',
  EF: 'embedded-file',
};

const of = (codes: Readonly<Record<string, GateRefusal>>, name: string | undefined): GateRefusal[] =>
  name !== undefined && Object.hasOwn(codes, name) ? [codes[name]!] : [];

/** What one object could do besides being read: codes, each as often as it is found. */
export function activeContent(found: FoundObject, objects: PdfObjects): GateRefusal[] {
  const named = [...found.names].flatMap((name) => of(found.object ? anywhere : brokenOff, name));
  const linked = found.addresses.flatMap(unsafe);
  return [...named, ...linked, ...dictionariesIn(found.object).flatMap(({ dict, ofStream }) => ofDictionary(dict, ofStream, objects))];
}

function ofDictionary(dict: PDFDict, ofStream: boolean, objects: PdfObjects): GateRefusal[] {
  const entry = (key: string): PDFObject | undefined => objects.entry(dict, key);
  const action = objects.nameOf(dict, 'S');
  return [
    ...of(actions, action),
    ...of(annotations, objects.nameOf(dict, 'Subtype')),
    // A font may be called so too.
    ...(isText(entry('JS')) || entry('JS') instanceof PDFRawStream ? (['script'] as const) : []),
    ...(entry('XFA') ? (['xfa-form'] as const) : []),
    ...(entry('Collection') ? (['embedded-file'] as const) : []),
    ...(['RichMediaContent', 'Renditions', 'AlternatePresentations'].some(entry) ? (['multimedia'] as const) : []),
    // A thread of another file; the bytes of a stream, or the page that a form draws, which lie elsewhere.
    ...(action === 'Thread' && entry('F') ? (['remote-file-action'] as const) : []),
    ...(ofStream && isFile(entry('F')) ? (['remote-file-action'] as const) : []),
    ...(objects.nameOf(dict, 'Subtype') === 'Form' && entry('Ref') ? (['remote-file-action'] as const) : []),
    // The address of a link may stand elsewhere; addresses of links can be meant to follow on one of the document.
    ...unsafe(entry('URI')),
    ...unsafe(objects.entry(entry('URI'), 'Base')),
  ];
}

const isText = (object: PDFObject | undefined): object is PDFString | PDFHexString => object instanceof PDFString || object instanceof PDFHexString;

/** `F` of a stream is the file that its bytes are in. */
const isFile = (object: PDFObject | undefined): boolean => isText(object) || object instanceof PDFDict;

const unsafe = (address: PDFObject | undefined): GateRefusal[] => (isText(address) && !readings(address).every(isSafeLink) ? ['unsafe-link'] : []);

/** By its bytes, and as what they may stand for. */
const readings = (text: PDFString | PDFHexString): string[] => {
  const bytes = Buffer.from(text.asBytes());
  return [bytes.toString('latin1'), bytes.toString('utf8'), text.decodeText()];
};
