import { createHash } from 'node:crypto';
import type { KeptAs } from '../../shared/files/file-keeper.ts';

export const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Files of any store in memory. What they lie under is what an erasure finds outside of the tables (`outside`). */
export function memoryFiles(outside: { readonly files: Set<string> }) {
  /** Bytes by key, and how a file was kept. */
  const bytes = new Map<string, Uint8Array>();
  const keptAs = new Map<string, KeptAs>();
  const remove = async (key: string): Promise<void> => {
    bytes.delete(key);
    outside.files.delete(key);
  };
  return {
    bytes,
    keptAs,
    /** Where files come. */
    came: { read: async (key: string) => bytes.get(key), newest: async (key: string) => (bytes.has(key) ? 'v1' : undefined), remove },
    /** Where files are kept. */
    kept: {
      async keep(key: string, file: Uint8Array, as: KeptAs) {
        bytes.set(key, file);
        keptAs.set(key, as);
        outside.files.add(key);
        return { sha256: digest(file), sizeBytes: file.length, versionId: 'v1' };
      },
      remove,
    },
    /** A file comes under a key, and nobody has looked at it yet. */
    come(key: string, file: Uint8Array) {
      bytes.set(key, file);
      outside.files.add(key);
      return { key, versionId: 'v1' };
    },
  };
}
