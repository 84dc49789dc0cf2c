import { has } from './bytes.ts';
import { begins } from './signatures.ts';

/** What machines run: of Windows, Linux, macOS; and what Office of old packs things into, with macros or anything else. */
const programs = ['MZ', '\x7fELF', '\xcf\xfa\xed\xfe', '\xce\xfa\xed\xfe', '\xca\xfe\xba\xbe', '#!'];

export const isProgram = (bytes: Uint8Array): boolean => programs.some((signs) => has(bytes, signs));

/** Endings of what a system runs, or follows, when somebody opens it. */
const runs =
  /\.(exe|dll|com|scr|pif|cpl|msi|msp|jar|js|jse|mjs|vbs|vbe|wsf|wsh|hta|ps1|psm1|bat|cmd|sh|reg|lnk|url|desktop|inf|chm|iso|img|vhdx?|appref-ms|application)[.\s]*$/i;

/** Whether a file of this name would be run, whatever is in it. */
export const isRunByName = (name: string): boolean => runs.test(name);

/** An OLE container: what is in it, nobody sees from outside. */
export const isOle = (bytes: Uint8Array): boolean => begins(bytes, 'ole');
