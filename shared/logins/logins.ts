import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DomainError } from '../domain-error.ts';

/** A login to be: the user name is the id of the person (`cus_…`, `agt_…`), the e-mail address another name to log in with. */
export interface NewLogin {
  readonly username: string;
  readonly email: string;
  /** What the person may do. */
  readonly group: 'customer' | 'agent' | 'officer';
}

/**
 * The logins of customers and staff.
 *
 * Who makes a person first commits the person and then ensures the login, on a replay too. A crash between leaves somebody who
 * cannot log in yet, with everything that belongs to them dated and erasable, and the retry mends it. The other way round a
 * crash would leave a login that belongs to nobody: an e-mail address that no deletion rule knows of, and that its owner could
 * never register with. What a login could still refuse is found out before: `holder` for other kinds of people, and a condition
 * of the transaction itself for two customers at once.
 */
export interface Logins {
  /** The user name of whoever logs in with this address; `undefined` when nobody does. */
  holder(email: string): Promise<string | undefined>;
  /** There is the login afterwards, whether it was there before or not. @throws DomainError `conflict/login-email-taken` */
  ensure(login: NewLogin): Promise<void>;
  /** Nobody is logged in with it any more, and it is gone; also when it was gone before. */
  remove(username: string): Promise<void>;
}

export interface CognitoParts {
  readonly client: Pick<CognitoIdentityProviderClient, 'send'>;
  readonly userPoolId: string;
  /** Whether Cognito sends a new person their first password by e-mail. */
  readonly invite: boolean;
}

/** Logins in a Cognito user pool whose sign-in alias is the e-mail address. */
export function cognitoLogins({ client, userPoolId: UserPoolId, invite }: CognitoParts): Logins {
  /** By user name or by alias. */
  const usernameOf = async (name: string): Promise<string | undefined> => {
    try {
      return (await client.send(new AdminGetUserCommand({ UserPoolId, Username: name }))).Username;
    } catch (error) {
      if (isNamed(error, 'UserNotFoundException')) return undefined;
      throw error;
    }
  };

  return {
    holder: (email) => usernameOf(aliasOf(email)),

    async ensure({ username, email, group }) {
      try {
        await client.send(
          new AdminCreateUserCommand({
            UserPoolId,
            Username: username,
            UserAttributes: [
              { Name: 'email', Value: aliasOf(email) },
              { Name: 'email_verified', Value: 'true' },
            ],
            ...(invite ? { DesiredDeliveryMediums: ['EMAIL'] } : { MessageAction: 'SUPPRESS' }),
          }),
        );
      } catch (error) {
        // Cognito says "user name exists" of a taken alias too: what counts is whether the login of this name is there.
        if (!isNamed(error, 'UsernameExistsException', 'AliasExistsException')) throw error;
        if ((await usernameOf(username)) === undefined) throw loginEmailTaken();
      }
      await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: username, GroupName: group }));
    },

    async remove(username) {
      try {
        await client.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: username }));
        await client.send(new AdminDeleteUserCommand({ UserPoolId, Username: username }));
      } catch (error) {
        if (!isNamed(error, 'UserNotFoundException')) throw error;
      }
    },
  };
}

/** Where another issuer keeps the logins, they come and go there. */
export const loginsElsewhere: Logins = {
  holder: () => Promise.resolve(undefined),
  ensure: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};

export const loginEmailTaken = (): DomainError => new DomainError('conflict', 'login-email-taken');

/** The pool tells capitals from small letters, since ids have capitals; nobody tells them apart in an e-mail address. */
const aliasOf = (email: string): string => email.toLowerCase();

const isNamed = (error: unknown, ...names: readonly string[]): boolean => error instanceof Error && names.includes(error.name);
