import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Template } from 'aws-cdk-lib/assertions';
import { endpointRoute } from '../../infra/constructs/endpoint-route.ts';
import type { Allow, Method } from '../../shared/lambda/endpoint.ts';

/** The one route of a stack, for an endpoint of this kind. */
function routeFor(allow: Allow, method: Method = 'POST') {
  const stack = new Stack(new App(), 'Routes');
  const route = endpointRoute(
    stack,
    { method, path: '/v1/deliveries', allow },
    {
      httpApi: new HttpApi(stack, 'Api'),
      integration: new HttpUrlIntegration('Integration', 'https://example.org'),
      authorizer: HttpAuthorizer.fromHttpAuthorizerAttributes(stack, 'Authorizer', { authorizerId: 'the-authorizer', authorizerType: 'JWT' }),
    },
  );
  const [properties] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => Properties);
  return { ...properties, acknowledged: JSON.stringify(route.node.metadata) };
}

describe('the route of an endpoint', () => {
  it('asks for a token where roles may call, and lets nothing be acknowledged', () => {
    expect(routeFor(['agent'])).toMatchObject({ RouteKey: 'POST /v1/deliveries', AuthorizationType: 'JWT', AuthorizerId: 'the-authorizer' });
    expect(routeFor(['agent']).acknowledged).not.toContain('AwsSolutions-APIG4');
  });

  it('asks for none where anyone may call, and says why', () => {
    const { AuthorizationType, AuthorizerId, acknowledged } = routeFor('anyone');
    expect([AuthorizationType, AuthorizerId]).toEqual(['NONE', undefined]);
    expect(acknowledged).toContain('defined for anyone');
  });

  it('asks for none where a signature is checked instead, and does not say that anyone may call', () => {
    const { AuthorizationType, AuthorizerId, acknowledged } = routeFor({ signature: 'mail-provider' });
    expect([AuthorizationType, AuthorizerId]).toEqual(['NONE', undefined]);
    expect(acknowledged).toContain('takes messages of mail-provider');
    expect(acknowledged).not.toContain('anyone');
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)('is made for %s', (method) => {
    expect(routeFor(['agent'], method).RouteKey).toBe(`${method} /v1/deliveries`);
  });
});
