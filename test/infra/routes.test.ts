import { describe, expect, it } from '@jest/globals';
import { endpointCatalogue } from '../../docs/endpoint-catalogue.ts';
import { stageSettings } from '../../infra/stages.ts';
import { machineScopes } from '../../shared/lambda/caller.ts';
import { isSigned, methods, rolesOf, routeKey } from '../../shared/lambda/endpoint.ts';
import { resources, synthesised } from './synth.ts';

const app = await synthesised('prod');
const routes = resources(app, 'AWS::ApiGatewayV2::Route');
const endpoints = (await endpointCatalogue()).map(({ route }) => route);

describe('routes', () => {
  it('are the defined endpoints and no other', () => {
    expect(routes.map(({ properties }) => properties.RouteKey).sort()).toEqual(endpoints.map(routeKey).sort());
  });

  it.each(endpoints.map((endpoint) => [routeKey(endpoint), endpoint.allow] as const))('%s asks for a token where roles may call', (key, allow) => {
    const route = routes.find(({ properties }) => properties.RouteKey === key);
    expect(route?.properties.AuthorizationType).toBe(rolesOf(allow).length > 0 ? 'JWT' : 'NONE');
    expect(route?.properties.AuthorizerId === undefined).toBe(rolesOf(allow).length === 0);
  });

  it('let nobody in without a token but whoever asks for health, or signs', () => {
    const signed = endpoints.filter(({ allow }) => isSigned(allow)).map(routeKey);
    const withoutToken = routes.filter(({ properties }) => properties.AuthorizationType === 'NONE').map(({ properties }) => properties.RouteKey);
    expect(withoutToken.sort()).toEqual(['GET /v1/health', ...signed].sort());
  });

  it('share the API’s one authorizer, which takes the tokens of all clients', () => {
    const authorizers = resources(app, 'AWS::ApiGatewayV2::Authorizer');
    expect(authorizers.map(({ properties }) => [properties.AuthorizerType, properties.JwtConfiguration.Audience.length])).toEqual([
      ['JWT', 1 + Object.keys(machineScopes).length],
    ]);
  });

  it('cost each function one integration and one permission', () => {
    const functions = new Set(
      resources(app, 'AWS::ApiGatewayV2::Integration').map(({ stack, properties }) => `${stack} ${JSON.stringify(properties.IntegrationUri)}`),
    );
    expect(resources(app, 'AWS::ApiGatewayV2::Integration')).toHaveLength(functions.size);
    expect(resources(app, 'AWS::Lambda::Permission')).toHaveLength(functions.size);
  });

  it('each ring when many of their requests are answered with 5xx, where the stage counts by route', () => {
    const rates = resources(app, 'AWS::CloudWatch::Alarm').filter(({ properties }) => JSON.stringify(properties.Metrics ?? []).includes('5xx'));
    const watched = rates.map(({ properties }) => routesIn(properties));
    expect(watched.map((both) => [...new Set(both)])).toEqual(watched.map(([route]) => [route]));
    expect(watched.map(([route]) => route).sort()).toEqual(endpoints.map(routeKey).sort());
    for (const { properties } of rates) {
      expect(properties).toMatchObject({ Threshold: 5, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'notBreaching' });
      expect(properties.Metrics[0].Expression).toBe('IF(part >= 5, 100 * part / whole, 0)');
      expect(properties.Metrics.slice(1).map(({ Id, MetricStat }: any) => [Id, MetricStat.Metric.MetricName, MetricStat.Period])).toEqual([
        ['part', '5xx', 900],
        ['whole', 'Count', 900],
      ]);
    }
  });

  it('ring as a whole for a single 5xx within an hour, but at nobody’s night', () => {
    const [whole, ...more] = resources(app, 'AWS::CloudWatch::Alarm').filter(({ properties }) => properties.MetricName === '5xx');
    expect(more).toEqual([]);
    expect(whole?.properties).toMatchObject({ Dimensions: [{ Name: 'ApiId' }], Threshold: 0, Period: 3600 });
    expect(whole?.properties.AlarmDescription).toContain('Severity: soon');
  });
});

describe('the API', () => {
  const [stage] = resources(app, 'AWS::ApiGatewayV2::Stage');
  const [api] = resources(app, 'AWS::ApiGatewayV2::Api');

  it('logs route, status and request, and nothing that tells of a person', () => {
    expect(JSON.parse(stage?.properties.AccessLogSettings.Format)).toEqual({
      routeKey: '$context.routeKey',
      status: '$context.status',
      requestId: '$context.requestId',
    });
  });

  it('has a lid', () => {
    expect(stage?.properties.DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: expect.any(Number), ThrottlingBurstLimit: expect.any(Number) });
  });

  it('answers browsers of the stage’s own pages only', () => {
    expect(api?.properties.CorsConfiguration).toMatchObject({
      AllowOrigins: [...stageSettings('prod').corsOrigins],
      ExposeHeaders: ['etag', 'content-disposition', 'retry-after'],
    });
    expect(api?.properties.CorsConfiguration.AllowMethods).toEqual([...methods]);
    expect(api?.properties.CorsConfiguration.AllowHeaders).toEqual(expect.arrayContaining(['authorization', 'content-type', 'idempotency-key', 'if-match']));
  });
});

/** The routes of the metrics that an alarm compares. */
const routesIn = ({ Metrics }: Record<string, any>): string[] =>
  Metrics.slice(1).map(({ MetricStat }: any) => {
    const named = Object.fromEntries(MetricStat.Metric.Dimensions.map(({ Name, Value }: any) => [Name, Value]));
    return `${named.Method} ${named.Resource}`;
  });
