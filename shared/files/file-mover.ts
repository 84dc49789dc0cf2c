import type { NewId } from '../id.ts';
import type { CopiedFile, FileAlong, OutsideReference } from '../storage/item-kind.ts';
import type { FileEraser } from './file-eraser.ts';
import type { FileKeeper } from './file-keeper.ts';
import { fileKey } from './file-key.ts';
import type { FileReader } from './file-reader.ts';
import { fileStores, type FileStoreName } from './file-stores.ts';

/** Brings files from one person's prefix to another's. */
export interface FileMover {
  /**
   * Copies a file under a new id: each try makes another, so what ends in between leaves at most a file that nothing names.
   * @throws Error where it is not there, or not what its item says: then nothing may go on as if it were
   */
  copy(file: FileAlong, from: string, to: string): Promise<CopiedFile>;
  /** Takes the one before away; nothing left is done, too. */
  remove(reference: OutsideReference): Promise<void>;
}

/** What it does with the files of one store. */
export type StoreAccess = Pick<FileReader, 'read'> & Pick<FileKeeper, 'keep'> & Pick<FileEraser, 'remove'>;

export interface FileMoverParts {
  /** The stores of which files go along with their items. */
  readonly stores: Partial<Readonly<Record<FileStoreName, StoreAccess>>>;
  readonly mostBytes: number;
  readonly newId: NewId;
}

export function fileMover({ stores, mostBytes, newId }: FileMoverParts): FileMover {
  const access = (name: string): readonly [FileStoreName, StoreAccess] => {
    const found = stores[name as FileStoreName];
    if (!found) throw new Error(`Files of ${name} go along with nothing`);
    return [name as FileStoreName, found];
  };

  return {
    async copy({ store: name, id: before, versionId, sha256, as }, from, to) {
      const [store, { read, keep }] = access(name);
      const bytes = await read(fileKey(fileStores[store], from, before), versionId, mostBytes);
      if (!bytes || bytes === 'too-large') throw new Error(`A file of ${name} that an item names is not there, or too large`);
      const id = newId(fileStores[store].idPrefix);
      const kept = await keep(fileKey(fileStores[store], to, id), bytes, as);
      if (kept.sha256 !== sha256) throw new Error(`A file of ${name} is not the one that its item names`);
      return { id, ...kept };
    },

    async remove({ store, reference }) {
      await access(store)[1].remove(reference);
    },
  };
}
