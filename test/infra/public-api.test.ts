import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { portalDoor } from '../../infra/data/doors.ts';
import { Logins } from '../../infra/data/logins.ts';
import { PublicApi } from '../../infra/data/public-api.ts';
import { checkedSettings, stageSettings } from '../../infra/stages.ts';

const apiDomain = { name: 'api.musterschutz.example', certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/0a1b' };

function apiFor(change: object) {
  const settings = checkedSettings({ ...stageSettings('prod'), ...change });
  const stack = new Stack(new App(), 'Data');
  const door = portalDoor(settings, new Logins(stack, 'Logins', { settings }));
  const api = new PublicApi(stack, 'Api', { settings, key: new Key(stack, 'Key'), door });
  const template = Template.fromStack(stack);
  const properties = (type: string) => Object.values(template.findResources(type)).map(({ Properties }) => Properties);
  return { api, properties, url: stack.resolve(api.url) };
}

describe('a domain of the API’s own', () => {
  it('is where it answers, and nowhere else', () => {
    const { api, properties, url } = apiFor({ apiDomain });
    expect(url).toBe('https://api.musterschutz.example');
    expect(properties('AWS::ApiGatewayV2::Api')).toMatchObject([{ DisableExecuteApiEndpoint: true }]);
    expect(properties('AWS::ApiGatewayV2::DomainName')).toMatchObject([
      { DomainName: apiDomain.name, DomainNameConfigurations: [{ CertificateArn: apiDomain.certificateArn, EndpointType: 'REGIONAL' }] },
    ]);
    expect(properties('AWS::ApiGatewayV2::ApiMapping')).toHaveLength(1);
    expect(api.domainTarget).toBeDefined();
  });

  it('is made by no stage that names none', () => {
    const { api, properties } = apiFor({});
    expect(properties('AWS::ApiGatewayV2::Api')[0].DisableExecuteApiEndpoint).not.toBe(true);
    expect([properties('AWS::ApiGatewayV2::DomainName'), api.domainTarget]).toEqual([[], undefined]);
  });

  it.each([
    [
      'a certificate of another region',
      { apiDomain: { ...apiDomain, certificateArn: apiDomain.certificateArn.replace('eu-central-1', 'us-east-1') } },
      'certificateArn',
    ],
    ['a name with a scheme', { apiDomain: { ...apiDomain, name: 'https://api.musterschutz.example' } }, 'apiDomain.name'],
    ['a sender of SMS for a country that none go to', { smsSenderIds: { '+33': 'Muster' } }, 'smsSenderIds'],
    ['a sender of SMS that is too long', { smsSenderIds: { '+43': 'Musterschutz' } }, 'smsSenderIds'],
  ])('settings refuse %s', (_, change, named) => {
    expect(() => apiFor(change)).toThrow(named);
  });
});

it.each([
  ['lite', 'LITE'],
  ['essentials', 'ESSENTIALS'],
])('logins are paid for by the plan that the stage names: %s', (loginPlan, tier) => {
  expect(apiFor({ loginPlan }).properties('AWS::Cognito::UserPool')).toMatchObject([{ UserPoolTier: tier }]);
});
