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

  readonly stores: OutsideStores = {
    'letter-files': { remove: async (key) => this.#take(`file ${key}`, this.files, key) },
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

  #take(what: string, from: Set<string>, entry: string): void {
    this.calls.push(what);
    const failure = this.failing(what);
    if (failure) throw failure;
    from.delete(entry);
  }
}
