import * as z from 'zod';

/** Why a file was not taken, each with what its sender can do. In words for people: `refusalTexts`. */
export const DocumentRefusal = z.enum([
  'not-as-announced',
  'not-of-its-type',
  'unreadable',
  'encrypted',
  'unpacks-too-large',
  'too-complex',
  'active-content',
  'embedded-file',
  'metadata-not-removable',
  'malware',
  'not-checked',
  'too-many-documents',
  'ticket-gone',
]);
export type DocumentRefusal = z.infer<typeof DocumentRefusal>;

/** What each means, and what to do about it. */
export const refusalTexts: Readonly<Record<DocumentRefusal, string>> = {
  'not-as-announced': 'the file that came is not the one that was announced: announce it and send it again',
  'not-of-its-type': 'what the file holds is not of the type that was named: name the right one, or save it anew as what it should be',
  unreadable: 'the file is damaged or incomplete: open it, save or print it anew, and send that',
  encrypted: 'the file can be opened with a password only: send it without one',
  'unpacks-too-large': 'the file unpacks to more than is taken: send it in parts, or as a PDF',
  'too-complex': 'the file takes too much work to look through: save or print it anew, send it in parts, or as a PDF',
  'active-content': 'the file holds a macro, a script, or something else that could do things by itself: send it as a PDF without',
  'embedded-file': 'the file holds other files: send each of them by itself',
  'metadata-not-removable': 'where and when the picture was taken cannot be removed from this file: send it as JPEG',
  malware: 'the file holds something harmful: have the device that it comes from checked',
  'not-checked': 'the file could not be looked at, by no fault of its sender, and is gone: send it again',
  'too-many-documents': 'the ticket has as many documents as it takes: put several pages into one PDF, or open another ticket',
  'ticket-gone': 'the ticket that it was for is not there any more: open another one',
};
