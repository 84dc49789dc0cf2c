import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_PAGES } from '../../../../shared/letters/typesetting/column.ts';
import { DomainError } from '../../../../shared/domain-error.ts';
import type { LetterContent } from '../../../../shared/letters/typesetting/content.ts';
import { breakLines, type Measure } from '../../../../shared/letters/typesetting/lines.ts';
import { layOut, type LetterLayout } from '../../../../shared/letters/typesetting/layout.ts';
import { mm, sheet, styles, type Element, type Run } from '../../../../shared/letters/typesetting/page.ts';
import { samples } from '../../../letters/samples.ts';

/** Every character half an em wide: enough to see where lines and pages break. */
const measure: Measure = (text, { size }) => [...text].length * size * 0.5;

interface Placed extends Run {
  readonly page: number;
}

const runsOf = (element: Element): Placed[] => [
  ...element.fragments.flatMap(({ page, runs }) => runs.map((run) => ({ ...run, page }))),
  ...element.children.flatMap(runsOf),
];
const textOf = (element: Element): string =>
  runsOf(element)
    .map(({ text }) => text)
    .join('');
const onPage = (layout: LetterLayout, page: number): string[] =>
  layout.elements
    .flatMap(runsOf)
    .filter((run) => run.page === page)
    .map(({ text }) => text.trim());
const flat = (text: string): string => text.replace(/\s+/g, '');

const base = samples['short'] as LetterContent;
const paragraph = (text: string) => ({ kind: 'paragraph' as const, text });
const lines = (count: number): string => Array.from({ length: count }, (_, index) => `Zeile ${index + 1}`).join('\n');
const table = (items: number, sums = 3) => ({
  kind: 'table' as const,
  headings: { label: 'Position', amount: 'Betrag' },
  rows: [
    ...Array.from({ length: items }, (_, index) => ({ label: `Posten ${index + 1}`, amount: '1,00 €', role: 'item' as const })),
    ...Array.from({ length: sums }, (_, index) => ({
      label: `Summe ${index + 1}`,
      amount: '1,00 €',
      role: index === sums - 1 ? ('result' as const) : ('step' as const),
    })),
  ],
});

describe('breaking lines', () => {
  const style = { ...styles.body, size: 2 };
  it.each<[string, string, number, string[]]>([
    ['at spaces, which stay at the end', 'eins zwei drei', 9, ['eins zwei ', 'drei']],
    ['after a hyphen inside a word', 'Kfz-Schaden', 8, ['Kfz-', 'Schaden']],
    ['but not between a number and its sign', 'S-2026', 4, ['S-20', '26']],
    ['never at a no-break space', 'nur 1,00\u00a0€', 8, ['nur ', '1,00\u00a0€']],
    ['inside a word only where it is wider than the line', 'a Donaudampf', 6, ['a ', 'Donaud', 'ampf']],
    ['and keeps a letter with its accent', 'xxn\u0302xx', 3, ['xxn\u0302', 'xx']],
    ['at line breaks', 'a\nb', 9, ['a ', 'b']],
    ['nowhere in nothing', '', 9, ['']],
  ])('%s', (_, text, width, expected) => {
    const wide: Measure = (part) => [...part.replace(/\p{M}/gu, '')].length;
    expect(breakLines(text, width, style, wide)).toEqual(expected);
  });

  it('loses nothing, whatever the text and width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 1, max: 60 }), (text, width) => {
        const broken = breakLines(text, width, style, measure);
        expect(flat(broken.join(''))).toBe(flat(text));
      }),
    );
  });
});

describe('a letter in form B of DIN 5008', () => {
  const layout = layOut(samples['usual'] as LetterContent, measure);
  const find = (text: string): Placed => layout.elements.flatMap(runsOf).find((run) => run.text.startsWith(text)) as Placed;

  it('has the recipient inside the window', () => {
    for (const line of ['Frau Paula', 'Gartenstraße', '50678 Köln']) {
      const run = find(line);
      expect(run.x).toBe(mm(25));
      expect(run.y).toBeGreaterThan(mm(62.7));
      expect(run.y).toBeLessThan(mm(90));
      expect(run.x + measure(run.text, run.style)).toBeLessThan(mm(105));
    }
  });

  it('begins the text below the address field, and folds at 105 and 210 mm', () => {
    expect(find('Abrechnung Ihres').y).toBeGreaterThan(mm(98.46));
    const marks = layout.artifacts
      .filter(({ page, place }) => page === 0 && place === 'layout')
      .flatMap(({ strokes }) => strokes)
      .filter(({ from }) => from[0] === mm(4));
    expect(marks.map(({ from }) => Math.round((from[1] * 25.4) / 72))).toEqual([105, 149, 210]);
  });

  it('reads in the order in which one would read it aloud', () => {
    expect(layout.elements.map(({ tag }) => tag).join(' ')).toMatch(/^(P )+H1 (P )+Table( P)+$/);
    expect(layout.elements.map(textOf).findIndex((text) => text.startsWith('Frau Paula'))).toBe(1);
  });

  it('sets an address of more than six lines smaller, not shorter', () => {
    const long = layOut({ ...base, recipient: Array.from({ length: 8 }, (_, index) => `Zeile ${index} der Anschrift`) }, measure);
    const address = runsOf(long.elements[1] as Element);
    expect(address).toHaveLength(8);
    expect(Math.max(...address.map(({ y }) => y))).toBeLessThan(mm(90));
    expect(address[0]?.style.size).toBeLessThan(styles.body.size);
  });
});

