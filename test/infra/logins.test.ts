import { describe, expect, it } from '@jest/globals';
import { crmScope } from '../../shared/lambda/caller.ts';
import { resources, synthesised } from './synth.ts';

const app = await synthesised('prod');
const pool = resources(app, 'AWS::Cognito::UserPool')[0]!;
const clients = resources(app, 'AWS::Cognito::UserPoolClient').map((client) => [client.name, client.properties] as const);
const isMachine = (client: Record<string, any>): boolean => client.AllowedOAuthFlows?.includes('client_credentials') ?? false;
const ofMachines = clients.filter(([, client]) => isMachine(client));
const ofPeople = clients.filter(([, client]) => !isMachine(client));

/** Attributes that nobody can change, of those that the pool declares. */
const fixed = (pool.properties.Schema as { Name: string; Mutable: boolean }[]).filter(({ Mutable }) => !Mutable).map(({ Name }) => `custom:${Name}`);

describe('a client of the logins', () => {
  it('is one for people, or one for machines', () => {
    expect([ofPeople.length, ofMachines.length]).toEqual([1, 1]);
  });

  // Cognito takes a list that is missing or empty for one of all attributes.
  it.each(clients)('%s lets nobody write an attribute of a login', (_, client) => {
    expect(client.WriteAttributes.length).toBeGreaterThan(0);
    expect(client.WriteAttributes.filter((name: string) => !fixed.includes(name))).toEqual([]);
  });

  it.each(clients)('%s lets nobody read an attribute of a login', (_, client) => {
    expect(client.ReadAttributes.length).toBeGreaterThan(0);
    expect(client.ReadAttributes.filter((name: string) => !fixed.includes(name))).toEqual([]);
  });

  it.each(clients)('%s gives tokens that end soon and can be revoked, and does not say who has a login', (_, client) => {
    expect(client).toMatchObject({
      AccessTokenValidity: 15,
      TokenValidityUnits: expect.objectContaining({ AccessToken: 'minutes' }),
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it.each(ofMachines)('%s allows no flow of people, and our scope only', (_, client) => {
    expect(client.ExplicitAuthFlows).toEqual(['ALLOW_REFRESH_TOKEN_AUTH']);
    expect(client).toMatchObject({ GenerateSecret: true, AllowedOAuthFlows: ['client_credentials'] });
    expect(client.AllowedOAuthScopes).toHaveLength(1);
    expect(JSON.stringify(client.AllowedOAuthScopes[0])).toContain(`/${crmScope.split('/')[1]}`);
  });

  it.each(ofPeople)('%s allows passwords only: no key that a token could register, and no flow of administrators', (_, client) => {
    expect(client.ExplicitAuthFlows.toSorted()).toEqual(['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH']);
    expect(client.AllowedOAuthFlows).toBeUndefined();
  });
});

describe('the pool of logins', () => {
  it('takes in nobody by themselves, and lets nobody log in by more than a password', () => {
    expect(pool.properties.AdminCreateUserConfig.AllowAdminCreateUserOnly).toBe(true);
    expect(pool.properties.Policies.SignInPolicy).toBeUndefined();
    expect(pool.properties.WebAuthnRelyingPartyID).toBeUndefined();
  });

  it('has no attributes of its own that could say something of a person', () => {
    expect(pool.properties.Schema).toEqual([expect.objectContaining({ Mutable: false, StringAttributeConstraints: { MaxLength: '1' } })]);
  });
});
