import { expect, it } from '@jest/globals';
import { portal } from '../../../functions/notifications/portal.ts';

const variables = { PORTAL_URL: 'https://portal.example', PORTAL_PATHS: '{"tickets":"/tickets","letters":"/#/briefe"}' };

it('reads where the portal and its lists are', () => {
  expect(portal(variables)).toEqual({ portalUrl: 'https://portal.example', portalPaths: { tickets: '/tickets', letters: '/#/briefe' } });
});

it.each([
  [{ PORTAL_URL: undefined }, 'PORTAL_URL'],
  [{ PORTAL_PATHS: undefined }, 'PORTAL_PATHS'],
  [{ PORTAL_PATHS: '{"tickets":"/tickets"}' }, 'PORTAL_PATHS.letters'],
])('does without nothing: %j', (change, named) => {
  expect(() => portal({ ...variables, ...change })).toThrow(named);
});
