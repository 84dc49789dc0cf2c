import { describe, expect, it } from '@jest/globals';
import { letterSender } from '../../../functions/letters/environment.ts';
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
