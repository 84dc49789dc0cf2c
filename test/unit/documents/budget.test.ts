import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Budget, mostCosts } from '../../../shared/documents/check/budget.ts';
import { checkFile } from '../../../shared/documents/check/check-file.ts';
import { eicar, knowsEicar } from '../../../shared/documents/check/malware.ts';
import { checkMarkup } from '../../../shared/documents/check/markup.ts';
import { NotKept } from '../../../shared/documents/check/not-kept.ts';
import type { DocumentType } from '../../../shared/documents/document-types.ts';
import { mail, office, pdf, zip } from './made-files.ts';

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

async function outcome(bytes: Uint8Array, type: DocumentType, budget?: Budget): Promise<string> {
  try {
    await checkFile(bytes, type, budget);
    return 'kept';
  } catch (error) {
    if (!(error instanceof NotKept)) throw error;
    return error.reason;
  }
}

const many = (sign: string): string => sign.repeat(300_000);
const attached = (bytes: Buffer, count: number): Buffer => mail({ parts: Array.from({ length: count }, () => ({ type: 'application/octet-stream', bytes })) });

describe('what looking at a file may cost', () => {
  it.each([
    ['bytes', { bytes: 10 }, 'unpacks-too-large'],
    ['parts', { parts: 1 }, 'unpacks-too-large'],
    ['work', { work: 100 }, 'too-complex'],
  ])('ends it: %s', async (_, less, expected) => {
    expect(await outcome(office('docx'), docx)).toBe('kept');
    expect(await outcome(office('docx'), docx, new Budget({ ...mostCosts, ...less }))).toBe(expected);
  });

  it('ends it where the time is up', async () => {
    for (const [bytes, type] of [
      [office('docx'), docx],
      [pdf(), 'application/pdf'],
      [mail(), 'message/rfc822'],
    ] as const)
      expect(await outcome(bytes, type, new Budget(mostCosts, () => false))).toBe('too-complex');
  });

  it('is counted over all that a mail brings, none of which is too much by itself', async () => {
    const tables = office('xlsx', [{ name: 'xl/big.bin', text: Buffer.alloc(400_000, 'a') }]);
    const some = () => new Budget({ ...mostCosts, bytes: 2_000_000 });
    expect(await outcome(attached(tables, 4), 'message/rfc822', some())).toBe('kept');
    expect(await outcome(attached(tables, 5), 'message/rfc822', some())).toBe('unpacks-too-large');
  });

  it('is counted over all streams of a PDF', async () => {
    const stream = { dictionary: '/Filter /FlateDecode', stream: Buffer.alloc(400_000, 32) };
    const streams = (length: number) => outcome(pdf(Array.from({ length }, () => stream)), 'application/pdf', new Budget({ ...mostCosts, bytes: 2_000_000 }));
    expect([await streams(5), await streams(6)]).toEqual(['kept', 'unpacks-too-large']);
  });

  it('counts streams that lie over one another', async () => {
    const one = Buffer.from('/FlateDecode stream\n');
    const all = Buffer.concat([Buffer.from('%PDF-1.7\n'), ...Array.from({ length: 40_000 }, () => one), Buffer.from('\nstartxref\n0\n%%EOF\n')]);
    expect(await outcome(all, 'application/pdf')).toBe('too-complex');
  });

  it('is the signs of a page, thrice, whatever stands there', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('<', '>', '/', ' ', '"', 'a', 'on', 'once', '='), { maxLength: 200 }), (pieces) => {
        const [html, budget] = [pieces.join(''), new Budget()];
        try {
          checkMarkup(html, budget);
        } catch (error) {
          expect(error).toBeInstanceOf(NotKept);
          return;
        }
        expect(budget.costs.work).toBe(3 * html.length);
      }),
    );
  });

  // Each of these took a search that goes back the square of its length: that is never finished.
  it.each([
    ['tags that are never closed', many('<a ')],
    ['white space behind a sign of less', `<${many(' ')}x`],
    ['slashes behind one', `<${many('/ ')}x`],
    ['handlers that are none', many(' onclick ')],
    ['a handler and white space', `<a onclick${many(' ')}x`],
    ['programs that are none', many('javascript ')],
    ['signs by their number', many('&#')],
  ])('is no more for a page made for it: %s', (_, html) => {
    const budget = new Budget();
    checkMarkup(html, budget);
    expect(budget.costs.work).toBeLessThanOrEqual(3 * html.length);
  });

  it.each([
    ['relationships that are never closed', many('<Relationship '), 'unreadable'],
    ['fields that are never closed', `<w>${many('<w:instrText>')}`, 'unreadable'],
    ['fields in pieces', `<w>${'<w:instrText>DD</w:instrText>'.repeat(100_000)}</w>`, 'kept'],
    ['attributes', `<w ${Array.from({ length: 50_000 }, (__, index) => `a${index}="x"`).join(' ')}/>`, 'kept'],
  ])('is no more for an office document made for it: %s', async (_, text, expected) => {
    expect(await outcome(office('docx', [{ name: 'word/x.xml', text, stored: true }]), docx)).toBe(expected);
  });

  it.each([
    ['at once', '\n'],
    ['as they write lines on Windows', '\r\n'],
  ])('is little for a mail of parts that are none, which is not taken apart: %s', async (_, end) => {
    const parts = (count: number) =>
      Buffer.from(
        mail()
          .toString()
          .replace(/--b--\r\n$/, `--b${end}`.repeat(count)),
      );
    const [few, most] = [new Budget(), new Budget()];
    expect(await outcome(parts(2_000), 'message/rfc822', few)).not.toBe('too-complex');
    expect(await outcome(parts(100_000), 'message/rfc822', most)).toBe('too-complex');
    expect(most.costs.parts).toBeLessThanOrEqual(3_001);
    expect(few.costs.parts).toBeGreaterThanOrEqual(2_000);
    // Who looks for malware leaves it to the check to refuse.
    expect(await knowsEicar({ key: 'k', type: 'message/rfc822', bytes: parts(100_000) })).toBe('clean');
  });

  it('is bounded for who looks for malware too, who still finds what is behind many others', async () => {
    const scan = (bytes: Buffer) => knowsEicar({ key: 'k', type: 'text/plain', bytes });
    const others = Array.from({ length: 1_500 }, (_, index) => ({ name: `p${index}`, text: 'x' }));
    expect(await scan(zip([...others, { name: 'last', text: eicar }]))).toBe('infected');
    const deep = (levels: number): Buffer => (levels === 0 ? eicar : zip([{ name: 'a', text: deep(levels - 1), stored: true }]));
    expect(await scan(deep(3))).toBe('infected');
  });
});
