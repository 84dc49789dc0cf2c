/** A Cognito user pool in memory, as far as logins need one. Held to the same contract as the local cloud's: login-contract.ts. */
import type { CognitoParts } from '../../../shared/logins/logins.ts';

export interface PoolUser {
  readonly username: string;
  readonly email: string;
  readonly verified: boolean;
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
        return { Username: this.found(input.Username).username, UserStatus: this.found(input.Username).status };
      case 'AdminCreateUser':
        return input.MessageAction === 'RESEND' ? this.resend(input) : this.create(input);
      case 'AdminAddUserToGroup':
        this.found(input.Username).groups.add(input.GroupName);
        return {};
      case 'AdminUserGlobalSignOut':
        this.found(input.Username);
        return {};
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

  private create({ Username, UserAttributes, MessageAction }: Input): object {
    const attributes = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
    const verified = attributes.email_verified === 'true';
    const taken = verified && [...this.users.values()].some((user) => user.verified && user.email === attributes.email);
    // AWS says so of a taken alias, too.
    if (this.users.has(Username) || taken) throw failure('UsernameExistsException');
    this.users.set(Username, {
      username: Username,
      email: attributes.email!,
      verified,
      groups: new Set(),
      invitations: MessageAction === 'SUPPRESS' ? 0 : 1,
      status: 'FORCE_CHANGE_PASSWORD',
    });
    return {};
  }
}
