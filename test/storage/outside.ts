import type { FileEraser } from '../../shared/files/file-eraser.ts';
import { personPrefix } from '../../shared/files/file-key.ts';
import { fileStoreNames, fileStores, type FileStoreName } from '../../shared/files/file-stores.ts';
import type { OutsideStores } from '../../shared/privacy/deletion/deletion.ts';

/** What lies outside of the tables, in memory; a call can be made to fail. */
export class Outside {
  readonly files = new Set<string>();
  readonly logins = new Set<string>();
  readonly suppressions = new Set<string>();
  /** Every call in its order, `file`, `login` or `suppression` and whose. */
  readonly calls: string[] = [];
  /** Decides the fate of each call before it takes effect. */
  failing: (what: string) => Error | undefined = () => undefined;

  readonly erasers = Object.fromEntries(fileStoreNames.map((name) => [name, this.#eraserOf(name)])) as Record<FileStoreName, FileEraser>;

  readonly stores: OutsideStores = {
    ...this.erasers,
    logins: { remove: async (username) => this.#take(`login ${username}`, this.logins, username) },
    'mail-suppression': { remove: async (address) => this.#take(`suppression ${address}`, this.suppressions, address) },
  };

  /** Holds what it held at another time. */
  reset(to: Outside['state']): void {
    for (const store of ['files', 'logins', 'suppressions'] as const) {
      this[store].clear();
      for (const entry of to[store]) this[store].add(entry);
    }
    this.calls.length = 0;
  }

  get state(): Readonly<Record<'files' | 'logins' | 'suppressions', string[]>> {
    return { files: [...this.files].sort(), logins: [...this.logins].sort(), suppressions: [...this.suppressions].sort() };
  }

  #eraserOf(name: FileStoreName): FileEraser {
    return {
      remove: async (key) => this.#take(`file ${key}`, this.files, key),
      removeOf: async (customerId, keep) => {
        const prefix = personPrefix(fileStores[name], customerId);
        for (const key of this.files) if (key.startsWith(prefix) && !keep.has(key)) this.#take(`file ${key}`, this.files, key);
      },
    };
  }

  #take(what: string, from: Set<string>, entry: string): void {
    this.calls.push(what);
    const failure = this.failing(what);
    if (failure) throw failure;
    from.delete(entry);
  }
}
