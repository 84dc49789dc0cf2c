import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import decodeQR from 'qr/decode.js';
import { pdfText } from '../../../../proof/pdf-text.ts';
import type { LetterBlock, LetterContent } from '../../../../shared/letters/typesetting/content.ts';
import { letterAssets } from '../../../../shared/letters/typesetting/font.ts';
import { layOut, type LetterLayout } from '../../../../shared/letters/typesetting/layout.ts';
import type { Measure } from '../../../../shared/letters/typesetting/lines.ts';
import { mm, sheet, type Element, type Run } from '../../../../shared/letters/typesetting/page.ts';
import { renderLetter } from '../../../../shared/letters/typesetting/pdf.ts';
import { samples } from '../../../letters/samples.ts';

const assets = letterAssets(join(import.meta.dirname, '../../../../node_modules/source-sans/TTF'));
const measure: Measure = (text, { size }) => [...text].length * size * 0.5;
const base = samples['short'] as LetterContent;
const set = (...blocks: LetterBlock[]): LetterLayout => layOut({ ...base, blocks }, measure);

const runsOf = ({ fragments, children }: Element): (Run & { page: number })[] => [
  ...fragments.flatMap(({ page, runs }) => runs.map((run) => ({ ...run, page }))),
  ...children.flatMap(runsOf),
];
const all = ({ elements }: LetterLayout, tag: Element['tag']): Element[] => {
  const inside = (element: Element): Element[] => [element, ...element.children.flatMap(inside)];
  return elements.flatMap(inside).filter((element) => element.tag === tag);
};
const textOf = (element: Element): string =>
  runsOf(element)
    .map(({ text }) => text)
    .join('')
    .trim();
const lines = (count: number): string => Array.from({ length: count }, (_, index) => `Zeile ${index + 1}`).join('\n');
const paragraph = (text: string): LetterBlock => ({ kind: 'paragraph', text });

describe('a heading', () => {
  it.each(Array.from({ length: 50 }, (_, index) => index + 1))('stays with what it is of (after %d lines)', (before) => {
    for (const after of [paragraph(lines(4)), { kind: 'list', ordered: false, items: ['eins', 'zwei'] }] as LetterBlock[]) {
      const layout = set(paragraph(lines(before)), { kind: 'heading', text: 'Bis wann?' }, after);
      const [heading] = all(layout, 'H2');
      const index = layout.elements.indexOf(heading!);
      expect(textOf(heading!)).toBe('Bis wann?');
      expect(runsOf(layout.elements[index + 1]!)[0]!.page).toBe(runsOf(heading!)[0]!.page);
    }
  });
});

describe('a list', () => {
  it('says which label each point has, in the order in which it is read', () => {
    for (const [ordered, labels] of [
      [true, ['1.', '2.']],
      [false, ['•', '•']],
    ] as const) {
      const layout = set({ kind: 'list', ordered, items: ['Rechnung', 'Foto'] });
      expect(all(layout, 'L').map(({ numbering }) => numbering)).toEqual([ordered ? 'Decimal' : 'Disc']);
      expect(all(layout, 'LI').map(({ children }) => children.map(({ tag }) => tag))).toEqual([
        ['Lbl', 'LBody'],
        ['Lbl', 'LBody'],
      ]);
      expect(all(layout, 'Lbl').map(textOf)).toEqual(labels);
      expect(all(layout, 'LBody').map(textOf)).toEqual(['Rechnung', 'Foto']);
    }
  });

  it.each(Array.from({ length: 30 }, (_, index) => index + 15))('has its label where its point begins, over pages too (%d points of three lines)', (count) => {
    const layout = set({ kind: 'list', ordered: true, items: Array.from({ length: count }, () => lines(3)) });
    expect(layout.pages).toBeGreaterThan(1);
    for (const { children } of all(layout, 'LI')) {
      const [label, body] = children.map((child) => runsOf(child)[0]!);
      expect([label!.page, label!.y]).toEqual([body!.page, body!.y]);
      expect(label!.x + measure(label!.text.trim(), label!.style)).toBeLessThan(body!.x);
    }
  });
});

