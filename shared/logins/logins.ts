import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type AdminGetUserCommandOutput,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DomainError } from '../domain-error.ts';
import { loginEmailTaken, loginInUse } from './refusals.ts';

/** A login to be. The user name is the id of the person (`cus_…`, `agt_…`), by which everybody can log in. */
export interface NewLogin {
  readonly username: string;
  /** Where mails about the login go. */
  readonly email: string;
  /** Whether the address is another name to log in with; only one login has it so. */
  readonly byEmail: boolean;
  /** What the person may do. */
  readonly group: 'customer' | 'agent' | 'officer';
}

/** How a login stands: not there, there and its first password never changed, or in use. */
export type Standing = 'missing' | 'unused' | 'used';

/**
 * The logins of customers and staff.
 *
 * Who makes a person first commits the person and then ensures the login, on a replay too. A crash between leaves somebody who
 * cannot log in yet, with everything that belongs to them dated and erasable, and the retry mends it. The other way round a
 * crash would leave a login that belongs to nobody: an e-mail address that no deletion rule knows of, and that its owner could
 * never register with. What a login could still refuse is found out before: who has an address is part of the transaction
 * (`lookupKeyOf`), and `refuseForeignLogin` asks for what no transaction made.
 */
export interface Logins {
  /** The user name of whoever logs in with this address; `undefined` when nobody does. */
  holder(email: string): Promise<string | undefined>;
  /**
   * There is the login afterwards, under this address, whether it was there before or not; only one that was not there is sent an invitation.
   * @throws DomainError `conflict/login-email-taken`
   */
  ensure(login: NewLogin): Promise<void>;
  /**
   * A login that is there has this address from now on. Whoever reads what goes to the other one may have set its password, so it is made anew, and
   * its owner invited; where nobody is invited everybody is logged out, and whoever operates the pool sets another password. One that is missing stays so.
   * @throws DomainError `conflict/login-email-taken`
   */
  readdress(login: NewLogin): Promise<void>;
  /** @throws DomainError `conflict/logins-elsewhere` */
  standing(username: string): Promise<Standing>;
  /** Whether people are sent their first password by e-mail; where not, whoever operates the pool sets it. */
  readonly sendsInvitations: boolean;
  /** A new first password by e-mail, good for seven days again, for a login that was never used. @throws DomainError `conflict/login-in-use` */
  inviteAgain(login: NewLogin): Promise<void>;
  /** Nobody is logged in with it any more, and it is gone; also when it was gone before. */
  remove(username: string): Promise<void>;
}

export interface CognitoParts {
  readonly client: Pick<CognitoIdentityProviderClient, 'send'>;
  readonly userPoolId: string;
  /** Whether Cognito sends a new person their first password by e-mail. */
  readonly invite: boolean;
}

