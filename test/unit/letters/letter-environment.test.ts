import { describe, expect, it } from '@jest/globals';
import { letterSender } from '../../../functions/letters/environment.ts';
import { fileStored } from '../../../functions/letters/remove-orphan-letter.ts';
import { sender } from '../../letters/samples.ts';

describe('the environment of the function that issues letters', () => {
  it('says whose letters they are', () => {
    expect(letterSender({ SENDER: JSON.stringify(sender) })).toEqual(sender);
  });

  it.each([
    ['{', /SENDER is not JSON/],
    [JSON.stringify({ ...sender, company: '' }), /SENDER\.company/],
    [undefined, /SENDER/],
  ])('is refused when a sender is %j', (SENDER, message) => {
    expect(() => letterSender({ SENDER })).toThrow(message);
  });
});

describe('the event that a file was stored', () => {
  const event = (key: string) => ({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'b' }, object: { key, size: 1, 'version-id': 'v' }, reason: 'PutObject' },
  });

  it.each(['letters/cus_1/let_1.pdf', 'letters%2Fcus_1%2Flet_1.pdf', 'letters%2fcus_1%2flet_1.pdf'])('gives the key, however it is written: %s', (key) => {
    expect(fileStored.parse(event(key))).toBe('letters/cus_1/let_1.pdf');
  });

  it('is not understood without one', () => {
    expect(fileStored.safeParse({ detail: { object: {} } }).success).toBe(false);
  });
});
