import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callerFrom, cognitoClaims, outsideRoles, staffApart, staffRoles, type Claims, type IdentityClaims } from '../../../shared/lambda/caller.ts';

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
    ['the platform of devices', { token_use: 'access', client_id: '4dev', scope: 'schutzbrief/devices' }, cognitoClaims, { id: '4dev', roles: ['device'] }],
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

describe('where staff have an issuer of their own', () => {
  const cognito = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_x';
  const desk = 'https://id.example';
  const both = staffApart(cognito, { ...elsewhere, issuer: desk });
  const ulid = '01JQ0000000000000000000000';
  const [customer, agent, admin] = [`cus_${ulid}`, `agt_${ulid}`, `adm_${ulid}`];
  const ofCognito = (username: string, groups: string): Claims => ({ iss: cognito, token_use: 'access', username, 'cognito:groups': groups });
  const ofDesk = (id: string, roles: string): Claims => ({ iss: desk, typ: 'Bearer', person: id, roles });

  it.each<[string, Claims, object]>([
    ['a customer', ofCognito(customer, '[customer]'), { id: customer, roles: ['customer'] }],
    ['a customer whom somebody made an administrator in Cognito', ofCognito(customer, '[customer admin agent officer]'), { id: customer, roles: ['customer'] }],
    ['the CRM', { iss: cognito, token_use: 'access', client_id: '4crm', scope: 'schutzbrief/crm' }, { id: '4crm', roles: ['crm'] }],
    ['a clerk', ofDesk(agent, '[agent officer]'), { id: agent, roles: ['agent', 'officer'] }],
    ['an administrator', ofDesk(admin, 'admin'), { id: admin, roles: ['admin'] }],
    ['a clerk whom their issuer calls a customer too', ofDesk(agent, '[customer agent]'), { id: agent, roles: ['agent'] }],
    ['a clerk who has Cognito’s claims too', { ...ofCognito(customer, '[customer]'), ...ofDesk(agent, 'agent') }, { id: agent, roles: ['agent'] }],
    ['a customer who has the other’s claims too', { ...ofDesk(agent, 'admin'), ...ofCognito(customer, '[customer]') }, { id: customer, roles: ['customer'] }],
  ])('%s is who their own issuer says', (_, claims, caller) => {
    expect(callerFrom(claims, both)).toEqual(caller);
  });

  it.each<[string, Claims, string]>([
    ['a clerk’s login that was left in Cognito', ofCognito(agent, '[agent]'), 'token-names-nobody'],
    ['an administrator’s', ofCognito(admin, '[admin]'), 'token-names-nobody'],
    ['a customer of the staff’s issuer', ofDesk(customer, 'customer'), 'token-names-nobody'],
    ['somebody of the staff’s issuer under its own id', ofDesk('c0ffee00-0000-4000-8000-000000000000', 'agent'), 'token-names-nobody'],
    ['an id that only begins like ours', ofDesk(`${agent}x`, 'agent'), 'token-names-nobody'],
    ['a machine of the staff’s issuer', { iss: desk, typ: 'Bearer', azp: 'desk', scope: 'schutzbrief/crm' }, 'token-names-nobody'],
    ['a clerk with the scope of the CRM', { ...ofDesk(agent, 'agent'), azp: 'desk', scope: 'openid schutzbrief/crm' }, 'token-names-nobody'],
    ['a third issuer', { ...ofDesk(agent, 'agent'), iss: 'https://id.example.attacker.example' }, 'token-of-another-issuer'],
    ['an issuer by another spelling', { ...ofDesk(agent, 'agent'), iss: `${desk}/` }, 'token-of-another-issuer'],
    ['an issuer that is a list', { ...ofDesk(agent, 'agent'), iss: [desk] }, 'token-of-another-issuer'],
    ['no issuer', { ...ofCognito(customer, '[customer]'), iss: undefined }, 'token-of-another-issuer'],
    ['Cognito’s claims by the staff’s issuer', { ...ofCognito(customer, '[customer]'), iss: desk }, 'access-token-required'],
    ['the staff’s claims by Cognito', { ...ofDesk(agent, 'agent'), iss: cognito }, 'access-token-required'],
  ])('%s is nobody', (_, claims, code) => {
    expect(() => callerFrom(claims, both)).toThrow(expect.objectContaining({ kind: 'unauthenticated', code }));
  });

  it('no token whatever gets a role that its issuer does not vouch for', () => {
    const words = fc.subarray(['customer', 'agent', 'officer', 'admin', 'crm', 'pilot']).map((names) => `[${names.join(' ')}]`);
    const claims = fc.record(
      {
        iss: fc.constantFrom(cognito, desk, 'https://other.example'),
        token_use: fc.constantFrom('access', 'id'),
        typ: fc.constantFrom('Bearer', 'ID'),
        username: fc.constantFrom(customer, agent, admin),
        person: fc.constantFrom(customer, agent, admin),
        'cognito:groups': words,
        roles: words,
        client_id: fc.constantFrom('4crm', 'portal'),
        azp: fc.constantFrom('desk', '4crm'),
        scope: fc.constantFrom('schutzbrief/crm', 'openid schutzbrief/crm', 'openid'),
      },
      { requiredKeys: [] },
    );
    const may: Readonly<Record<string, readonly string[]>> = { [cognito]: outsideRoles, [desk]: staffRoles };
    let known = 0;
    fc.assert(
      fc.property(claims, (token) => {
        let roles: readonly string[];
        try {
          ({ roles } = callerFrom(token, both));
        } catch {
          return;
        }
        if (roles.length > 0) known += 1;
        expect(roles.filter((role) => !may[token.iss!]?.includes(role))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
    expect(known).toBeGreaterThan(50);
  });
});
