import { describe, expect, it } from '@jest/globals';
import { callerFrom, cognitoClaims, type Claims, type IdentityClaims } from '../../../shared/lambda/caller.ts';

const elsewhere: IdentityClaims = { id: 'person', roles: 'roles', accessToken: { claim: 'typ', value: 'Bearer' } };
const person = { token_use: 'access', username: 'cus_1' };

describe('callerFrom', () => {
  const known: [string, Claims, IdentityClaims, object][] = [
    ['groups as API Gateway words them', { ...person, 'cognito:groups': '[customer agent]' }, cognitoClaims, { id: 'cus_1', roles: ['customer', 'agent'] }],
    ['groups as JSON', { ...person, 'cognito:groups': '["officer"]' }, cognitoClaims, { id: 'cus_1', roles: ['officer'] }],
    ['groups as a list', { ...person, 'cognito:groups': ['admin'] }, cognitoClaims, { id: 'cus_1', roles: ['admin'] }],
    ['groups nobody knows', { ...person, 'cognito:groups': '[root eu-central-1_x_google]' }, cognitoClaims, { id: 'cus_1', roles: [] }],
    ['no groups', person, cognitoClaims, { id: 'cus_1', roles: [] }],
    ['a group cannot be the CRM', { ...person, 'cognito:groups': '[crm]' }, cognitoClaims, { id: 'cus_1', roles: [] }],
    ['nor can the scope of a person', { ...person, scope: 'schutzbrief/crm' }, cognitoClaims, { id: 'cus_1', roles: [] }],
    ['when they logged in', { ...person, auth_time: '1773480000' }, cognitoClaims, { id: 'cus_1', roles: [], loggedInAt: new Date('2026-03-14T09:20:00Z') }],
    ['no time', { ...person, auth_time: 'yesterday' }, cognitoClaims, { id: 'cus_1', roles: [] }],
    ['a machine with our scope', { token_use: 'access', client_id: '4crm', scope: 'a/b schutzbrief/crm' }, cognitoClaims, { id: '4crm', roles: ['crm'] }],
    ['another issuer', { typ: 'Bearer', person: 'cus_2', roles: 'customer offline_access' }, elsewhere, { id: 'cus_2', roles: ['customer'] }],
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
