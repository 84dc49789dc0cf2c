/** A Cognito user pool in memory, as far as logins need one. Held to the same contract as the local cloud's: login-contract.ts. */
import type { CognitoParts } from '../../../shared/logins/logins.ts';

export interface PoolUser {
  readonly username: string;
  email: string;
  verified: boolean;
  /** How often everybody was logged out. */
  signedOut: number;
  readonly groups: Set<string>;
  /** Mails with a first password. */
  invitations: number;
  status: 'FORCE_CHANGE_PASSWORD' | 'CONFIRMED';
}

interface Input {
  readonly Username: string;
  readonly GroupName: string;
  readonly UserAttributes: { Name: string; Value: string }[];
  readonly MessageAction?: string;
}

const failure = (name: string): Error => Object.assign(new Error('the SDK says more'), { name });

export class UserPool {
  readonly users = new Map<string, PoolUser>();
  /** Commands in their order. */
  readonly calls: string[] = [];
  /** The call before which the process ends, e.g. `AdminAddUserToGroup`. */
  crashBefore?: string | undefined;

  readonly client = { send: (command: { constructor: { name: string }; input: Input }) => this.answer(command) } as unknown as CognitoParts['client'];

  private async answer({ constructor, input }: { constructor: { name: string }; input: Input }): Promise<object> {
    const name = constructor.name.replace(/Command$/, '');
    if (this.crashBefore === name) throw new Error('The process ended here');
    this.calls.push(name);
    switch (name) {
      case 'AdminGetUser':
        return this.shown(this.found(input.Username));
      case 'AdminCreateUser':
        return input.MessageAction === 'RESEND' ? this.resend(input) : this.create(input);
      case 'AdminAddUserToGroup':
        this.found(input.Username).groups.add(input.GroupName);
        return {};
      case 'AdminUserGlobalSignOut':
        this.found(input.Username).signedOut += 1;
        return {};
      case 'AdminUpdateUserAttributes':
        return this.update(input);
      case 'AdminDeleteUser':
        this.users.delete(this.found(input.Username).username);
        return {};
      default:
        throw new Error(`${name} is not expected`);
    }
  }

  private found(name: string): PoolUser {
    const user = this.users.get(name) ?? [...this.users.values()].find(({ email, verified }) => verified && email === name);
    if (!user) throw failure('UserNotFoundException');
    return user;
  }

  private resend({ Username }: Input): object {
    const user = this.found(Username);
    if (user.status !== 'FORCE_CHANGE_PASSWORD') throw failure('UnsupportedUserStateException');
    user.invitations += 1;
    return {};
  }

  /** Somebody chooses a password of their own. */
  use(username: string): void {
    this.found(username).status = 'CONFIRMED';
  }

  private shown({ username, email, verified, status }: PoolUser): object {
    const UserAttributes = [
      { Name: 'sub', Value: 'made-up' },
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: String(verified) },
    ];
    return { Username: username, UserStatus: status, UserAttributes };
  }

  /** The address that is handed in, and whether another login is named by it. */
  private addressIn({ Username, UserAttributes }: Input) {
    const { email, email_verified } = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
    const verified = email_verified === 'true';
    const isAnothers = (user: PoolUser): boolean => user.username !== Username && user.verified && user.email === email;
    return { email: email!, verified, taken: verified && [...this.users.values()].some(isAnothers) };
  }

  private update(input: Input): object {
    const { email, verified, taken } = this.addressIn(input);
    const user = this.found(input.Username);
    if (taken) throw failure('AliasExistsException');
    Object.assign(user, { email, verified });
    return {};
  }

  private create(input: Input): object {
    const { Username, MessageAction } = input;
    const { email, verified, taken } = this.addressIn(input);
    // AWS says so of a taken alias, too.
    if (this.users.has(Username) || taken) throw failure('UsernameExistsException');
    this.users.set(Username, {
      username: Username,
      email,
      verified,
      signedOut: 0,
      groups: new Set(),
      invitations: MessageAction === 'SUPPRESS' ? 0 : 1,
      status: 'FORCE_CHANGE_PASSWORD',
    });
    return {};
  }
}
