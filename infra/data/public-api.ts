import { Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  CorsHttpMethod,
  DomainName,
  HttpApi,
  HttpAuthorizer,
  HttpAuthorizerType,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { methods } from '../../shared/lambda/endpoint.ts';
import { logGroup } from '../constructs/log-group.ts';
import type { StageSettings } from '../stages.ts';
import type { Door } from './doors.ts';

interface PublicApiProps {
  readonly settings: StageSettings;
  readonly key: IKey;
  readonly door: Door;
}

/** Requests per second that a whole API takes, and how many at once. An HTTP API has no firewall in front; this is the lid. */
const throttle = { rateLimit: 500, burstLimit: 1000 };

/**
 * An HTTP API with its one authorizer. Routes are made by the concepts' stacks. Its log says which route was called and how it
 * ended: paths have ids in them and addresses are personal, so neither is written.
 */
export class PublicApi extends Construct {
  readonly api: HttpApi;
  readonly door: Door;
  /** Where it answers. */
  readonly url: string;
  /** What the DNS of a domain of its own must point to. */
  readonly domainTarget?: string;
  readonly stageName: string;
  readonly authorizerId: string;

  constructor(scope: Construct, id: string, { settings, key, door }: PublicApiProps) {
    super(scope, id);
    this.door = door;
    this.api = new HttpApi(this, 'HttpApi', {
      description: `Schutzbrief ${settings.name}${door.name === 'desk' ? ': desk' : ''}`,
      createDefaultStage: false,
      disableExecuteApiEndpoint: door.domain !== undefined,
      corsPreflight: {
        allowOrigins: [...settings.corsOrigins],
        allowMethods: methods.map((method) => CorsHttpMethod[method]),
        allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match'],
        exposeHeaders: ['etag', 'content-disposition', 'retry-after'],
        maxAge: Duration.hours(1),
      },
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle,
      detailedMetricsEnabled: settings.routeMetrics,
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup(this, 'AccessLog', { settings, key })),
        format: AccessLogFormat.custom(JSON.stringify({ routeKey: '$context.routeKey', status: '$context.status', requestId: '$context.requestId' })),
      },
    });
    this.stageName = stage.stageName;
    const domain = this.domain(door);
    if (domain) {
      new ApiMapping(this, 'Mapping', { api: this.api, domainName: domain, stage });
      this.domainTarget = domain.regionalDomainName;
    }
    this.url = door.domain ? `https://${door.domain.name}` : this.api.apiEndpoint;
    this.authorizerId = new HttpAuthorizer(this, 'Authorizer', {
      httpApi: this.api,
      type: HttpAuthorizerType.JWT,
      identitySource: ['$request.header.Authorization'],
      jwtIssuer: door.issuer,
      jwtAudience: [...door.audience],
    }).authorizerId;
  }

  private domain({ domain }: Door): DomainName | undefined {
    if (!domain) return undefined;
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn);
    return new DomainName(this, 'Domain', { domainName: domain.name, certificate });
  }
}
