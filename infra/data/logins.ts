import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  StringAttribute,
  UserPool,
  UserPoolDomain,
  UserPoolEmail,
  type UserPoolClient,
  type UserPoolClientOptions,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { machineRoles, machineScopes, machineTasks, type MachineRole } from '../../shared/lambda/caller.ts';
import type { StageSettings } from '../stages.ts';
import { invitationDays, mailTexts } from './login-mails.ts';

interface LoginsProps {
  readonly settings: StageSettings;
}

/** People sort into groups by what they may do; endpoints say which they allow. */
const groups: Readonly<Record<string, string>> = {
  customer: 'Customers: their own tickets, letters and data',
  agent: 'Clerks',
  officer: 'Data protection officers: deletion runs, erasure',
  admin: 'Administrators: staff and settings',
};

const featurePlans: Readonly<Record<StageSettings['loginPlan'], FeaturePlan>> = { lite: FeaturePlan.LITE, essentials: FeaturePlan.ESSENTIALS };

/** An attribute that no login has, and that nobody can give it. */
const nothing = 'nothing';
const noAttributes = new ClientAttributes().withCustomAttributes(nothing);

/**
 * What all clients have in common. An access token also opens Cognito's own API for its holder, who could give the login another
 * e-mail address there, and be sent the next password. So tokens neither write nor read attributes; we write them by our role. It
 * takes the name of an attribute to say so: Cognito takes an empty list for all of them.
 */
const everyClient: UserPoolClientOptions = {
  writeAttributes: noAttributes,
  readAttributes: noAttributes,
  accessTokenValidity: Duration.minutes(15),
  enableTokenRevocation: true,
  preventUserExistenceErrors: true,
};

/** For machines. Without a word about flows Cognito would allow some for people; refreshing is of no use without a login. */
const noUserFlows = { userPassword: false, userSrp: false } as const;

const senderOf = ({ mailFrom, sender, region }: StageSettings): UserPoolEmail =>
  UserPoolEmail.withSES({ fromEmail: mailFrom, fromName: sender.company, sesRegion: region, sesVerifiedDomain: mailFrom.slice(mailFrom.indexOf('@') + 1) });

/** What their clients are called in the stack: another name would be another client, with another secret. */
const machineClientIds: Readonly<Record<MachineRole, string>> = { crm: 'Crm', device: 'Devices', oms: 'Oms' };

/**
 * Logins of people and machines. The user name is the id of the person (`cus_…`, `agt_…`) and never changes, so an access token
 * names the customer without a look-up; people type their e-mail address instead.
 */
export class Logins extends Construct {
  readonly pool: UserPool;
  readonly portalClient: UserPoolClient;
  readonly machineClients: Readonly<Record<MachineRole, UserPoolClient>>;

  constructor(scope: Construct, id: string, { settings }: LoginsProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      // A pool that ignores case hands out user names in small letters, and ids have capitals. So e-mail addresses are written
      // in small letters where a login is made, and the portal does the same where somebody logs in.
      signInCaseSensitive: true,
      autoVerify: { email: true },
      customAttributes: { [nothing]: new StringAttribute({ maxLen: 1, mutable: false }) },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(invitationDays),
      },
      ...mailTexts(settings),
      // Where the account has a sender of its own; else Cognito's, which is good for fifty mails a day.
      ...(!settings.makesMailIdentity && { email: senderOf(settings) }),
      featurePlan: featurePlans[settings.loginPlan],
      deletionProtection: settings.retain,
      removalPolicy: settings.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(this.pool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason:
          'A second factor (app) is offered to everybody and forced on nobody: insured people report claims rarely and on any device. Who wants it for staff names an issuer of their own in the stage.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason:
          'Threat protection profiles people by IP address and device and keeps that outside of what an erasure reaches; throttling, long passwords and the optional second factor stand in.',
      },
    );
    for (const [groupName, description] of Object.entries(groups)) {
      new CfnUserPoolGroup(this, `Group${groupName.charAt(0).toUpperCase()}${groupName.slice(1)}`, {
        userPoolId: this.pool.userPoolId,
        groupName,
        description,
      });
    }
    this.portalClient = this.pool.addClient('Portal', {
      ...everyClient,
      authFlows: { userPassword: true, userSrp: true },
      disableOAuth: true,
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(12),
    });
    this.machineClients = this.machines(settings);
  }

  /** Machines: each proves who it is by a secret, and gets a token for its one scope. */
  private machines(settings: StageSettings): Readonly<Record<MachineRole, UserPoolClient>> {
    const scopeOf = (role: MachineRole, scopeDescription: string) =>
      new ResourceServerScope({ scopeName: machineScopes[role].split('/')[1]!, scopeDescription });
    const scopes = machineRoles.map((role) => ({ role, scope: scopeOf(role, machineTasks[role]) }));
    const server = this.pool.addResourceServer('Scopes', { identifier: machineScopes.crm.split('/')[0]!, scopes: scopes.map(({ scope }) => scope) });
    const clients = scopes.map(({ role, scope }) => [
      role,
      this.pool.addClient(machineClientIds[role], {
        ...everyClient,
        generateSecret: true,
        authFlows: noUserFlows,
        oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.resourceServer(server, scope)] },
      }),
    ]);
    // Machines get their tokens at the pool's domain, whose name nobody else in the region may have: hence the account in it.
    const domainPrefix = `schutzbrief-${settings.name}-${Stack.of(this).account}`;
    new UserPoolDomain(this, 'Domain', { userPool: this.pool, cognitoDomain: { domainPrefix } });
    return Object.fromEntries(clients) as Record<MachineRole, UserPoolClient>;
  }
}
