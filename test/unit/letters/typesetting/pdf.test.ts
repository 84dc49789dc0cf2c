import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../../shared/domain-error.ts';
import type { LetterContent } from '../../../../shared/letters/typesetting/content.ts';
import { assertPrintable, letterAssets } from '../../../../shared/letters/typesetting/font.ts';
import { renderLetter } from '../../../../shared/letters/typesetting/pdf.ts';
import { composeLetter } from '../../../../shared/letters/letter-template.ts';
import { claimSettlement } from '../../../../shared/letters/templates/claim-settlement.ts';
import { bicycle, paula, reference, samples, sender, signatory } from '../../../letters/samples.ts';

const assets = letterAssets(join(import.meta.dirname, '../../../../node_modules/source-sans/TTF'));
const date = new Date('2026-03-15T09:30:00Z');
const sample = (name: string): LetterContent => samples[name] as LetterContent;
const render = async (content: LetterContent, at = date): Promise<Buffer> => Buffer.from(await renderLetter(content, assets, at));
const pagesIn = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\n/g)?.length ?? 0;

async function refusal(act: () => unknown): Promise<DomainError> {
  try {
    await act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a letter as PDF', () => {
  it('has the same bytes for the same input, and others for another', async () => {
    const first = await render(sample('usual'));
    expect(first.equals(await render(structuredClone(sample('usual'))))).toBe(true);
    expect(first.equals(await render(sample('usual'), new Date('2026-03-15T09:30:00.999Z')))).toBe(true);
    expect(first.equals(await render(sample('usual'), new Date('2026-03-15T09:30:01Z')))).toBe(false);
    expect(first.equals(await render(sample('short')))).toBe(false);
  });

  it.each([
    ['short', 1],
    ['usual', 1],
    ['rejected', 1],
    ['twoPages', 2],
    ['long', 5],
  ])('%s has %d page(s)', async (name, pages) => {
    expect(pagesIn(await render(sample(name)))).toBe(pages);
  });

  it('says that it is PDF/A-2a and PDF/UA-1, German, tagged and titled', async () => {
    const text = (await render(sample('usual'))).toString('latin1');
    for (const sign of [
      '%PDF-1.7',
      '<pdfaid:part>2<',
      '<pdfaid:conformance>A<',
      '<pdfuaid:part>1<',
      '/Lang (de-DE)',
      '/Marked true',
      '/DisplayDocTitle true',
      '/StructTreeRoot',
      '/S /H1',
      '/Scope /Column',
      '/FontFile2',
    ]) {
      expect(text).toContain(sign);
    }
    expect(text).not.toMatch(/\/JavaScript|\/EmbeddedFile|\/Launch|\/URI|Helvetica/);
  });

  it('has no person in anything that is not the page itself', async () => {
    const pdf = await render(sample('usual'));
    const { form: _, country: __, ...person } = paula;
    const words = [...Object.values(person), ...Object.values(signatory), reference.ours, 'Fahrradunfall', 'Vorderrad', '3000 endet'].map(String);
    const asStored = (word: string): Buffer[] => [
      Buffer.from(word, 'utf8'),
      Buffer.from(word, 'latin1'),
      Buffer.from(word, 'utf16le'),
      Buffer.from(word, 'utf16le').swap16(),
    ];
    expect(words.filter((word) => asStored(word).some((bytes) => pdf.includes(bytes)))).toEqual([]);
    const info = pdf
      .toString('latin1')
      .match(/<dc:title>[^]*?<\/dc:title>|<pdf:Producer>.*?<|<xmp:CreatorTool>.*?</g)
      ?.map((part) => part.replace(/<[^>]*>|\s+|</g, ' ').trim());
    expect(info).toEqual(['Schutzbrief', 'Abrechnung Ihres Schadens', 'Schutzbrief']);
  });

  it('draws a logo as shapes, in its own colours, and no picture', async () => {
    const branded = await render(sample('branded'));
    const plain = await render({ ...sample('branded'), sender: { ...sample('branded').sender, logo: undefined } });
    expect(branded.length).toBeGreaterThan(plain.length);
    expect(branded.toString('latin1')).not.toMatch(/\/Subtype \/Image/);
    expect(pagesIn(branded)).toBe(1);
  });

  it('stays small', async () => {
    expect((await render(sample('usual'))).length).toBeLessThan(60_000);
    expect((await render(sample('long'))).length).toBeLessThan(150_000);
  });
});

