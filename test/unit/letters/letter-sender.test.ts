import { expect, it } from '@jest/globals';
import { stageSettings, checkedSettings } from '../../../infra/stages.ts';
import { LetterSender } from '../../../shared/letters/typesetting/content.ts';
import { samples, sender } from '../../letters/samples.ts';

const { logo } = samples['branded']!.sender;
const problems = (change: object): string[] =>
  (LetterSender.safeParse({ ...sender, ...change }).error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`);

it('is the company, with phone, portal, colour and logo if it has them', () => {
  expect(problems({})).toEqual([]);
  expect(problems({ phone: '0221 4710 100', portal: 'portal.lindenhof.example', color: '#7A1F3D', logo })).toEqual([]);
});

it.each([
  // Contrast with white: 4.54, 4.48, 21, 1.
  ['#767676', []],
  ['#777777', ['color is too light for text on white paper']],
  ['#000000', []],
  ['#ffffff', ['color is too light for text on white paper']],
  ['blue', ['color must look like #12456b']],
  ['#12345', ['color must look like #12456b']],
])('has a colour in which its name can be read: %s', (color, expected) => {
  expect(problems({ color })).toEqual(expected);
});

it.each([
  ['no shapes', { ...logo, paths: [] }, 'logo.paths'],
  ['no width', { ...logo, width: 0 }, 'logo.width'],
  ['a picture', { ...logo, href: 'https://cdn.example/logo.png' }, 'logo'],
  ['something else than path data', { ...logo, paths: [{ d: 'M0 0 <script>', color: '#000000' }] }, 'logo.paths.0.d'],
  ['nowhere to begin', { ...logo, paths: [{ d: 'L10 10', color: '#000000' }] }, 'logo.paths.0.d'],
  ['more than an environment holds', { ...logo, paths: [{ d: `M${'1 '.repeat(1001)}`, color: '#000000' }] }, 'logo.paths'],
])('has no logo with %s', (_, wrong, named) => {
  expect(problems({ logo: wrong }).map((problem) => problem.split(' ')[0])).toEqual([named]);
});

it('is the stage’s; the portal’s address comes from where customers log in', () => {
  const stage = stageSettings('prod');
  expect(() => checkedSettings({ ...stage, sender: { ...stage.sender, portal: 'portal.example' } })).toThrow('sender');
});
