import { describe, expect, it } from '@jest/globals';
import { describeError, LogFields } from '../../../shared/lambda/logger.ts';

describe('describeError', () => {
  it('says the name and where it came from', () => {
    const { errorName, frames } = describeError(new RangeError('whatever'));
    expect(errorName).toBe('RangeError');
    expect(frames?.[0]).toMatch(/^at .*logger\.test\.ts:\d+:\d+\)?$/);
  });

  it.each(['Paula Sommer', 'line\n    at Paula Sommer', 'line\n    at Paula Sommer:1:2', ''])('leaves the message out: %j', (message) => {
    const { frames } = describeError(new Error(message));
    expect(frames?.length).toBeGreaterThan(0);
    expect(JSON.stringify(frames)).not.toContain('Sommer');
  });

  it('leaves out a message that was changed after the error was made', () => {
    const error = new Error('first line\n    at Paula Sommer');
    error.message = 'another';
    expect(JSON.stringify(describeError(error))).not.toContain('Sommer');
  });

  it('takes whatever is thrown', () => {
    expect(describeError('Paula Sommer')).toEqual({ errorName: 'string' });
    expect(describeError(undefined)).toEqual({ errorName: 'undefined' });
  });
});

describe('LogFields', () => {
  it('has no field for a name, an address, an id of a person or a text', () => {
    expect(Object.keys(LogFields.shape).sort()).toEqual([
      'code',
      'count',
      'durationMs',
      'errorName',
      'eventId',
      'eventType',
      'frames',
      'kind',
      'messageId',
      'requestId',
      'route',
      'ruleId',
      'runId',
      'status',
      'store',
      'table',
    ]);
  });
});
