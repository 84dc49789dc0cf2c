import { expect, it } from '@jest/globals';
import { inLanguage } from '../../shared/language.ts';

it.each([
  [{ de: 'Guten Tag', en: 'Hello' }, 'de', 'Guten Tag', 'de'],
  [{ de: 'Guten Tag', en: 'Hello' }, 'en', 'Hello', 'en'],
  [{ de: 'Guten Tag' }, 'en', 'Guten Tag', 'de'],
  [{ de: 'Guten Tag', en: '' }, 'en', '', 'en'],
] as const)('%j is said to who wishes %s as %j, in %s', (all, wished, words, language) => {
  expect(inLanguage(all, wished)).toEqual({ words, language });
});
