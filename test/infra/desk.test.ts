import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { endpointCatalogue } from '../../docs/endpoint-catalogue.ts';
import { DataStack } from '../../infra/data-stack.ts';
import { stacksOf } from '../../infra/stacks.ts';
import { checkedSettings, stageSettings } from '../../infra/stages.ts';
import { outsideRoles, staffRoles } from '../../shared/lambda/caller.ts';
import { rolesOf, routeKey } from '../../shared/lambda/endpoint.ts';
import { environmentOf, givenToAll, started } from './started-function.ts';
import { synthesised } from './synth.ts';

// For its bundles.
await synthesised('prod');

const issuer = 'https://id.musterschutz.example/realms/desk';
const staffIdentity = { issuer, audience: ['desk'], idClaim: 'person', rolesClaim: 'roles', accessToken: { claim: 'typ', value: 'Bearer' } };
const deskDomain = { name: 'desk.musterschutz.example', certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/0a1b' };

const settings = checkedSettings({ ...stageSettings('prod'), staffIdentity });

// Nothing is uploaded from here.
const app = new App({ context: { 'aws:cdk:disable-asset-staging': true } });
stacksOf(app, settings);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

/** Templates by stack's name without stage. */
const stacks: Record<string, any> = Object.fromEntries(
  app.node.children.flatMap((stack) =>
    stack instanceof Stack ? [[stack.stackName.slice('schutzbrief-prod-'.length), Template.fromStack(stack).toJSON()]] : [],
  ),
);
const endpoints = (await endpointCatalogue()).map(({ route }) => route);

interface Found {
  readonly stack: string;
  readonly id: string;
  readonly properties: any;
}

const all = (type: string): Found[] =>
  Object.entries(stacks).flatMap(([stack, { Resources }]) =>
    Object.entries<any>(Resources).flatMap(([id, { Type, Properties }]) => (Type === type ? [{ stack, id, properties: Properties }] : [])),
  );

/** Of Data's APIs and what belongs to them, ids begin with the construct's: `Api…`, `Desk…`. Other stacks refer to them by exports that hold the id. */
const ofDesk = (reference: unknown): boolean => /[":]Desk|OutputRefDesk/.test(JSON.stringify(reference));
const routesOf = (desk: boolean) => all('AWS::ApiGatewayV2::Route').filter(({ properties }) => ofDesk(properties.ApiId) === desk);
const keysOf = (desk: boolean) => routesOf(desk).map(({ properties }) => properties.RouteKey as string);
const allowing = (roles: readonly string[]) => endpoints.filter(({ allow }) => rolesOf(allow).some((role) => roles.includes(role))).map(routeKey);

describe('the API of staff who have an issuer of their own', () => {
  it('has the endpoints that staff may call, and the other one those of everybody else', () => {
    const open = endpoints.filter(({ allow }) => rolesOf(allow).length === 0).map(routeKey);
    expect(keysOf(true).sort()).toEqual(allowing(staffRoles).sort());
    expect(keysOf(false).sort()).toEqual([...allowing(outsideRoles), ...open].sort());
    // Some for one of them only, and some for both.
    expect(keysOf(true)).toContain('POST /v1/staff');
    expect(keysOf(false)).not.toContain('POST /v1/staff');
    expect(keysOf(false)).toContain('GET /v1/me');
    expect(keysOf(true)).not.toContain('GET /v1/me');
    expect([keysOf(true), keysOf(false)]).toEqual([expect.arrayContaining(['GET /v1/tickets']), expect.arrayContaining(['GET /v1/tickets'])]);
  });

  it('takes tokens of that issuer only, on every route', () => {
    expect(all('AWS::ApiGatewayV2::Authorizer').filter(({ properties }) => ofDesk(properties.ApiId))).toMatchObject([
      { properties: { AuthorizerType: 'JWT', JwtConfiguration: { Issuer: issuer, Audience: ['desk'] } } },
    ]);
    expect(routesOf(true).filter(({ properties }) => properties.AuthorizationType !== 'JWT' || !ofDesk(properties.AuthorizerId))).toEqual([]);
  });

  it('leaves the other one to tokens of Cognito', () => {
    const [authorizer, ...more] = all('AWS::ApiGatewayV2::Authorizer').filter(({ properties }) => !ofDesk(properties.ApiId));
    expect(more).toEqual([]);
    expect(JSON.stringify(authorizer?.properties.JwtConfiguration.Issuer)).toContain('cognito-idp');
    expect(routesOf(false).filter(({ properties }) => properties.AuthorizerId !== undefined && ofDesk(properties.AuthorizerId))).toEqual([]);
  });

  it('is as the other one: lid, log, pages that may call it', () => {
    const [one, other] = all('AWS::ApiGatewayV2::Stage').map(({ properties }) => properties);
    expect(other.DefaultRouteSettings).toEqual(one.DefaultRouteSettings);
    expect(other.AccessLogSettings.Format).toEqual(one.AccessLogSettings.Format);
    expect(other.AccessLogSettings.DestinationArn).not.toEqual(one.AccessLogSettings.DestinationArn);
    const [portal, desk] = all('AWS::ApiGatewayV2::Api').map(({ properties }) => properties);
    expect(desk.CorsConfiguration).toEqual(portal.CorsConfiguration);
    expect([portal.Name, desk.Name].every(Boolean)).toBe(true);
  });

  it('calls the same functions, each of which lets both in', () => {
    const calledBy = (desk: boolean) =>
      new Set(
        all('AWS::ApiGatewayV2::Integration').flatMap(({ stack, properties }) =>
          ofDesk(properties.ApiId) === desk ? [`${stack} ${JSON.stringify(properties.IntegrationUri)}`] : [],
        ),
      );
    const known = new Set(all('AWS::Lambda::Function').map(({ stack, id }) => `${stack} ${JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] })}`));
    for (const caller of [...calledBy(true), ...calledBy(false)]) expect(known).toContain(caller);
    const permitted = all('AWS::Lambda::Permission').map(
      ({ stack, properties }) => `${stack} ${JSON.stringify(properties.FunctionName)} ${ofDesk(properties.SourceArn)}`,
    );
    expect(permitted.sort()).toEqual([...[...calledBy(true)].map((fn) => `${fn} true`), ...[...calledBy(false)].map((fn) => `${fn} false`)].sort());
  });

  it('has its own alarms, and is on the dashboard', () => {
    const alarms = all('AWS::CloudWatch::Alarm').map(({ properties }) => properties);
    const single = alarms.filter(({ MetricName }) => MetricName === '5xx');
    expect(single.map(({ Dimensions }) => ofDesk(Dimensions)).sort()).toEqual([false, true]);
    const rates = alarms.filter(({ Metrics }) => JSON.stringify(Metrics ?? []).includes('5xx'));
    expect(rates.filter(({ Metrics }) => ofDesk(Metrics)).length).toBe(routesOf(true).length);
    expect(rates.length).toBe(routesOf(true).length + routesOf(false).length);
    const [dashboard] = all('AWS::CloudWatch::Dashboard');
    const body = dashboard!.properties.DashboardBody['Fn::Join'][1];
    expect(body.filter((part: unknown) => typeof part === 'object' && ofDesk(part)).length).toBe(5);
    expect(JSON.stringify(body)).toContain('5xx, desk');
  });

  it('leaves no finding open', () => {
    expect(JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')).pluginReports).toEqual([]);
  });

  it('says where it answers', () => {
    expect(stacks.data.Outputs).toMatchObject({ ApiUrl: expect.anything(), DeskApiUrl: expect.anything(), DeskApiId: expect.anything() });
    expect(JSON.stringify(stacks.data.Outputs.ApiUrl)).not.toBe(JSON.stringify(stacks.data.Outputs.DeskApiUrl));
  });

  it('answers at a domain of its own where the stage names one, and nowhere else', () => {
    const data = new DataStack(new App(), { settings: checkedSettings({ ...settings, deskDomain }), description: '' });
    const { Resources, Outputs } = Template.fromStack(data).toJSON();
    const named = (type: string): any[] => Object.values<any>(Resources).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []));
    expect(Outputs.DeskApiUrl.Value).toBe('https://desk.musterschutz.example');
    expect(Outputs).toHaveProperty('DeskApiDomainTarget');
    expect(Outputs).not.toHaveProperty('ApiDomainTarget');
    expect(named('AWS::ApiGatewayV2::DomainName').map(({ DomainName }) => DomainName)).toEqual([deskDomain.name]);
    expect(named('AWS::ApiGatewayV2::Api').map(({ DisableExecuteApiEndpoint }) => DisableExecuteApiEndpoint ?? false)).toEqual([false, true]);
  });
});

describe('functions behind it', () => {
  const variablesOf = ({ properties }: Found): Record<string, unknown> => properties.Environment.Variables;
  const functions = all('AWS::Lambda::Function');

  it('know both issuers, if they ask who calls, and no other function does', () => {
    const informed = functions.filter((fn) => 'STAFF_IDENTITY_CLAIMS' in variablesOf(fn));
    // Also what customers alone call: their tokens are told from those of staff.
    const asking = all('AWS::ApiGatewayV2::Route').filter(({ properties }) => properties.AuthorizationType === 'JWT');
    const integrations = new Set(asking.map(({ stack, properties }) => `${stack} ${properties.Target['Fn::Join'][1][1].Ref}`));
    const called = all('AWS::ApiGatewayV2::Integration').filter(({ stack, id }) => integrations.has(`${stack} ${id}`));
    const functionsOf = new Set(called.map(({ stack, properties }) => `${stack} ${properties.IntegrationUri['Fn::GetAtt'][0]}`));
    expect(informed.map(({ stack, id }) => `${stack} ${id}`).sort()).toEqual([...functionsOf].sort());
    for (const fn of informed) {
      expect(JSON.parse(variablesOf(fn).STAFF_IDENTITY_CLAIMS as string)).toEqual({
        issuer,
        id: 'person',
        roles: 'roles',
        accessToken: staffIdentity.accessToken,
      });
      expect(JSON.stringify(variablesOf(fn).CUSTOMER_ISSUER)).toContain('cognito-idp');
    }
  });

  it('start with what they are given, and ask for all of it', async () => {
    const staff = functions.find(({ id }) => id.startsWith('StaffApi'))!;
    const variables = environmentOf(staff);
    const asked = await started('staff-api', variables);
    expect(Object.keys(variables).filter((name) => !asked.includes(name) && !givenToAll.includes(name))).toEqual([]);
    expect(asked).toContain('STAFF_IDENTITY_CLAIMS');
    expect(variables).not.toHaveProperty('USER_POOL_ID');
  });

  it('may make logins of customers in Cognito, and none of staff', () => {
    const mayMake = functions.filter((fn) => 'LOGIN_INVITATION' in variablesOf(fn)).map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(mayMake).toEqual(['MembershipFunction']);
    const policies = all('AWS::IAM::Policy').filter(({ properties }) => JSON.stringify(properties).includes('cognito-idp:AdminCreateUser'));
    expect(policies.map(({ id }) => id)).toEqual([expect.stringMatching(/^Membership/)]);
  });
});
