import type { LetterContent, LetterSender, Logo } from './content.ts';
import { breakLines, type Measure, type TextStyle } from './lines.ts';

/** Millimetres to PDF points (1/72 inch). */
export const mm = (millimetres: number): number => (millimetres * 72) / 25.4;

/** A4 with the margins of DIN 5008; in pt, from the top left corner. */
export const sheet = { width: mm(210), height: mm(297), left: mm(25), right: mm(190), top: mm(25) };

export const colors = { ink: '#1a1a1a', muted: '#55606b', brand: '#12456b', hairline: '#b9c2ca' };

const style = (size: number, leading: number, more: Partial<TextStyle> = {}): TextStyle => ({ font: 'regular', size, leading, color: colors.ink, ...more });

export const styles = {
  body: style(10.5, 13.75),
  strong: style(10.5, 13.75, { font: 'bold' }),
  subject: style(12, 16, { font: 'bold' }),
  small: style(8.5, 11.5, { color: colors.muted }),
  company: style(16, 20, { font: 'bold' }),
  running: style(8.5, 11, { color: colors.muted }),
  footer: style(7.5, 9.75, { color: colors.muted }),
  detailLabel: style(8.5, 13, { color: colors.muted }),
  detail: style(9, 13),
  link: style(10.5, 13.75, { color: colors.brand }),
};

/** A line of text on its base line. */
export interface Run {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly style: TextStyle;
}

/** A straight line. */
export interface Stroke {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly width: number;
  readonly color: string;
}

/** A rectangle filled with ink, by its top left corner. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is drawn on one page for one structure element. */
export interface Fragment {
  readonly page: number;
  readonly runs: readonly Run[];
  readonly areas?: readonly Area[];
}

/** A node of the document's logical structure (PDF/UA-1), with what is drawn for it. */
export interface Element {
  readonly tag: 'H1' | 'H2' | 'P' | 'L' | 'LI' | 'Lbl' | 'LBody' | 'Link' | 'Figure' | 'Table' | 'THead' | 'TBody' | 'TR' | 'TH' | 'TD';
  readonly scope?: 'Row' | 'Column';
  /** Of a list: whether its labels are numbers. */
  readonly numbering?: 'Decimal' | 'Disc';
  /** Of a link: where it leads, and what that is called. */
  readonly target?: { readonly url: string; readonly description: string };
  /** Of a figure: what it is to somebody who does not see it. */
  readonly alternative?: string;
  readonly fragments: readonly Fragment[];
  readonly children: readonly Element[];
}

