import { describe, expect, it } from '@jest/globals';
import { checkedSettings, stageSettings } from '../../infra/stages.ts';

describe('stages', () => {
  it.each(['local', 'dev', 'test', 'prod'])('%s has settings that are as they must be', (name) => {
    expect(stageSettings(name)).toMatchObject({ name, region: expect.stringMatching(/^eu-/) });
  });

  it.each(['production', '', undefined, 'toString'])('%p is none', (name) => {
    expect(() => stageSettings(name)).toThrow('local, dev, test, prod');
  });

  it('fit one account: none makes a mail identity that another one makes', () => {
    const domains = ['dev', 'test', 'prod']
      .map(stageSettings)
      .flatMap(({ makesMailIdentity, mailFrom }) => (makesMailIdentity ? [mailFrom.split('@')[1]] : []));
    expect(domains).toHaveLength(2);
    expect(new Set(domains).size).toBe(domains.length);
  });

  it('have time to spare on one machine only', () => {
    expect(['dev', 'test', 'prod'].map((name) => stageSettings(name).patience)).toEqual([1, 1, 1]);
    expect(stageSettings('local').patience).toBeGreaterThan(1);
  });

  it('judge percentages wherever that is AWS itself', () => {
    expect(['dev', 'test', 'prod'].filter((name) => !stageSettings(name).alarmsCompare)).toEqual([]);
  });

  const prod = stageSettings('prod');
  const issuer = { issuer: 'https://id.example', audience: ['desk'], idClaim: 'person', rolesClaim: 'roles', accessToken: { claim: 'typ', value: 'Bearer' } };
  const domain = { name: 'desk.musterschutz.example', certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/0a1b' };

  it('may name an issuer for staff, with a domain of its own', () => {
    expect(checkedSettings({ ...prod, staffIdentity: issuer, deskDomain: domain })).toMatchObject({ staffIdentity: issuer, deskDomain: domain });
  });

  it.each([
    ['another day in prod', { allowAsOf: true }, 'allowAsOf'],
    ['data that goes with its stack in prod', { retain: false }, 'retain'],
    ['a region outside the Union', { region: 'us-east-1' }, 'region'],
    ['the region of London', { region: 'eu-west-2' }, 'region'],
    ['an account that is none', { account: '1234' }, 'account'],
    ['logs for ever', { logRetentionDays: 0 }, 'logRetentionDays'],
    ['every web page', { corsOrigins: ['*'] }, 'corsOrigins'],
    ['a web page with a path', { corsOrigins: ['https://portal.example/login'] }, 'corsOrigins'],
    ['an issuer without encryption', { identity: { issuer: 'http://id.example', audience: ['a'], idClaim: 'sub', rolesClaim: 'roles' } }, 'identity.issuer'],
    ['an issuer of staff without encryption', { staffIdentity: { ...issuer, issuer: 'http://id.example' } }, 'staffIdentity.issuer'],
    ['an issuer of staff that does not say what an access token is', { staffIdentity: { ...issuer, accessToken: undefined } }, 'staffIdentity.accessToken'],
    ['an issuer for everybody and one for staff', { identity: issuer, staffIdentity: issuer }, 'staffIdentity'],
    ['a domain for staff who have no issuer of their own', { deskDomain: domain }, 'deskDomain'],
    ['one domain for both APIs', { staffIdentity: issuer, apiDomain: domain, deskDomain: domain }, 'deskDomain.name'],
    [
      'a certificate for staff of another region',
      { staffIdentity: issuer, deskDomain: { ...domain, certificateArn: domain.certificateArn.replace('eu-central-1', 'us-east-1') } },
      'deskDomain.certificateArn',
    ],
    ['more patience than messages stay hidden for', { patience: 7 }, 'patience'],
    ['a setting nobody knows', { colour: 'blue' }, 'colour'],
    ['a place in the portal that is no path', { portalPaths: { tickets: 'tickets', letters: '/letters' } }, 'portalPaths.tickets'],
    ['replies to nobody', { mailReplyTo: 'service' }, 'mailReplyTo'],
    ['no sender', { sender: undefined }, 'sender'],
  ])('%s is refused', (_, change, named) => {
    expect(() => checkedSettings({ ...prod, ...change })).toThrow(named);
  });
});
