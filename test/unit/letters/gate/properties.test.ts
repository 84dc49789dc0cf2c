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
    // What cannot be read does not act.
    const asked = (answer: Promise<unknown>): Promise<unknown> => answer.catch(() => undefined);
    const found = await Promise.all([pdf.getJSActions(), pdf.getAttachments(), ...pages.map((page) => page.getJSActions())].map(asked));
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

  it('in its midst, whatever comes, has an answer, and is not taken with anything that acts', async () => {
    const pieces = fc.array(
      fc.constantFrom(
        '7 0 obj',
        '8 0 obj',
        'endobj',
        '<<',
        '>>',
        '[',
        ']',
        '(',
        ')',
        '%',
        '<',
        '>',
        '\n',
        'R',
        '0',
        '1',
        '--1',
        'junk',
        '/Type',
        '/ObjStm',
        '/N 1',
        '/First 4',
        '/Length 5',
        '/Length 8 0 R',
        'stream\n',
        'endstream',
        'trailer',
        '/Root 1 0 R',
        '/S',
        '/JavaScript',
        '/JS (app.alert(1))',
        '/JS 8 0 R',
        '/S /JavaScript /JS (app.alert(1))',
        '/S /GoTo',
        '/Next',
        '/EF',
        '/Kids',
        '9 0 ',
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const bytes = madePdf({ catalog: '/OpenAction 7 0 R', page: '/AA << /O 7 0 R >>', more: [`<< ${parts.join(' ')} >>`] });
        const { verdict } = await gate.judge(bytes);
        if (verdict !== 'refused') expect(await doesMore(bytes)).toBe(false);
      }),
      { numRuns: 300, examples: [[[]], [['7 0 obj', '7 0 obj', '/S /JavaScript /JS (app.alert(1))']]] },
    );
    expect((await gate.judge(madePdf({ catalog: '/OpenAction 7 0 R', more: ['<< >>'] }))).verdict).toBe('accepted');
  });
});
