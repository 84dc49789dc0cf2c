import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { getDocumentProxy } from 'unpdf';
import { projectDir } from '../../../../client/paths.ts';
import { Gate, workerLimits } from '../../../../shared/letters/gate/judge-in-worker.ts';
import { judged } from './judged.ts';
import { madePdf } from './made-pdf.ts';

const letter = readFileSync(join(projectDir, 'test', 'data', 'pdfs', 'made--letter.pdf'));
const scripted = madePdf({ catalog: '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>' });
const gate = new Gate();
afterAll(() => gate.close());

/** What a program that shows PDFs would run, or offer for saving. */
async function doesMore(bytes: Uint8Array): Promise<boolean> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  try {
    const pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, index) => pdf.getPage(index + 1)));
    const found = [await pdf.getJSActions(), await pdf.getAttachments(), ...(await Promise.all(pages.map((page) => page.getJSActions())))];
    return found.some((one: unknown) => one !== null && one !== undefined);
  } finally {
    await pdf.destroy();
  }
}

async function flipped(bytes: Buffer, at: number, bit: number): Promise<void> {
  const changed = Buffer.from(bytes);
  changed[at]! ^= 1 << bit;
  const began = performance.now();
  const verdict = await gate.judge(changed);
  expect(performance.now() - began).toBeLessThan(2 * workerLimits.clockMs + workerLimits.beginMs);
  if (verdict.verdict !== 'refused') expect(await doesMore(changed)).toBe(false);
}

describe('a letter that was changed on the way', () => {
  const place = fc.integer({ min: 0, max: letter.length - 1 });
  const bit = fc.integer({ min: 0, max: 7 });

  it('in one bit is judged, and not taken with anything that acts', async () => {
    await fc.assert(
      fc.asyncProperty(place, bit, (at, which) => flipped(letter, at, which)),
      { numRuns: 60 },
    );
  });

  it('in one bit of what says that it acts is refused, or does not act any more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: scripted.length - 1 }), bit, (at, which) => flipped(scripted, at, which)),
      { numRuns: 300 },
    );
  });

  it('and ends early is refused', async () => {
    // Behind the mark of the end stands one line end, which nothing needs.
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: letter.lastIndexOf('%%EOF') + 4 }), async (length) => {
        expect((await judged(letter.subarray(0, length))).verdict).toBe('refused');
      }),
      { numRuns: 100 },
    );
  });

  it('and goes on is refused, unless by white space', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 50 }), async (more) => {
        const blank = /^[\0\t\n\f\r ]*$/.test(Buffer.from(more).toString('latin1'));
        expect((await judged(Buffer.concat([letter, more]))).verdict).toBe(blank ? 'accepted' : 'refused');
      }),
      { numRuns: 60 },
    );
  });

  it('is never more than bytes: whatever comes, there is an answer', async () => {
    const pieces = fc.array(
      fc.constantFrom(
        '1 0 obj',
        '<<',
        '>>',
        '[',
        ']',
        '(',
        ')',
        '/Type',
        '/ObjStm',
        '/Length 5',
        'stream\n',
        'endstream',
        'endobj',
        'R',
        '0',
        '1',
        ' ',
        'trailer',
        '/Root 1 0 R',
        '/Kids',
        '%',
        '<',
        '>',
      ),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const bytes = Buffer.from(`%PDF-1.7\n${parts.join(' ')}\nstartxref\n9\n%%EOF\n`);
        expect((await judged(bytes)).verdict).toBe('refused');
      }),
      { numRuns: 300 },
    );
  });
});
