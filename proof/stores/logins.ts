/** User pools: every user with their attributes and groups. */
import { CognitoIdentityProviderClient, paginateAdminListGroupsForUser, paginateListUsers } from '@aws-sdk/client-cognito-identity-provider';
import { clientSettings } from '../../client/aws.ts';
import type { StoreReader } from './store.ts';

export const loginRecords: StoreReader = async function* (resource, { outputs }) {
  const client = new CognitoIdentityProviderClient(clientSettings(outputs));
  const UserPoolId = resource.physicalId;
  try {
    for await (const { Users = [] } of paginateListUsers({ client }, { UserPoolId })) {
      for (const user of Users) {
        const groups: string[] = [];
        for await (const page of paginateAdminListGroupsForUser({ client }, { UserPoolId, Username: user.Username }))
          groups.push(...(page.Groups ?? []).map(({ GroupName = '' }) => GroupName));
        const text = [user.Username, ...(user.Attributes ?? []).flatMap(({ Name, Value }) => [Name, Value]), ...groups, user.UserStatus].join('\n');
        yield { store: 'user pool', where: 'a user', bytes: Buffer.from(text), from: { in: 'login', username: user.Username ?? '' } };
      }
    }
  } finally {
    client.destroy();
  }
};
