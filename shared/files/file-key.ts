import { idOf } from '../id.ts';
import type { FileStore } from './file-stores.ts';

type Place = Pick<FileStore, 'prefix' | 'extension'>;

/** Where a file lies. Random ids only: keys show up in places that no erasure reaches. */
export const fileKey = ({ prefix, extension }: Place, customerId: string, fileId: string): string => `${prefix}/${customerId}/${fileId}.${extension}`;

/** What the keys of all files of a person begin with. @throws Error for anything but a customer's id: what is swept must be one person's */
export function personPrefix({ prefix }: Pick<FileStore, 'prefix'>, customerId: string): string {
  if (!idOf('cus').safeParse(customerId).success) throw new Error('Files are swept by the id of a customer');
  return `${prefix}/${customerId}/`;
}

/** Whose file a key is, and which; `undefined` for anything that is not a key of this store. */
export function fileOfKey(store: Pick<FileStore, 'prefix' | 'extension' | 'idPrefix'>, key: string): { customerId: string; fileId: string } | undefined {
  const [prefix, customerId = '', name = '', ...more] = key.split('/');
  const fileId = name.slice(0, -store.extension.length - 1);
  const isOurs = prefix === store.prefix && more.length === 0 && name === `${fileId}.${store.extension}`;
  return isOurs && idOf('cus').safeParse(customerId).success && idOf(store.idPrefix).safeParse(fileId).success ? { customerId, fileId } : undefined;
}
