import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { projectDir } from '../../../../client/paths.ts';
import { Gate } from '../../../../shared/letters/gate/judge-in-worker.ts';
import { codesOf } from './judged.ts';

const folder = join(projectDir, 'test', 'data', 'pdfs');
const rows = readFileSync(join(folder, 'index.tsv'), 'utf8').trimEnd().split('\n').slice(1);
const files = rows.map((row) => row.split('\t')).map(([file = '', , , , what = '', expected = '']) => ({ file, what, expected }));

const gate = new Gate();
afterAll(() => gate.close());

describe('the files of other projects, and made ones', () => {
  it('are all there', () => {
    expect(files).toHaveLength(84);
  });

  it.each(files)('$file: $what → $expected', async ({ file, expected }) => {
    const bytes = readFileSync(join(folder, file));
    const before = createHash('sha256').update(bytes).digest('hex');
    const verdict = await gate.judge(bytes);
    expect(codesOf(verdict)).toBe(expected.split('+').sort().join('+'));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(before);
    if (verdict.verdict !== 'refused') expect(verdict.facts).toMatchObject({ bytes: bytes.length, sha256: before });
  });

  it('names pages, what to do in two languages, and electronic invoices', async () => {
    const said = async (file: string) => gate.judge(readFileSync(join(folder, file)));
    expect(await said('pdfjs--evaljs.pdf')).toMatchObject({
      refusals: [{ code: 'script', pages: [1, 2], whatToDo: { de: expect.stringContaining('JavaScript'), en: expect.stringContaining('JavaScript') } }],
    });
    expect(await said('zugferd--zugferd_2p0_EN16931_SEPA_Prenotification.pdf')).toMatchObject({ verdict: 'accepted', facts: { eInvoice: true, pages: 2 } });
    expect(await said('made--letter.pdf')).toMatchObject({
      verdict: 'accepted',
      warnings: [],
      facts: { tagged: true, hasText: true, sizes: [{ widthMm: 210, heightMm: 297, pages: 1 }] },
    });
    expect(await said('pikepdf--ccitt-endofline-true.pdf')).toMatchObject({ verdict: 'needs-review', reasons: [{ code: 'no-text' }] });
    expect(await said('pdfjs--signed_verified.pdf')).toMatchObject({ warnings: expect.arrayContaining([expect.objectContaining({ code: 'signed' })]) });
  });
});
