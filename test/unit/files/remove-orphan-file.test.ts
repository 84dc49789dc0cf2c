import { describe, expect, it } from '@jest/globals';
import { fileStored, tellingOf } from '../../../functions/files/remove-orphan-file.ts';

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

  it('is told by ourselves in the same words', () => {
    expect(fileStored.parse(tellingOf('letters/cus_1/let_1.pdf'))).toBe('letters/cus_1/let_1.pdf');
  });
});
