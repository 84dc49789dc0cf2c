import { Validations } from 'aws-cdk-lib';
import {
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  type HttpRouteIntegration,
  type IHttpApi,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { isSigned, routeKey, type Allow, type Route } from '../../shared/lambda/endpoint.ts';

/** What all routes of an API have in common. */
interface RouteParts {
  readonly httpApi: IHttpApi;
  readonly integration: HttpRouteIntegration;
  /** Asks for a token. */
  readonly authorizer: IHttpRouteAuthorizer;
}

/** The route of an endpoint. It asks for a token unless the endpoint is defined for anyone, or for a signature instead. */
export function endpointRoute(
  scope: Construct,
  endpoint: Pick<Route, 'method' | 'path' | 'allow'>,
  { httpApi, integration, authorizer }: RouteParts,
): HttpRoute {
  const why = withoutToken(endpoint.allow);
  const route = new HttpRoute(scope, routeKey(endpoint), {
    httpApi,
    routeKey: HttpRouteKey.with(endpoint.path, HttpMethod[endpoint.method]),
    integration,
    authorizer: why === undefined ? authorizer : new HttpNoneAuthorizer(),
  });
  if (why !== undefined) Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: why });
  return route;
}

/** Why an endpoint asks for no token; `undefined` for one that does. */
function withoutToken(allow: Allow): string | undefined {
  if (allow === 'anyone') return 'The endpoint is defined for anyone: it tells nothing that needs a login.';
  if (isSigned(allow))
    return `The endpoint takes messages of ${allow.signature}, which has no token: the function checks the signature of each before anything else.`;
  return undefined;
}