describe('characters', () => {
  it('prints the names of Europe, composed or not', async () => {
    const names = [
      'Łukasz Szőke',
      'Çağrı Şahin',
      'Ðorđe Ńowak',
      'Þórunn Æsir',
      'Ñandú Öçalan',
      'Вера Ґудзь',
      'Νίκος Ψάρρας',
      'Nguyễn Thị Ửng',
      'Mu\u0308ller',
      'n\u0302 J\u030c',
      '„½ € – § 20 °C“',
    ];
    await expect(render({ ...sample('short'), recipient: names, blocks: names.map((text) => ({ kind: 'paragraph', text })) })).resolves.toBeDefined();
  });

  it.each([
    ['Chinese', '张伟'],
    ['Arabic', 'محمد'],
    ['an emoji the font lacks', 'Danke 😀'],
    ['a control character', 'a\u0000b'],
    ['a lone surrogate', 'a\ud800b'],
    ['a private-use code point', 'a\ue000b'],
    ['a direction mark', 'a\u202eb'],
  ])('refuses %s, naming the place and not the text', async (_, text) => {
    const [row, ...rest] = [
      { label: text, amount: '1,00 €', role: 'item' as const },
      { label: 'b', amount: '1,00 €', role: 'result' as const },
    ];
    const content: LetterContent = {
      ...sample('short'),
      recipient: ['Frau', text],
      blocks: [{ kind: 'table', headings: { label: 'a', amount: 'b' }, rows: [row, ...rest] }],
    };
    const error = await refusal(() => render(content));
    expect([error.kind, error.code]).toEqual(['unprocessable', 'unsupported-character']);
    expect(error.fields.map(({ field }) => field)).toEqual(['recipient.1', 'blocks.0.rows.0.label']);
    expect(JSON.stringify(error) + error.message + error.stack).not.toContain(text);
  });

  it('can be checked before a letter is composed, under the names of the fields', async () => {
    const values = {
      ...bicycle,
      items: [
        { label: 'ok', amountCents: 1 },
        { label: '自転車', amountCents: 1 },
      ],
      note: '自',
    };
    const { fields } = await refusal(() => assertPrintable(values, 'values'));
    expect(fields.map(({ field }) => field)).toEqual(['values.items.1.label', 'values.note']);
    expect(() => assertPrintable({ values: bicycle, recipient: paula, signatory, sender }, '')).not.toThrow();
  });

  it('needs fonts that are there', () => {
    expect(() => letterAssets('/nowhere')).toThrow('ENOENT');
  });
});

describe('whatever a clerk writes', () => {
  const printable = 'abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜẞ0123456789éèçłőšžø ,.;:!?()[]"\'„“–—-/&<>%§€+=*#@_|\\{}~^`°½²\u00a0\u00ad';
  const text = (maxLength: number) =>
    fc.string({ unit: fc.constantFrom(...printable, ' ', ' ', ' '), minLength: 1, maxLength: maxLength - 1 }).map((typed) => `x${typed}`);
  const values = fc.record({
    incident: text(80),
    incidentDate: fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)),
    items: fc.array(fc.record({ label: text(120), amountCents: fc.integer({ min: 1, max: 1_000_000_000 }) }), { minLength: 1, maxLength: 100 }),
    ibanEnd: fc.stringMatching(/^[0-9A-Z]{4}$/),
    note: text(2000),
  });

  it('becomes a PDF of a reasonable length', async () => {
    await fc.assert(
      fc.asyncProperty(values, text(80), async (written, name) => {
        const content = composeLetter(claimSettlement, {
          recipient: { ...paula, familyName: name },
          reference,
          sender,
          signatory,
          date: '2026-03-15',
          values: written,
        });
        const pdf = await render(content);
        expect(pdf.subarray(0, 8).toString()).toBe('%PDF-1.7');
        expect(pdf.subarray(-6).toString()).toBe('%%EOF\n');
        expect(pagesIn(pdf)).toBeGreaterThanOrEqual(1);
        expect(pagesIn(pdf)).toBeLessThanOrEqual(12);
      }),
      { numRuns: 10 },
    );
  });
});
