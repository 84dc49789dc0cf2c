import { describe, expect, it } from '@jest/globals';
import { machineScopes } from '../../shared/lambda/caller.ts';
import { mailTexts } from '../../infra/data/login-mails.ts';
import { stageSettings } from '../../infra/stages.ts';
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
  it('is one for people, or one for each machine', () => {
    expect([ofPeople.length, ofMachines.length]).toEqual([1, Object.keys(machineScopes).length]);
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

  it('for each machine is for a scope of its own', () => {
    const scopes = ofMachines.map(([, client]) => /\/(\w+)/.exec(JSON.stringify(client.AllowedOAuthScopes))?.[1]);
    expect(scopes.toSorted()).toEqual(
      Object.values(machineScopes)
        .map((scope) => scope.split('/')[1])
        .toSorted(),
    );
  });

  it.each(ofMachines)('%s allows no flow of people, and one scope only', (_, client) => {
    expect(client.ExplicitAuthFlows).toEqual(['ALLOW_REFRESH_TOKEN_AUTH']);
    expect(client).toMatchObject({ GenerateSecret: true, AllowedOAuthFlows: ['client_credentials'] });
    expect(client.AllowedOAuthScopes).toHaveLength(1);
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

describe('the mails of the pool', () => {
  const { AdminCreateUserConfig: config, VerificationMessageTemplate: template } = pool.properties;
  const invitation = config.InviteMessageTemplate as { EmailSubject: string; EmailMessage: string };
  const code = { EmailSubject: template.EmailSubject as string, EmailMessage: template.EmailMessage as string };

  it.each([
    ['invitation', invitation, ['{####}', '{username}', '7 Tagen']],
    ['code for a forgotten password', code, ['{####}']],
  ])('%s is German, from the company, with what Cognito fills in', (_which, { EmailSubject, EmailMessage }, parts) => {
    for (const part of [...parts, 'Guten Tag', 'Mit freundlichen Grüßen', 'Musterschutz Versicherung AG', 'Amtsgericht Köln HRB 00000']) {
      expect(EmailMessage).toContain(part);
    }
    expect(EmailSubject).toContain('Musterschutz Versicherung AG');
    // What Cognito takes at most.
    expect([EmailSubject.length <= 140, EmailMessage.length <= 20_000]).toEqual([true, true]);
  });

  it('are all that it sends: a code and no link, nothing by SMS', () => {
    expect(template.DefaultEmailOption).toBe('CONFIRM_WITH_CODE');
    expect(pool.properties.SmsConfiguration).toBeUndefined();
    expect(config.InviteMessageTemplate.EmailMessage).toContain(String(pool.properties.Policies.PasswordPolicy.TemporaryPasswordValidityDays));
  });

  it('escape what is no markup', () => {
    const { userInvitation } = mailTexts({
      sender: { ...stageSettings('prod').sender, company: 'Braun & Söhne <VVaG>' },
      portalUrl: 'https://portal.example/?a=1&b=2',
    });
    expect(userInvitation!.emailBody).toContain('Braun &amp; Söhne &lt;VVaG&gt;');
    expect(userInvitation!.emailBody).toContain('https://portal.example/?a=1&amp;b=2');
    expect(userInvitation!.emailSubject).toContain('Braun & Söhne <VVaG>');
  });
});
