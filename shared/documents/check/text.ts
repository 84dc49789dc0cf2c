import type { Budget } from './budget.ts';
import { has, latin1 } from './bytes.ts';
import { NotKept } from './not-kept.ts';
import { isProgram } from './programs.ts';
import { begins } from './signatures.ts';

/** How other sorts of files begin: text that begins so is none. */
const others = ['pdf', 'zip', 'png', 'jpeg', 'gif', 'rtf', 'ole'] as const;

/** Signs that no text has: they steer machines. Tabs, line ends and page ends are none of them. */
// oxlint-disable-next-line eslint/no-control-regex -- they are what is looked for
const steering = /[\0-\x08\x0b\x0e-\x1f\x7f]/;

/** Text in UTF-8, in UTF-16 with its mark, or as older systems of Western Europe write it. @throws NotKept */
export function checkText(bytes: Uint8Array, budget: Budget): void {
  budget.work(bytes.length);
  if (isProgram(bytes) || others.some((sort) => begins(bytes, sort))) throw new NotKept('not-of-its-type');
  if (has(bytes, '\xff\xfe') || has(bytes, '\xfe\xff')) {
    if (steering.test(decoded(bytes, has(bytes, '\xff\xfe') ? 'utf-16le' : 'utf-16be'))) throw new NotKept('not-of-its-type');
  } else if (steering.test(latin1(bytes))) throw new NotKept('not-of-its-type');
}

function decoded(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new NotKept('not-of-its-type');
  }
}
