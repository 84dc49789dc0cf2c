import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callerFrom, cognitoClaims, type Claims, type IdentityClaims } from '../../../shared/lambda/caller.ts';

const elsewhere: IdentityClaims = { id: 'person', roles: 'roles', accessToken: { claim: 'typ', value: 'Bearer' } };
const person = { token_use: 'access', username: 'cus_1' };

describe('callerFrom', () => {
  const known: [string, Claims, IdentityClaims, object][] = [
    ['groups as API Gateway words them', { ...person, 'cognito:groups': '[customer agent]' }, cognitoClaims, { id: 'cus_1', roles: ['customer', 'agent'] }],
    ['a group beside others', { ...person, 'cognito:groups': '[pilot agent ehemalige,admin]' }, cognitoClaims, { id: 'cus_1', roles: ['agent'] }],
    ['groups as a list', { ...person, 'cognito:groups': ['admin'] }, cognitoClaims, { id: 'cus_1', roles: ['admin'] }],
    ['groups nobody knows', { ...person, 'cognito:groups': '[root eu-central-1_x_google]' }, cognitoClaims, { id: 'cus_1', roles: [] }],
    ['no groups', person, cognitoClaims, { id: 'cus_1', roles: [] }],
    ['a group cannot be the CRM', { ...person, 'cognito:groups': '[crm]' }, cognitoClaims, { id: 'cus_1', roles: [] }],
    ['nor can the scope of a person', { ...person, scope: 'schutzbrief/crm' }, cognitoClaims, { id: 'cus_1', roles: [] }],
    ['when they logged in', { ...person, auth_time: '1773480000' }, cognitoClaims, { id: 'cus_1', roles: [], loggedInAt: new Date('2026-03-14T09:20:00Z') }],
    ['no time', { ...person, auth_time: 'yesterday' }, cognitoClaims, { id: 'cus_1', roles: [] }],
    ['a machine with our scope', { token_use: 'access', client_id: '4crm', scope: 'a/b schutzbrief/crm' }, cognitoClaims, { id: '4crm', roles: ['crm'] }],
    ['another issuer', { typ: 'Bearer', person: 'cus_2', roles: 'customer' }, elsewhere, { id: 'cus_2', roles: ['customer'] }],
    ['another issuer’s list', { typ: 'Bearer', person: 'agt_2', roles: '[agent officer]' }, elsewhere, { id: 'agt_2', roles: ['agent', 'officer'] }],
    ['another issuer’s list with others', { typ: 'Bearer', person: 'agt_2', roles: '[agent Team West]' }, elsewhere, { id: 'agt_2', roles: [] }],
    ['a machine of another issuer', { typ: 'Bearer', azp: 'crm-job', scope: 'schutzbrief/crm' }, elsewhere, { id: 'crm-job', roles: ['crm'] }],
  ];
  it.each(known)('%s', (_what, claims, names, caller) => {
    expect(callerFrom(claims, names)).toEqual(caller);
  });

  const refused: [string, Claims | undefined, string][] = [
    ['no claims', undefined, 'token-missing'],
    ['an ID token', { ...person, token_use: 'id' }, 'access-token-required'],
    ['a name that is none', { ...person, username: '' }, 'token-names-nobody'],
    ['a name that is no text', { ...person, username: 17 }, 'token-names-nobody'],
    ['a machine with a scope that only begins like ours', { token_use: 'access', client_id: '4crm', scope: 'schutzbrief/crm-readonly' }, 'token-names-nobody'],
    ['a scope without a machine', { token_use: 'access', scope: 'schutzbrief/crm' }, 'token-names-nobody'],
  ];
  it.each(refused)('refuses %s', (_what, claims, code) => {
    expect(() => callerFrom(claims, cognitoClaims)).toThrow(expect.objectContaining({ kind: 'unauthenticated', code }));
  });
});

describe('a role', () => {
  const roles = ['customer', 'agent', 'officer', 'admin'] as const;
  /** As API Gateway words a list. */
  const worded = (names: readonly string[]) => `[${names.join(' ')}]`;
  const ofCognito = (groups: unknown) => callerFrom({ ...person, 'cognito:groups': groups }, cognitoClaims).roles;
  const ofAnother = (groups: unknown) => callerFrom({ typ: 'Bearer', person: 'agt_1', roles: groups }, elsewhere).roles;

  it.each(['ehemalige,admin', '[admin]', 'admin,', ',admin', '"admin"', 'admin;', 'Admin', 'admin\n', '\tadmin', 'admin]', '[admin', "'admin'", 'admin\u00a0'])(
    'is in no group of another name: %j',
    (group) => {
      for (const groups of [worded([group]), [group]]) expect([ofCognito(groups), ofAnother(groups)]).toEqual([[], []]);
    },
  );

  it.each(['[Team admin]', 'Team admin', '[admin Team]', '[ admin]', '[admin ]', '[admin  agent]'])('is in no name with spaces: %j', (claim) => {
    expect(ofAnother(claim)).toEqual([]);
  });

  /** Names close to those of roles, and others. */
  const around = fc.tuple(fc.string({ maxLength: 3, unit: 'grapheme' }), fc.constantFrom(...roles, 'pilot', ''), fc.string({ maxLength: 3, unit: 'grapheme' }));
  const name = fc.oneof(
    fc.constantFrom<string>(...roles),
    around.map((parts) => parts.join('')),
    fc.string(),
  );
  const nameWithoutSpaces = name.map((text) => text.replaceAll(' ', '_'));

  it('is given by exactly its whole name, where names have no spaces', () => {
    fc.assert(
      fc.property(fc.array(nameWithoutSpaces, { maxLength: 5 }), (names) => {
        const expected = roles.filter((role) => names.includes(role));
        expect([ofCognito(worded(names)), ofCognito(names)]).toEqual([expected, expected]);
      }),
    );
  });

  it('is given by nobody who may have spaces in names, unless it has that whole name or all words of it are roles', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
        const given = ofAnother(worded(names));
        const words = names.join(' ').split(' ');
        if (given.length > 0) expect(words.filter((word) => !(roles as readonly string[]).includes(word))).toEqual([]);
        if (names.every((one) => (roles as readonly string[]).includes(one))) expect(given).toEqual(roles.filter((role) => names.includes(role)));
      }),
    );
  });
});
