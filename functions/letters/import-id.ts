import { digitsOf } from '../../shared/id.ts';
import type { ReferenceKeys } from '../../shared/personal-data/lookup-keys.ts';

/**
 * The id of what a sender calls so: the same each time, so a reference leads to its import, and is used once. It is made of a keyed hash: nobody tells
 * the reference from it.
 */
export async function importIdOf(sender: string, reference: string, keys: ReferenceKeys): Promise<string> {
  const hash = Buffer.from(await keys.letterReference(sender, reference), 'base64url');
  return `imp_${digitsOf(hash.subarray(0, 26))}`;
}
