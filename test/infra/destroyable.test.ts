import { describe, expect, it } from '@jest/globals';
import { isMeant, keptBecause } from '../../infra/destroyable.ts';
import { stageSettings } from '../../infra/stages.ts';

describe('a stage is destroyed', () => {
  it.each(['local', 'dev', 'test'])('where nothing is kept: %s', (name) => {
    expect(keptBecause(stageSettings(name))).toBeUndefined();
  });

  it.each([
    ['prod', true],
    ['prod', false],
    ['test', true],
  ] as const)('not where data is kept: %s, %s', (name, retain) => {
    expect(keptBecause({ name, retain })).toContain(name);
  });

  it.each([
    ['dev', true],
    [' dev\n', true],
    ['', false],
    ['yes', false],
    ['test', false],
  ])('when whoever was asked names it: %j', (answer, meant) => {
    expect(isMeant({ name: 'dev' }, answer)).toBe(meant);
  });
});
