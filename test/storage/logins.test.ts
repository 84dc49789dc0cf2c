import {
  AdminListGroupsForUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe } from '@jest/globals';
import { cognitoLogins } from '../../shared/logins/logins.ts';
import { loginContract } from '../unit/logins/login-contract.ts';
import { reach, runningEngines } from './engines.ts';

describe('logins in the user pool of the local cloud', () => {
  const client = new CognitoIdentityProviderClient(reach(runningEngines().cloud));
  let UserPoolId = '';

  beforeEach(async () => {
    const { UserPool } = await client.send(
      new CreateUserPoolCommand({
        PoolName: 'logins',
        AliasAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: true },
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      }),
    );
    UserPoolId = UserPool!.Id!;
    for (const GroupName of ['customer', 'agent', 'officer']) await client.send(new CreateGroupCommand({ UserPoolId, GroupName }));
  });
  afterEach(async () => {
    await client.send(new DeleteUserPoolCommand({ UserPoolId }));
  });

  loginContract(() => ({
    logins: cognitoLogins({ client, userPoolId: UserPoolId, invite: true }),
    async groupsOf(username) {
      const { Groups = [] } = await client.send(new AdminListGroupsForUserCommand({ UserPoolId, Username: username }));
      return Groups.map(({ GroupName }) => GroupName!);
    },
    async use(username) {
      await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: username, Password: 'Aa1!Aa1!Aa1!', Permanent: true }));
    },
  }));
});
