import { Duration, Stack } from 'aws-cdk-lib';
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
import type { Logins } from './logins.ts';

interface PublicApiProps {
  readonly settings: StageSettings;
  readonly key: IKey;
  readonly logins: Logins;
}

/** Requests per second that the whole API takes, and how many at once. An HTTP API has no firewall in front; this is the lid. */
const throttle = { rateLimit: 500, burstLimit: 1000 };

/**
 * The HTTP API with its one authorizer. Routes are made by the concepts' stacks. Its log says which route was called and how it
 * ended: paths have ids in them and addresses are personal, so neither is written.
 */
export class PublicApi extends Construct {
  readonly api: HttpApi;
  /** Where it answers. */
  readonly url: string;
  /** What the DNS of a domain of its own must point to. */
  readonly domainTarget?: string;
  readonly stageName: string;
  readonly authorizerId: string;

  constructor(scope: Construct, id: string, { settings, key, logins }: PublicApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'HttpApi', {
      description: `Schutzbrief ${settings.name}`,
      createDefaultStage: false,
      disableExecuteApiEndpoint: settings.apiDomain !== undefined,
      corsPreflight: {
        allowOrigins: [...settings.corsOrigins],
        allowMethods: methods.map((method) => CorsHttpMethod[method]),
        allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match'],
        exposeHeaders: ['etag', 'content-disposition'],
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
    const domain = this.domain(settings);
    if (domain) {
      new ApiMapping(this, 'Mapping', { api: this.api, domainName: domain, stage });
      this.domainTarget = domain.regionalDomainName;
    }
    this.url = settings.apiDomain ? `https://${settings.apiDomain.name}` : this.api.apiEndpoint;
    const { pool, portalClient, crmClient } = logins;
    const cognito = {
      issuer: `https://cognito-idp.${Stack.of(this).region}.amazonaws.com/${pool.userPoolId}`,
      audience: [portalClient.userPoolClientId, crmClient.userPoolClientId],
    };
    const { issuer, audience } = settings.identity ?? cognito;
    this.authorizerId = new HttpAuthorizer(this, 'Authorizer', {
      httpApi: this.api,
      type: HttpAuthorizerType.JWT,
      identitySource: ['$request.header.Authorization'],
      jwtIssuer: issuer,
      jwtAudience: [...audience],
    }).authorizerId;
  }
  private domain({ apiDomain }: StageSettings): DomainName | undefined {
    if (!apiDomain) return undefined;
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', apiDomain.certificateArn);
    return new DomainName(this, 'Domain', { domainName: apiDomain.name, certificate });
  }
}
