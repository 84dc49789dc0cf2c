import { Duration } from 'aws-cdk-lib';
import { HttpAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { routeKey, type Route } from '../../shared/lambda/endpoint.ts';
import { ConceptStack } from '../concept-stack.ts';
import { endpointRoute } from './endpoint-route.ts';
import { ImpactAlarm } from './impact-alarm.ts';
import type { LambdaFunction } from './lambda-function.ts';

interface ApiRoutesProps {
  readonly endpoints: readonly Pick<Route, 'method' | 'path' | 'allow'>[];
  readonly fn: LambdaFunction;
  /** What it means for people when these fail. */
  readonly errorImpact: string;
}

/**
 * The routes of a concept, one per endpoint: none without a definition. They share one integration and one permission, for
 * neither the quota of integrations nor a function's policy grows with them. Each rings when it answers 5xx.
 */
export class ApiRoutes extends Construct {
  constructor(scope: Construct, id: string, { endpoints, fn, errorImpact }: ApiRoutesProps) {
    super(scope, id);
    const { api, authorizerId } = ConceptStack.of(this).data.api;
    const authorizer = HttpAuthorizer.fromHttpAuthorizerAttributes(this, 'Authorizer', { authorizerId, authorizerType: 'JWT' });
    const integration = new HttpLambdaIntegration('Integration', fn.function, { scopePermissionToRoute: false });
    for (const endpoint of endpoints) {
      const route = endpointRoute(this, endpoint, { httpApi: api, integration, authorizer });
      new ImpactAlarm(route, 'Failures', {
        kind: 'failing-route',
        errorImpact,
        cause: `${routeKey(endpoint)} answers 5xx; see the log of ${fn.node.path}`,
        metric: this.failures(endpoint),
        above: 0,
      });
    }
  }

  /** How many 5xx answers a route gave, those included that never reached the function. */
  private failures({ method, path }: Pick<Route, 'method' | 'path'>): Metric {
    const { api, stageName } = ConceptStack.of(this).data.api;
    return new Metric({
      namespace: 'AWS/ApiGateway',
      metricName: '5xx',
      dimensionsMap: { ApiId: api.apiId, Stage: stageName, Method: method, Resource: path },
      statistic: Stats.SUM,
      period: Duration.minutes(5),
    });
  }
}
