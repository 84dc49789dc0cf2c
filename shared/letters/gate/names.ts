import { PDFName } from '@cantoo/pdf-lib';
import type { GateRefusal } from './refusals.ts';

/**
 * What an action does (ISO 32000-1, 12.6.4, and 32000-2) that a letter must not. What is not here stays in the document (`GoTo`, `Named`, `Hide`,
 * `SetOCGState`, `Trans`, `ResetForm`), or is looked at by where it leads (`URI`, `Thread`).
 */
export const actions: Readonly<Record<string, GateRefusal>> = {
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
export const annotations: Readonly<Record<string, GateRefusal>> = {
  RichMedia: 'multimedia',
  Screen: 'multimedia',
  Movie: 'multimedia',
  Sound: 'multimedia',
  '3D': 'multimedia',
  FileAttachment: 'embedded-file',
  PS: 'script',
};

/** Names that mean one thing wherever they are said: also where a second entry hides them, or what they stand in is no whole object. */
export const anywhere: Readonly<Record<string, GateRefusal>> = {
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
export const brokenOff: Readonly<Record<string, GateRefusal>> = {
  ...anywhere,
  JS: 'script',
  EmbeddedFile: 'embedded-file',
  EmbeddedFiles: 'embedded-file',
  EF: 'embedded-file',
};

/** What has one of these and is no whole object may be one to another program, and act there. */
export const doubtfulNames: ReadonlySet<string> = new Set([...Object.keys({ ...actions, ...annotations, ...brokenOff }), 'URI', 'ObjStm', 'First']);

/** Which of two entries of one of these is meant decides what a file does, or who it is for; programs differ in which they take. */
export const decisiveKeys: ReadonlySet<string> = new Set(
  'Type S Subtype Subtype2 JS F UF EF RF Ref XFA Collection Encrypt Root Kids Names Contents N First Filter DecodeParms DP Length'.split(' '),
);

const texts = new Map<PDFName, string>();

/** A name as it is meant. Names are kept by pdf-lib, one for each text; so are their texts here. */
export function textOfName(name: PDFName): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  const text = name.decodeText();
  texts.set(name, text);
  return text;
}

const keys = new Map<string, PDFName>();

/** The key of this text, which is one of ours. */
export function keyOf(text: string): PDFName {
  const known = keys.get(text);
  if (known) return known;
  const name = PDFName.of(text);
  keys.set(text, name);
  return name;
}
