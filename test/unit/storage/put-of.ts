import type { Item } from '../../../shared/storage/item.ts';
import type { Write } from '../../../shared/storage/transact.ts';

/** The item that a write puts, as it will be stored. */
export function putOf(write: Write): Item {
  if (!('put' in write)) throw new Error('This write puts nothing');
  return write.put;
}
