import { describe, expect, it } from '@jest/globals';
import { Gate, judgeInWorker, workerLimits } from '../../../../shared/letters/gate/judge-in-worker.ts';
import { unreadable } from '../../../../shared/letters/gate/verdict.ts';
import { madePdf } from './made-pdf.ts';

const short = { ...workerLimits, lookMs: 300, textMs: 300, heapMb: 64, growthMb: 200 };
const hanging = { worker: new URL('hanging-worker.ts', import.meta.url), qpdfWasm: '' };

describe('a file that breaks what looks at it', () => {
  it.each(['hang', 'hang-over-text', 'memory', 'buffers', 'exit', 'throw'])('is unreadable, and those beside it are judged: %s', async (how) => {
    const gate = new Gate(how === 'memory' || how === 'buffers' ? { ...short, lookMs: 60_000 } : short, hanging);
    const [lost, ...beside] = await Promise.all([how, 'good', 'good'].map((file) => gate.judge(Buffer.from(file))));
    expect(lost).toEqual(unreadable);
    expect(beside.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted']);
    // And whoever comes next is judged.
    expect((await gate.judge(Buffer.from('good'))).verdict).toBe('accepted');
    await gate.close();
  });

  it.each(['memory', 'buffers'])('takes none with it that was there before: %s', async (how) => {
    const gate = new Gate({ ...short, lookMs: 60_000 }, hanging);
    const verdicts = await Promise.all(['waits', how, 'waits'].map((file) => gate.judge(Buffer.from(file))));
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['accepted', 'refused', 'accepted']);
    await gate.close();
  });

  it('takes none with it that comes when its thread is lost', async () => {
    const gate = new Gate(short, hanging);
    for (let times = 0; times < 5; times++) {
      expect((await gate.judge(Buffer.from('late'))).verdict).toBe('accepted');
      // Before or after it is known to be lost.
      if (times % 2) await new Promise((resolve) => void setTimeout(resolve, 100));
      expect((await gate.judge(Buffer.from('good'))).verdict).toBe('accepted');
    }
    await gate.close();
  });

  it('is not one that waits for a busy machine, but one that never ends', async () => {
    const gate = new Gate(short, hanging);
    expect((await gate.judge(Buffer.from('waits'))).verdict).toBe('accepted');
    await gate.close();
    const impatient = new Gate({ ...short, clockMs: 300 }, hanging);
    expect(await impatient.judge(Buffer.from('waits-for-ever'))).toEqual(unreadable);
    await impatient.close();
  });

  it('is not one for which no worker begins: that is an error of ours', async () => {
    const gate = new Gate(short, { worker: new URL('not-there.ts', import.meta.url), qpdfWasm: '' });
    await expect(gate.judge(Buffer.from('good'))).rejects.toThrow('did not begin');
  });
});

it('judges several files at once, and leaves them as they are', async () => {
  const bytes = madePdf();
  const before = Buffer.from(bytes);
  const verdicts = await Promise.all([bytes, bytes, Buffer.from('no')].map((file) => judgeInWorker(file)));
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted', 'refused']);
  expect(bytes.equals(before)).toBe(true);
});