describe('the letterhead', () => {
  const { sender } = samples['branded'] as LetterContent;
  const headOf = (from: LetterContent['sender']) => layOut({ ...base, sender: from }, measure).artifacts[0]!;
  const strong = (layout: LetterLayout) =>
    new Set(layout.artifacts.flatMap(({ strokes }) => strokes.filter(({ width }) => width >= 0.75).map(({ color }) => color)));

  it('has the sender’s logo on the right, above the line, beside the name and clear of it', () => {
    const { logo } = sender;
    for (const company of ['Lindenhof', 'Versicherungsverein auf Gegenseitigkeit der Rheinischen Landgemeinden und Städte']) {
      const { mark, runs } = headOf({ ...sender, company });
      expect(mark?.logo).toBe(logo);
      const [right, bottom] = [mark!.x + logo!.width * mark!.scale, mark!.y + logo!.height * mark!.scale];
      expect([right, bottom].map(Math.round)).toEqual([sheet.right, mm(31)].map(Math.round));
      expect(logo!.height * mark!.scale).toBeLessThanOrEqual(mm(15) + 0.01);
      for (const run of runs) expect(run.x + measure(run.text.trimEnd(), run.style)).toBeLessThan(mark!.x);
    }
  });

  it('fits a logo that is high as well as one that is wide', () => {
    for (const [width, height] of [
      [1, 1000],
      [1000, 1],
    ] as const) {
      const { mark } = headOf({ ...sender, logo: { ...sender.logo!, width, height } });
      expect(width * mark!.scale).toBeLessThanOrEqual(mm(45) + 0.01);
      expect(height * mark!.scale).toBeLessThanOrEqual(mm(15) + 0.01);
    }
  });

  it('and the lines of tables have the sender’s colour, or ours where there is none', () => {
    const blocks = [table(3)];
    expect(strong(layOut({ ...base, blocks, sender }, measure))).toEqual(new Set(['#7a1f3d']));
    expect(strong(layOut({ ...base, blocks, sender: { ...sender, color: undefined } }, measure))).toEqual(new Set(['#12456b']));
    expect(headOf({ ...sender, logo: undefined }).mark).toBeUndefined();
  });
});

describe('the information block', () => {
  it('says where to call and to log in as content that is read out, a line each', () => {
    const content = samples['nothingPaid'] as LetterContent;
    const said = layOut(content, measure)
      .elements.filter(({ tag }) => tag === 'P')
      .map((element) => textOf(element).trim());
    expect(said).toEqual(expect.arrayContaining(['Telefon: 0221 4710 100', 'Kundenportal: portal.lindenhof.example', 'Versicherungsnummer: VS-4711-0815']));
  });
});

