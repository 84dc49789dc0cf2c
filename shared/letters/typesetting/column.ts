import { DomainError } from '../../domain-error.ts';
import type { TextStyle } from './lines.ts';
import { sheet, stack, type Artifact, type Element, type Fragment } from './page.ts';

/** A letter has at most this many pages; what is longer is no letter. */
export const MAX_PAGES = 20;

/** Width of the text and space after a paragraph, in pt. */
export const fullWidth = sheet.right - sheet.left;
export const paragraphGap = 7;

/** Sums of heights that are equal may differ by so much, in pt. */
const tolerance = 0.01;

/** A part of the letter's flow. */
export interface Part {
  /** The least of it, in pt, that has to stand on one page. */
  readonly lead: number;
  /** Whether that has to be the page on which the text before it ends. */
  readonly keepWithText: boolean;
  /** Whether what comes next has to begin on the page where this ends. */
  readonly keepsNext?: true;
  /** Puts the part into the column; `following` is the height (pt) that must follow it on the same page. */
  set(column: Column, following: number): Element[];
}

/** The place where the next thing goes. */
export class Column {
  page = 0;
  y: number;
  readonly bottom: number;
  readonly artifacts: Artifact[] = [];

  constructor(top: number, bottom: number) {
    this.y = top;
    this.bottom = bottom;
  }

  /** Height left on this page, in pt. */
  get left(): number {
    return this.bottom - this.y;
  }

  get atTop(): boolean {
    return this.page > 0 && this.y === sheet.top;
  }

  nextPage(): void {
    if (this.page + 1 >= MAX_PAGES) throw new DomainError('unprocessable', 'letter-too-long');
    this.page += 1;
    this.y = sheet.top;
  }

  /** Moves on to a page where `height` fits. */
  need(height: number): void {
    if (height > this.left && !this.atTop) this.nextPage();
  }

  /**
   * What is not divided stands here or nowhere: beyond the page nobody would read it.
   * @throws DomainError `unprocessable/letter-too-long` naming what has no room
   */
  mustFit(height: number, what: string): void {
    if (height > this.left + tolerance)
      throw new DomainError('unprocessable', 'letter-too-long', [
        { field: 'letter', problem: `has ${what} that does not fit on a page: shorten what it says` },
      ]);
  }

  /** Leaves a gap, but none at the top of a page. */
  skip(height: number): void {
    if (!this.atTop) this.y += height;
  }

  /** Puts one stack of lines here. */
  put(lines: readonly string[], style: TextStyle, x = sheet.left): Fragment {
    const { runs, bottom } = stack(lines, x, this.y, style);
    this.y = bottom;
    return { page: this.page, runs };
  }
}
