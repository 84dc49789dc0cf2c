import { Duration } from 'aws-cdk-lib';
import { HttpAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { rolesOf, routeKey, type Route } from '../../shared/lambda/endpoint.ts';
import { ConceptStack } from '../concept-stack.ts';
import type { PublicApi } from '../data/public-api.ts';
import { claimsOf } from '../stages.ts';
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
 * The routes of a concept, one per endpoint and API that leads to it: none without a definition. Those of an API share one
 * integration and one permission, for neither the quota of integrations nor a function's policy grows with them. Where the stage
 * counts requests by route, each rings when many of its requests fail; an API as a whole rings for single ones (`operations-stack.ts`).
 */
export class ApiRoutes extends Construct {
  constructor(scope: Construct, id: string, props: ApiRoutesProps) {
    super(scope, id);
    const { api, desk } = ConceptStack.of(this).data;
    this.routes(this, api, props);
    if (desk) this.besideDesk(desk, props);
  }

  /** The same endpoints for staff, by tokens of their own issuer. The function tells the issuers apart by what the tokens say. */
  private besideDesk(desk: PublicApi, props: ApiRoutesProps): void {
    this.routes(new Construct(this, 'Desk'), desk, props);
    if (props.endpoints.every(({ allow }) => rolesOf(allow).length === 0)) return;
    const { data, settings } = ConceptStack.of(this);
    const { staffIdentity } = settings;
    if (!staffIdentity) return;
    props.fn
      .knows('STAFF_IDENTITY_CLAIMS', JSON.stringify({ issuer: staffIdentity.issuer, ...claimsOf(staffIdentity) }))
      .knows('CUSTOMER_ISSUER', data.api.door.issuer);
  }

  private routes(scope: Construct, { api, authorizerId, door, stageName }: PublicApi, { endpoints, fn, errorImpact }: ApiRoutesProps): void {
    const behind = endpoints.filter(({ allow }) => door.leadsTo(allow));
    if (behind.length === 0) return;
    const authorizer = HttpAuthorizer.fromHttpAuthorizerAttributes(scope, 'Authorizer', { authorizerId, authorizerType: 'JWT' });
    const integration = new HttpLambdaIntegration('Integration', fn.function, { scopePermissionToRoute: false });
    for (const endpoint of behind) {
      const route = endpointRoute(scope, endpoint, { httpApi: api, integration, authorizer });
      if (!ConceptStack.of(this).settings.routeMetrics) continue;
      const { method, path } = endpoint;
      const of = (metricName: '5xx' | 'Count'): Metric => {
        const dimensionsMap = { ApiId: api.apiId, Stage: stageName, Method: method, Resource: path };
        return new Metric({ namespace: 'AWS/ApiGateway', metricName, dimensionsMap, statistic: Stats.SUM, period: window });
      };
      new ImpactAlarm(route, 'Failures', {
        kind: 'failing-route',
        errorImpact,
        cause: `${routeKey(endpoint)} answers more than ${toleratedPercent} percent of requests with 5xx; see the log of ${fn.node.path}`,
        // Those are counted too that never reached the function.
        metric: percentage({ part: of('5xx'), whole: of('Count'), fewest: fewestFailures, period: window }),
        above: toleratedPercent,
      });
    }
  }
}