/** Logins in a Cognito user pool whose sign-in alias is the verified e-mail address. */
export function cognitoLogins({ client, userPoolId: UserPoolId, invite }: CognitoParts): Logins {
  const byMail = { DesiredDeliveryMediums: ['EMAIL' as const] };

  /** By user name or by alias. */
  const userOf = async (name: string): Promise<AdminGetUserCommandOutput | undefined> => {
    try {
      return await client.send(new AdminGetUserCommand({ UserPoolId, Username: name }));
    } catch (error) {
      if (isNamed(error, 'UserNotFoundException')) return undefined;
      throw error;
    }
  };

  /** Makes it, or gives the one of this name that is there. Cognito says "user name exists" of a taken alias too: what counts is the name. */
  const make = async (login: NewLogin): Promise<AdminGetUserCommandOutput | undefined> => {
    const { username: Username } = login;
    const mail = invite ? byMail : { MessageAction: 'SUPPRESS' as const };
    try {
      await client.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes: addressOf(login), ...mail }));
      return undefined;
    } catch (error) {
      if (!isTaken(error)) throw error;
      const there = await userOf(Username);
      if (!there) throw loginEmailTaken();
      return there;
    }
  };

  const end = async (Username: string): Promise<void> => {
    try {
      await client.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }));
      await client.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
    } catch (error) {
      if (!isNamed(error, 'UserNotFoundException')) throw error;
    }
  };

  /** Before a login ends that could not be made anew. */
  const refuseAnothers = async ({ username, email, byEmail }: NewLogin): Promise<void> => {
    const holder = byEmail ? await userOf(aliasOf(email)) : undefined;
    if (holder && holder.Username !== username) throw loginEmailTaken();
  };

  /** Gives a login that is there its address. */
  const move = async (user: AdminGetUserCommandOutput, login: NewLogin): Promise<void> => {
    if (isAt(user, login)) return;
    if (invite) {
      await refuseAnothers(login);
      await end(login.username);
      await make(login);
      return;
    }
    try {
      // Before the address: a crash between leaves the other address there, and so the repeat does both.
      await client.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: login.username }));
      await client.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username: login.username, UserAttributes: addressOf(login) }));
    } catch (error) {
      throw isTaken(error) ? loginEmailTaken() : error;
    }
  };

  const intoGroup = async ({ username, group }: NewLogin): Promise<void> => {
    await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: username, GroupName: group }));
  };

  return {
    sendsInvitations: invite,

    holder: async (email) => (await userOf(aliasOf(email)))?.Username,

    async ensure(login) {
      const there = await make(login);
      if (there) await move(there, login);
      await intoGroup(login);
    },

    async readdress(login) {
      const user = await userOf(login.username);
      if (!user) return;
      await move(user, login);
      await intoGroup(login);
    },

    async standing(username) {
      const user = await userOf(username);
      return user ? standingOf(user) : 'missing';
    },

    async inviteAgain(login) {
      const user = await userOf(login.username);
      try {
        // A crash may have left it at another address, and whoever has that would be sent the password.
        if (user && !isAt(user, login)) await move(user, login);
        else await client.send(new AdminCreateUserCommand({ UserPoolId, Username: login.username, MessageAction: 'RESEND', ...byMail }));
      } catch (error) {
        if (isNamed(error, 'UnsupportedUserStateException')) throw loginInUse();
        throw error;
      }
      // A crash may have left it without.
      await intoGroup(login);
    },

    remove: end,
  };
}

const elsewhere = (): Promise<never> =>
  Promise.reject(
    new DomainError('conflict', 'logins-elsewhere', [
      { field: 'path', problem: 'logs in at an issuer of its own: whoever keeps the logins there invites them' },
    ]),
  );

/** Where another issuer keeps the logins, they come and go there, invitations too. */
export const loginsElsewhere: Logins = {
  sendsInvitations: false,
  holder: () => Promise.resolve(undefined),
  ensure: () => Promise.resolve(),
  readdress: () => Promise.resolve(),
  standing: elsewhere,
  inviteAgain: elsewhere,
  remove: () => Promise.resolve(),
};

/**
 * Asked before the commit. Logins of people are told apart by the write, and what an earlier try of the same request made must not stand in
 * its way; but the first administrators were made by whoever operates the pool, and no item tells of them. @returns who logs in by it
 * @throws DomainError `conflict/login-email-taken`
 */
export async function refuseForeignLogin(
  logins: Pick<Logins, 'holder'>,
  { email, byEmail }: Pick<NewLogin, 'email' | 'byEmail'>,
  taken = loginEmailTaken(),
): Promise<string | undefined> {
  if (!byEmail) return undefined;
  const holder = await logins.holder(email);
  if (holder !== undefined && !registeredHere.test(holder)) throw taken;
  return holder;
}

/** Ids of people whose logins belong to items of ours. */
const registeredHere = /^(?:cus|agt)_/;

const standingOf = ({ UserStatus }: AdminGetUserCommandOutput): Standing => (UserStatus === 'FORCE_CHANGE_PASSWORD' ? 'unused' : 'used');

/** Only a verified address is an alias, and only one login may have it. */
const addressOf = ({ email, byEmail }: Pick<NewLogin, 'email' | 'byEmail'>) => [
  { Name: 'email', Value: aliasOf(email) },
  { Name: 'email_verified', Value: String(byEmail) },
];

/** Whether a login has this address, and is named by it or not. */
const isAt = ({ UserAttributes = [] }: AdminGetUserCommandOutput, login: NewLogin): boolean =>
  addressOf(login).every(({ Name, Value }) => UserAttributes.some((has) => has.Name === Name && has.Value === Value));

/** The pool tells capitals from small letters, since ids have capitals; nobody tells them apart in an e-mail address. */
const aliasOf = (email: string): string => email.toLowerCase();

const isTaken = (error: unknown): boolean => isNamed(error, 'UsernameExistsException', 'AliasExistsException');

const isNamed = (error: unknown, ...names: readonly string[]): boolean => error instanceof Error && names.includes(error.name);