/** A logo where it is drawn: its top left corner, and points per unit of its own. */
export interface Mark {
  readonly logo: Logo;
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** What is on a page besides content: running texts and lines, artifacts to a screen reader. */
export interface Artifact {
  readonly page: number;
  readonly place: 'top' | 'bottom' | 'layout';
  readonly runs: readonly Run[];
  readonly strokes: readonly Stroke[];
  readonly mark?: Mark;
}

/** A paragraph-like element whose lines are all on one page. */
export const leaf = (tag: Element['tag'], page: number, runs: readonly Run[]): Element => ({ tag, fragments: [{ page, runs }], children: [] });

/** Where the base line lies in a line box: centred, for Source Sans' capitals of 0.66 em. */
export const baseline = ({ size, leading }: TextStyle): number => (leading + 0.66 * size) / 2;

/** Sets lines one under the other from `top`; returns the runs and where the next line would begin. */
export function stack(lines: readonly string[], x: number, top: number, textStyle: TextStyle): { runs: Run[]; bottom: number } {
  const runs = lines.map((text, index) => ({ text, x, y: top + index * textStyle.leading + baseline(textStyle), style: textStyle }));
  return { runs, bottom: top + lines.length * textStyle.leading };
}

/**
 * DIN 5008:2020 form B: address field 85 × 45 mm, 20 mm from the left and 45 mm from the top edge; in it the address zone of
 * 27.3 mm begins 17.7 mm down, with the return address above it. Information block from 125 mm, 50 mm. Text from 98.46 mm.
 */
const formB = {
  address: { left: mm(25), top: mm(62.7), width: mm(76), height: mm(27.3) },
  returnLine: { baseline: mm(60.6), rule: mm(61.7) },
  details: { left: mm(125), top: mm(49), widestLabel: mm(30), gap: mm(1.5) },
  text: mm(98.46),
  marks: [
    { y: mm(105), length: mm(5) },
    { y: mm(148.5), length: mm(7) },
    { y: mm(210), length: mm(5) },
  ],
};

/** Return address, recipient and information block, with the letterhead around them; `bottom` is where the subject may begin. */
export function letterOpening(content: LetterContent, measure: Measure): { elements: Element[]; artifacts: Artifact[]; bottom: number } {
  const { sender } = content;
  const details = detailBlock(content, measure);
  const returnAddress = returnLine(`${sender.company} · ${sender.street} · ${sender.postalCode} ${sender.city}`, measure);
  return {
    elements: [leaf('P', 0, returnAddress), leaf('P', 0, addressRuns(content.recipient, measure)), ...details.elements],
    artifacts: [letterhead(sender, measure), foldMarks, returnRule(returnAddress, measure)],
    bottom: Math.max(formB.text, details.bottom + mm(6)),
  };
}

/** In which colour the sender's name and the lines of tables are set. */
export const brandOf = ({ color = colors.brand }: Pick<LetterSender, 'color'>): string => color;

/** The company's name, and its logo on the right, which stands for the name and is read no further. */
function letterhead({ company, logo, color }: LetterSender, measure: Measure): Artifact {
  const mark = logo && markAt(logo);
  const own = { ...styles.company, color: brandOf({ color }) };
  const lines = breakLines(company, (mark ? mark.x - mm(6) : sheet.right) - sheet.left, own, measure);
  const rule: Stroke = { from: [sheet.left, mm(33)], to: [sheet.right, mm(33)], width: 0.75, color: own.color };
  return { page: 0, place: 'top', runs: stack(lines, sheet.left, mm(31) - lines.length * own.leading, own).runs, strokes: [rule], ...(mark && { mark }) };
}

/** As large as 45 × 15 mm allow, above the line and flush with its right end. */
function markAt(logo: Logo): Mark {
  const scale = Math.min(mm(45) / logo.width, mm(15) / logo.height);
  return { logo, scale, x: sheet.right - logo.width * scale, y: mm(31) - logo.height * scale };
}

/** Fold marks at 105 and 210 mm, punch mark at 148.5 mm (DIN 5008 form B). */
const foldMarks: Artifact = {
  page: 0,
  place: 'layout',
  runs: [],
  strokes: formB.marks.map(({ y, length }) => ({ from: [mm(4), y], to: [mm(4) + length, y], width: 0.4, color: colors.muted })),
};

function returnLine(text: string, measure: Measure): Run[] {
  const { left, width } = formB.address;
  const size = [7.5, 7, 6.5, 6].find((candidate) => measure(text, { ...styles.footer, size: candidate }) <= width) ?? 6;
  const textStyle = { ...styles.footer, size, leading: 7.5 };
  const lines = breakLines(text, width, textStyle, measure);
  return lines.map((line, index) => ({ text: line, x: left, y: formB.returnLine.baseline - (lines.length - 1 - index) * textStyle.leading, style: textStyle }));
}

function returnRule(runs: readonly Run[], measure: Measure): Artifact {
  const { left } = formB.address;
  const end = left + Math.max(...runs.map((run) => measure(run.text.trimEnd(), run.style)));
  return {
    page: 0,
    place: 'layout',
    runs: [],
    strokes: [{ from: [left, formB.returnLine.rule], to: [end, formB.returnLine.rule], width: 0.4, color: colors.muted }],
  };
}

/** From the body's down; below 8 pt only for what nobody is called, so that even that is whole. */
const addressSizes = [10.5, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5, 4.5, 4, 3.5, 3, 2.5, 2];

/** The address, as large as its zone allows: six lines at 10.5 pt; longer ones are set smaller rather than cut. */
function addressRuns(address: readonly string[], measure: Measure): Run[] {
  const { left, top, width, height } = formB.address;
  // Widths grow with the size, so each piece is measured once.
  const widths = new Map<string, number>();
  const scaled: Measure = (text, { size }) => {
    const ofBody = widths.get(text) ?? measure(text, styles.body);
    widths.set(text, ofBody);
    return (ofBody * size) / styles.body.size;
  };
  const set = (size: number) => {
    const textStyle = { ...styles.body, size, leading: Math.min(height / 6, size * (size < 8 ? 1.15 : 1.2)) };
    return stack(breakLines(address.join('\n'), width, textStyle, scaled), left, top, textStyle);
  };
  const fitting = addressSizes.find((size) => set(size).bottom <= top + height);
  return set(fitting ?? addressSizes.at(-1)!).runs;
}

/** Label and value, side by side on one base line; one paragraph each, so that they are read together. */
function detailBlock({ details }: LetterContent, measure: Measure): { elements: Element[]; bottom: number } {
  const { left, widestLabel, gap } = formB.details;
  const labelWidth = Math.min(widestLabel, Math.max(...details.map(({ label }) => measure(`${label}:`, styles.detailLabel))));
  const valueLeft = left + labelWidth + gap;
  const sharedLine = baseline(styles.detail) - baseline(styles.detailLabel);
  let top = formB.details.top;
  const elements = details.map(({ label, value }) => {
    const labels = stack(breakLines(`${label}:`, labelWidth, styles.detailLabel, measure), left, top + sharedLine, styles.detailLabel);
    const values = stack(breakLines(value, sheet.right - valueLeft, styles.detail, measure), valueLeft, top, styles.detail);
    top = Math.max(labels.bottom, values.bottom);
    return leaf('P', 0, [...labels.runs.map((run) => ({ ...run, text: `${run.text} ` })), ...values.runs]);
  });
  return { elements, bottom: top };
}

/** The footer's columns; `top` is where the page number above them has to end. */
export function letterFooter({ sender }: LetterContent, measure: Measure): { runs: Run[]; strokes: Stroke[]; top: number } {
  const gap = mm(4);
  const width = (sheet.right - sheet.left + gap) / sender.footer.length;
  const columns = sender.footer.map((lines) => lines.flatMap((line) => breakLines(line, width - gap, styles.footer, measure)));
  const top = sheet.height - mm(9) - Math.max(...columns.map((lines) => lines.length)) * styles.footer.leading;
  const rule = top - mm(2);
  return {
    runs: columns.flatMap((lines, index) => stack(lines, sheet.left + index * width, top, styles.footer).runs),
    strokes: [{ from: [sheet.left, rule], to: [sheet.right, rule], width: 0.4, color: colors.hairline }],
    top: rule,
  };
}
