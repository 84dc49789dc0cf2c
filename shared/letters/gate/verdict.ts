import { refusalTexts, type GateRefusal } from './refusals.ts';
import { reviewTexts, type GateReview } from './reviews.ts';
import type { Said } from './said.ts';
import { warningTexts, type GateWarning } from './warnings.ts';

/** One thing that was found, where (pages count from 1; absent where it belongs to no page), and what to do about it. */
export interface Finding<Code extends string> {
  readonly code: Code;
  readonly pages?: readonly number[];
  readonly whatToDo: Said;
}

/** Pages of one size, as they are seen: cropped, and turned as they are shown. Whole millimetres. */
export interface PageSize {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly pages: number;
}

/** What a file is, without a word of what it says. */
export interface GateFacts {
  readonly bytes: number;
  /** SHA-256 in hexadecimal, lower case. */
  readonly sha256: string;
  readonly pages: number;
  readonly sizes: readonly PageSize[];
  readonly hasText: boolean;
  /** It carries exactly one electronic invoice, under one of the standard names. */
  readonly eInvoice: boolean;
  readonly tagged: boolean;
  readonly signed: boolean;
}

/** What the gate says of a file. `facts` stay with the file; nothing of it quotes what the file says. */
export type Verdict =
  | { readonly verdict: 'accepted'; readonly warnings: readonly Finding<GateWarning>[]; readonly facts: GateFacts }
  | {
      readonly verdict: 'needs-review';
      readonly reasons: readonly Finding<GateReview>[];
      readonly warnings: readonly Finding<GateWarning>[];
      readonly facts: GateFacts;
    }
  | { readonly verdict: 'refused'; readonly refusals: readonly Finding<GateRefusal>[] };

const finding = <Code extends string>(texts: Readonly<Record<Code, Said>>, code: Code, pages: Iterable<number> = []): Finding<Code> => {
  const sorted = [...new Set(pages)].sort((a, b) => a - b);
  return { code, ...(sorted.length > 0 && { pages: sorted }), whatToDo: texts[code] };
};

/** A reason to have somebody look. */
export const review = (code: GateReview): Finding<GateReview> => finding(reviewTexts, code);

/** A file that could not be judged: it took too long or too much, or broke what looked at it. */
export const unreadable: Verdict = { verdict: 'refused', refusals: [finding(refusalTexts, 'unreadable')] };

/** What has been found in one file so far; each code once, with all pages that it was found on. */
export class Findings {
  private readonly refused = new Map<GateRefusal, Set<number>>();
  private readonly warned = new Map<GateWarning, Set<number>>();

  /** `page`: absent where it belongs to none. */
  refuse(code: GateRefusal, page?: number): void {
    add(this.refused, code, page);
  }

  warn(code: GateWarning, page?: number): void {
    add(this.warned, code, page);
  }

  has(code: GateRefusal): boolean {
    return this.refused.has(code);
  }

  get refusals(): Finding<GateRefusal>[] {
    return [...this.refused].map(([code, pages]) => finding(refusalTexts, code, pages));
  }

  get warnings(): Finding<GateWarning>[] {
    return [...this.warned].map(([code, pages]) => finding(warningTexts, code, pages));
  }
}

function add<Code>(found: Map<Code, Set<number>>, code: Code, page: number | undefined): void {
  const pages = found.get(code) ?? new Set();
  found.set(code, pages);
  if (page !== undefined) pages.add(page);
}
