import { NotKept } from './not-kept.ts';

/** What a file may cost whoever looks at it, with everything that it is packed from, however deep. */
export interface Costs {
  /** Bytes that are unpacked, together. */
  readonly bytes: number;
  /** Parts of archives, attachments of mails, streams of PDFs. */
  readonly parts: number;
  /** Signs that are looked at, those that are looked at twice counted twice. */
  readonly work: number;
}

/** More than any file that people send asks for, and little enough for one run of the function, in its memory and its time. */
export const mostCosts: Costs = { bytes: 256 * 1024 * 1024, parts: 100_000, work: 1_500_000_000 };

/**
 * One for a whole file, handed down to all that read in it: so nothing is gained by packing many things, none of which is too large by itself. What
 * is asked for is counted before it is done, where that is known.
 */
export class Budget {
  private readonly most: Costs;
  private readonly hasTime: () => boolean;
  private readonly spent = { bytes: 0, parts: 0, work: 0 };

  /** `hasTime`: whether there is still time for more of the file; asked again and again. */
  constructor(most: Costs = mostCosts, hasTime: () => boolean = () => true) {
    this.most = most;
    this.hasTime = hasTime;
  }

  /** What it has cost until now. */
  get costs(): Costs {
    return { ...this.spent };
  }

  /** So many bytes may still be unpacked. */
  get bytesLeft(): number {
    return this.most.bytes - this.spent.bytes;
  }

  /** So many bytes have been unpacked. @throws NotKept `unpacks-too-large` */
  unpacked(bytes: number): void {
    this.spend('bytes', bytes, 'unpacks-too-large');
  }

  /** One more thing in it is looked at. @throws NotKept `unpacks-too-large`, `too-complex` where there is no time for it */
  part(): void {
    this.spend('parts', 1, 'unpacks-too-large');
    if (!this.hasTime()) throw new NotKept('too-complex');
  }

  /** So many signs are looked at. @throws NotKept `too-complex`, also where there is no time for it */
  work(signs: number): void {
    this.spend('work', signs, 'too-complex');
    if (!this.hasTime()) throw new NotKept('too-complex');
  }

  private spend(what: keyof Costs, amount: number, reason: NotKept['reason']): void {
    this.spent[what] += amount;
    if (this.spent[what] > this.most[what]) throw new NotKept(reason);
  }
}