describe('a table of several columns', () => {
  const columns = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ heading: `Spalte ${index + 1}`, align: index % 2 === 1 ? ('right' as const) : ('left' as const) }));
  const long = 'Erstattet wird bis zum Preis eines gleichwertigen Helms, auch wenn er teurer war.';

  it.each([2, 3, 4, 5])('has %d columns beside each other, in the margins, that do not touch', (count) => {
    for (const cell of ['kurz', long, 'W'.repeat(200), '']) {
      const layout = set({
        kind: 'columns',
        columns: columns(count),
        rows: [Array.from({ length: count }, (_, index) => (index % 2 === 1 ? '1.234,56\u00a0€' : cell))],
      });
      const [row] = all(layout, 'TBody')[0]!.children;
      const spans = row!.children.map((one) => runsOf(one).map(({ text, x, style }) => [x, x + measure(text.trimEnd(), style)] as const));
      const edges = spans
        .filter((span) => span.length > 0)
        .map((span) => [Math.min(...span.map(([from]) => from)), Math.max(...span.map(([, to]) => to))] as const);
      for (const [index, [from, to]] of edges.entries()) {
        expect(from).toBeGreaterThanOrEqual(sheet.left - 0.01);
        expect(to).toBeLessThanOrEqual(sheet.right + 0.01);
        if (index > 0) expect(from).toBeGreaterThan(edges[index - 1]![1]);
      }
    }
  });

  it('says which cells head columns, and which the row of sums', () => {
    const layout = set({ kind: 'columns', columns: columns(3), rows: [['a', '1,00\u00a0€', 'b']], total: ['Summe', '1,00\u00a0€', ''] });
    expect(all(layout, 'TH').map((cell) => [textOf(cell), cell.scope])).toEqual([
      ['Spalte 1', 'Column'],
      ['Spalte 2', 'Column'],
      ['Spalte 3', 'Column'],
      ['Summe', 'Row'],
    ]);
    expect(all(layout, 'TR').map(({ children }) => children.length)).toEqual([3, 3, 3]);
  });

  it('repeats its heading on every page, and tears no row', () => {
    const layout = set({ kind: 'columns', columns: columns(3), rows: Array.from({ length: 60 }, () => [long, '1,00\u00a0€', long]) });
    expect(layout.pages).toBeGreaterThan(2);
    const repeated = layout.artifacts.filter(({ runs }) => runs.some(({ text }) => text.trim() === 'Spalte 2'));
    expect(repeated.map(({ page }) => page)).toEqual(Array.from({ length: layout.pages - 1 }, (_, index) => index + 1));
    for (const row of all(layout, 'TR')) expect(new Set(runsOf(row).map(({ page }) => page)).size).toBe(1);
  });
});

describe('a page on the web', () => {
  const url = 'https://portal.musterschutz.example/schaden?von=brief';
  const link: LetterBlock = { kind: 'link', text: 'Hier sehen Sie mehr:', url };

  it.each([url, `https://a.example/${'x'.repeat(182)}`])('is a code that phones read, of modules large enough to be printed', (address) => {
    const [figure] = all(set({ ...link, url: address }), 'Figure');
    const areas = figure!.fragments.flatMap((fragment) => fragment.areas ?? []);
    const [left, top] = [Math.min(...areas.map(({ x }) => x)), Math.min(...areas.map(({ y }) => y))];
    const size = Math.min(...areas.map(({ height }) => height));
    expect(size).toBeGreaterThan(mm(0.33));
    // As a phone sees it: black on white, with white around.
    const [scale, quiet] = [4, 4];
    const modules = Math.round(mm(22) / size) + 2 * quiet;
    const width = modules * scale;
    const data = new Uint8Array(width * width * 4).fill(255);
    for (const area of areas) {
      const [from, to, row] = [(area.x - left) / size, (area.x + area.width - left) / size, (area.y - top) / size].map(Math.round) as [number, number, number];
      for (let y = (row + quiet) * scale; y < (row + quiet + 1) * scale; y += 1)
        for (let x = (from + quiet) * scale; x < (to + quiet) * scale; x += 1) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
    expect(decodeQR({ width, height: width, data })).toBe(address);
  });

  it('says what it is to those who do not see it, and keeps the code clear of the text', () => {
    const layout = set(link);
    const [figure] = all(layout, 'Figure');
    const [linked] = all(layout, 'Link');
    expect([figure!.alternative, linked!.target]).toEqual([`QR-Code, der zu ${url} führt`, { url, description: `Verweis auf ${url}` }]);
    const end = Math.max(...figure!.fragments[0]!.areas!.map(({ x, width }) => x + width));
    for (const run of runsOf(linked!)) expect(run.x - end).toBeGreaterThan(4 * (mm(22) / 33));
    const english = layOut({ ...base, language: 'en', blocks: [link] }, measure);
    expect(all(english, 'Figure')[0]!.alternative).toBe(`QR code that leads to ${url}`);
  });

  it('stays on one page', () => {
    for (let before = 20; before < 60; before += 1) {
      const layout = set(paragraph(lines(before)), link);
      const pages = [...all(layout, 'Figure'), ...all(layout, 'Link')].flatMap(({ fragments }) => fragments.map(({ page }) => page));
      expect(new Set(pages).size).toBe(1);
    }
  });

  it('can be followed from the screen, and is no picture', async () => {
    const pdf = Buffer.from(await renderLetter({ ...base, blocks: [link] }, assets, new Date('2026-03-15T09:30:00Z')));
    const text = pdf.toString('latin1');
    for (const sign of [`/URI (${url})`, '/Type /OBJR', '/S /Figure', '/S /Link', '/Alt (']) expect(text).toContain(sign);
    expect(text).not.toMatch(/\/Subtype \/Image|\/JavaScript|\/Launch/);
    expect(await pdfText(pdf)).toContain('Hier sehen Sie mehr:');
  });
});

describe('an English letter', () => {
  it('says so, and speaks English of itself', async () => {
    const { details } = samples['english'] as LetterContent;
    expect(details.map(({ label }) => label)).toEqual(expect.arrayContaining(['Case', 'Your contact', 'Date']));
    const pdf = Buffer.from(await renderLetter(samples['english'] as LetterContent, assets, new Date('2026-03-15T09:30:00Z')));
    expect(pdf.toString('latin1')).toContain('/Lang (en-GB)');
    expect(await pdfText(pdf)).toContain('Page 1 of ');
    expect(await pdfText(pdf)).not.toMatch(/Seite|Datum|Ansprechperson/);
  });
});
