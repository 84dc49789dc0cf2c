import { describe, expect, it } from '@jest/globals';
import { answeredAtLast, type Answer } from '../../../client/portal.ts';

/** What comes of asking, when these are the answers in their order. */
async function asked(...answers: (number | Error)[]) {
  let count = 0;
  const waited: number[] = [];
  const ask = async (): Promise<Answer> => {
    const answer = answers[Math.min(count++, answers.length - 1)]!;
    if (answer instanceof Error) throw answer;
    return { status: answer, body: undefined };
  };
  const outcome = await answeredAtLast(ask, async (milliseconds) => void waited.push(milliseconds)).then(
    ({ status }) => status,
    (error: Error) => error.message,
  );
  return { outcome, count, waits: waited.length };
}

describe('asking the API', () => {
  it('asks again where nothing behind a gateway answered, or nobody did', async () => {
    expect(await asked(502, 504, 201)).toEqual({ outcome: 201, count: 3, waits: 2 });
    expect(await asked(new TypeError('fetch failed'), 200)).toEqual({ outcome: 200, count: 2, waits: 1 });
  });

  it.each([200, 400, 401, 409, 412, 500, 503])('takes %i for the answer', async (status) => {
    expect(await asked(status)).toEqual({ outcome: status, count: 1, waits: 0 });
  });

  it('says in the end what it was', async () => {
    expect(await asked(502)).toEqual({ outcome: 502, count: 4, waits: 3 });
    expect(await asked(new TypeError('fetch failed'))).toEqual({ outcome: 'fetch failed', count: 4, waits: 3 });
    expect(await asked(new Error('not made for that'))).toEqual({ outcome: 'not made for that', count: 1, waits: 0 });
  });
});
