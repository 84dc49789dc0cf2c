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
import { percentage } from './percentage.ts';

interface ApiRoutesProps {
  readonly endpoints: readonly Pick<Route, 'method' | 'path' | 'allow'>[];
  readonly fn: LambdaFunction;
  /** What it means for people when these fail. */
  readonly errorImpact: string;
}

/** Over so long a route is judged, and rings above so many percent of failed requests. */
const window = Duration.minutes(15);
const toleratedPercent = 5;
const fewestFailures = 5;

/**
 * The routes of a concept, one per endpoint: none without a definition. They share one integration and one permission, for
 * neither the quota of integrations nor a function's policy grows with them. Where the stage counts requests by route, each
 * rings when many of its requests fail; the API as a whole rings for single ones (`operations-stack.ts`).
 */
export class ApiRoutes extends Construct {
  constructor(scope: Construct, id: string, { endpoints, fn, errorImpact }: ApiRoutesProps) {
    super(scope, id);
    const { api, authorizerId } = ConceptStack.of(this).data.api;
    const authorizer = HttpAuthorizer.fromHttpAuthorizerAttributes(this, 'Authorizer', { authorizerId, authorizerType: 'JWT' });
    const integration = new HttpLambdaIntegration('Integration', fn.function, { scopePermissionToRoute: false });
    for (const endpoint of endpoints) {
      const route = endpointRoute(this, endpoint, { httpApi: api, integration, authorizer });
      if (!ConceptStack.of(this).settings.routeMetrics) continue;
      new ImpactAlarm(route, 'Failures', {
        kind: 'failing-route',
        errorImpact,
        cause: `${routeKey(endpoint)} answers more than ${toleratedPercent} percent of requests with 5xx; see the log of ${fn.node.path}`,
        // Those are counted too that never reached the function.
        metric: percentage({ part: this.of(endpoint, '5xx'), whole: this.of(endpoint, 'Count'), fewest: fewestFailures, period: window }),
        above: toleratedPercent,
      });
    }
  }

  private of({ method, path }: Pick<Route, 'method' | 'path'>, metricName: '5xx' | 'Count'): Metric {
    const { api, stageName } = ConceptStack.of(this).data.api;
    const dimensionsMap = { ApiId: api.apiId, Stage: stageName, Method: method, Resource: path };
    return new Metric({ namespace: 'AWS/ApiGateway', metricName, dimensionsMap, statistic: Stats.SUM, period: window });
  }
}
