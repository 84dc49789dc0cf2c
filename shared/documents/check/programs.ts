import { has } from './bytes.ts';

/** What machines run: of Windows, Linux, macOS; and what Office of old packs things into, with macros or anything else. */
const programs = ['MZ', '\x7fELF', '\xcf\xfa\xed\xfe', '\xce\xfa\xed\xfe', '\xca\xfe\xba\xbe', '#!'];

export const isProgram = (bytes: Uint8Array): boolean => programs.some((signs) => has(bytes, signs));

/** An OLE container: what is in it, nobody sees from outside. */
export const isOle = (bytes: Uint8Array): boolean => has(bytes, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1');