describe('a letter of several pages', () => {
  it('repeats the heading of a table as an artifact and tags it once', () => {
    const layout = layOut({ ...base, blocks: [table(100)] }, measure);
    const repeated = layout.artifacts.filter(({ runs }) => runs.some(({ text }) => text === 'Betrag'));
    expect(repeated.map(({ page }) => page)).toEqual(Array.from({ length: layout.pages - 1 }, (_, index) => index + 1));
    expect(layout.elements.flatMap(runsOf).filter(({ text }) => text === 'Betrag')).toHaveLength(1);
  });

  it.each(Array.from({ length: 45 }, (_, index) => index + 1))(
    'keeps the sums with the last item, heading with first row, closing with text (%d rows)',
    (items) => {
      const layout = layOut({ ...base, blocks: [paragraph('Einleitung'), table(items)] }, measure);
      const pageOf = (text: string): number => layout.elements.flatMap(runsOf).find((run) => run.text.trim() === text)?.page ?? -1;
      expect(['Summe 1', 'Summe 2', 'Summe 3'].map(pageOf)).toEqual([pageOf(`Posten ${items}`), pageOf(`Posten ${items}`), pageOf(`Posten ${items}`)]);
      expect(pageOf('Einleitung')).toBe(pageOf('Position'));
      expect(pageOf('Posten 1')).toBe(pageOf('Position'));
    },
  );

  it('begins a long table without sums where it is', () => {
    const layout = layOut({ ...base, blocks: [table(40, 0)] }, measure);
    expect(onPage(layout, 0)).toContain('Posten 1');
  });

  it.each(Array.from({ length: 60 }, (_, index) => index + 2))('leaves no single line of a paragraph alone, nor the closing (%d lines)', (count) => {
    const layout = layOut({ ...base, blocks: [paragraph(lines(count))] }, measure);
    for (let page = 0; page < layout.pages; page += 1) {
      const here = onPage(layout, page).filter((text) => text.startsWith('Zeile'));
      expect(here).not.toHaveLength(1);
    }
    const closingPage = layout.elements.flatMap(runsOf).find(({ text }) => text === base.closing)?.page ?? -1;
    expect(closingPage).toBe(layout.pages - 1);
    expect(onPage(layout, closingPage).some((text) => text.startsWith('Zeile'))).toBe(true);
  });

  it('numbers its pages and says on each which letter it is', () => {
    const { pages, artifacts } = layOut({ ...base, blocks: [paragraph(lines(150))] }, measure);
    const running = (page: number): string =>
      artifacts
        .filter((artifact) => artifact.page === page)
        .flatMap(({ runs }) => runs.map(({ text }) => text))
        .join(' | ');
    expect(pages).toBeGreaterThan(3);
    for (let page = 0; page < pages; page += 1) {
      expect(running(page)).toContain(`Seite ${page + 1} von ${pages}`);
      expect(running(page)).toContain(base.sender.company);
      if (page > 0) expect(running(page)).toContain('Abrechnung Ihres Schadens · 15. März 2026');
    }
  });

  it('is refused where it would be a book', () => {
    expect(() => layOut({ ...base, blocks: [paragraph(lines(MAX_PAGES * 60))] }, measure)).toThrow('letter-too-long');
  });

  it('is refused where the subject alone fills a page', () => {
    expect(() => layOut({ ...base, subject: 'Abrechnung '.repeat(400) }, measure)).toThrow('letter-too-long');
  });

  it.each<[string, Partial<LetterContent>]>([
    [
      'a row of a table',
      { blocks: [paragraph('a'), { kind: 'table', headings: { label: 'a', amount: 'b' }, rows: [{ label: lines(80), amount: '1', role: 'item' }] }] },
    ],
    [
      'a row of a table',
      {
        blocks: [
          {
            kind: 'columns',
            columns: ['a', 'b'].map((heading) => ({ heading, align: 'left' as const })),
            rows: [
              ['a', 'b'],
              [lines(80), 'b'],
            ],
          },
        ],
      },
    ],
    ['a page on the web', { blocks: [{ kind: 'link', text: lines(80), url: 'https://portal.example' }] }],
    ['a heading', { blocks: [{ kind: 'heading', text: lines(80) }, paragraph('a')] }],
    ['a closing', { blocks: [paragraph('a')], closing: lines(80) }],
    ['a closing', { blocks: [paragraph('a')], remark: lines(120) }],
  ])('is refused where %s is higher than a page', (what, more) => {
    const refused = (): unknown => layOut({ ...base, ...more }, measure);
    expect(refused).toThrow(DomainError);
    expect(refused).toThrow(
      expect.objectContaining({
        kind: 'unprocessable',
        code: 'letter-too-long',
        fields: [{ field: 'letter', problem: `has ${what} that does not fit on a page: shorten what it says` }],
      }),
    );
  });

  it('places every word once, inside the margins, whatever is in it', () => {
    const text = fc.string({ unit: fc.constantFrom(...'aäAÄß€ .,-\n'), minLength: 1, maxLength: 400 });
    const row = fc.record({
      label: text.map((label) => label.replaceAll('\n', ' ')),
      amount: fc.constant('−1.234,56 €'),
      role: fc.constantFrom('item' as const, 'step' as const, 'result' as const),
    });
    const block = fc.oneof(
      text.map(paragraph),
      fc.array(row, { minLength: 1, maxLength: 60 }).map((rows) => ({ ...table(0, 0), rows })),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
        const layout = layOut({ ...base, blocks }, measure);
        const placed = layout.elements.slice(2 + base.details.length);
        const printed = blocks.flatMap((part) =>
          part.kind === 'paragraph' ? [part.text] : [part.headings.label, part.headings.amount, ...part.rows.flatMap(({ label, amount }) => [label, amount])],
        );
        expect(flat(placed.map(textOf).join(''))).toBe(
          flat([base.subject, base.salutation, ...printed, base.closing, ...base.signature, base.remark].join('')),
        );
        const footerTop = Math.min(...layout.artifacts.filter(({ place }) => place === 'bottom').flatMap(({ runs }) => runs.map(({ y }) => y)));
        for (const run of placed.flatMap(runsOf)) {
          expect(run.x).toBeGreaterThanOrEqual(sheet.left);
          expect(run.x + measure(run.text.trimEnd(), run.style)).toBeLessThanOrEqual(sheet.right + 0.01);
          expect(run.y).toBeLessThan(footerTop);
        }
      }),
    );
  });
});
