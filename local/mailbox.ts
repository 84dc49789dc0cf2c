/** The mails sent so far. The emulator forgets them when it ends, so the gateway keeps them in a file. */
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { SentMails, type Mail } from '../client/sent-mails.ts';

/** Both lists as one, each mail once, older ones first. */
export function mergeMails(kept: SentMails, live: SentMails): SentMails {
  const messages: Record<string, Mail[]> = {};
  for (const account of new Set([...Object.keys(kept.messages), ...Object.keys(live.messages)])) {
    const mails = [...(kept.messages[account] ?? []), ...(live.messages[account] ?? [])];
    messages[account] = [...new Map(mails.map((mail) => [mail.MessageId, mail])).values()];
  }
  return { messages };
}

/** A mailbox that survives restarts. */
export class Mailbox {
  readonly #file: string;
  #kept: SentMails;
  #written: Promise<void> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
    this.#kept = readKept(file);
  }

  /** Takes in what the emulator holds now; returns everything there ever was. */
  take(live: SentMails): SentMails {
    const before = count(this.#kept);
    this.#kept = mergeMails(this.#kept, live);
    if (count(this.#kept) !== before) this.#written = this.#written.then(() => this.#write());
    return this.#kept;
  }

  /** Resolves when everything taken in so far is on disk. */
  saved(): Promise<void> {
    return this.#written;
  }

  async #write(): Promise<void> {
    const draft = `${this.#file}.draft`;
    await writeFile(draft, JSON.stringify(this.#kept), { mode: 0o600 });
    await rename(draft, this.#file);
  }
}

function readKept(file: string): SentMails {
  try {
    return SentMails.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { messages: {} };
  }
}

function count(mails: SentMails): number {
  return Object.values(mails.messages).reduce((sum, list) => sum + list.length, 0);
}
