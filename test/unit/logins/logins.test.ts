import { describe, expect, it } from '@jest/globals';
import { cognitoLogins, loginsElsewhere, refuseForeignLogin, type CognitoParts } from '../../../shared/logins/logins.ts';
import { outsideHoldings } from '../../../shared/storage/outside-holdings.ts';
import { loginContract } from './login-contract.ts';
import { UserPool } from './user-pool.ts';

const over = (pool: UserPool, invite = true) => cognitoLogins({ client: pool.client, userPoolId: 'eu-central-1_x', invite });

const paula = { username: 'cus_1', email: 'Paula@example.org', byEmail: true, group: 'customer' } as const;

describe('cognitoLogins', () => {
  loginContract(() => {
    const pool = new UserPool();
    return { logins: over(pool), groupsOf: async (username) => [...pool.users.get(username)!.groups], use: async (username) => pool.use(username) };
  });

  it('knows the address as verified, in small letters', async () => {
    const pool = new UserPool();
    await over(pool).ensure(paula);
    expect(pool.users.get('cus_1')).toMatchObject({ email: 'paula@example.org', verified: true });
  });

  it('hands the pool nothing but what is declared to lie there', async () => {
    const names: string[] = [];
    const words: Record<string, string> = { Username: 'username', GroupName: 'group' };
    const client = {
      send: async ({ constructor, input }: { constructor: { name: string }; input: { UserAttributes?: { Name: string }[] } }) => {
        if (constructor.name === 'AdminGetUserCommand') throw Object.assign(new Error(), { name: 'UserNotFoundException' });
        names.push(...Object.keys(input).flatMap((name) => words[name] ?? []), ...(input.UserAttributes ?? []).map(({ Name }) => Name));
        return {};
      },
    } as unknown as CognitoParts['client'];
    await cognitoLogins({ client, userPoolId: 'p', invite: true }).ensure(paula);
    const declared = Object.keys(outsideHoldings.logins.holds.shape);
    expect(new Set(names)).toEqual(new Set(['username', 'email', 'email_verified', 'group']));
    expect(names.filter((name) => !declared.includes(name))).toEqual([]);
  });

  it.each([true, false])('invites people by e-mail as the stage says: %s', async (invite) => {
    const pool = new UserPool();
    await over(pool, invite).ensure(paula);
    expect(pool.users.get('cus_1')?.invitations).toBe(invite ? 1 : 0);
  });

  it('does not take the address of who logs in by their id for verified: mails go there, and it is no name', async () => {
    const pool = new UserPool();
    await over(pool).ensure({ ...paula, byEmail: false });
    expect(pool.users.get('cus_1')).toMatchObject({ email: 'paula@example.org', verified: false, invitations: 1 });
  });

  it('asks the pool for nothing before it makes a new one', async () => {
    const pool = new UserPool();
    await over(pool).ensure(paula);
    expect(pool.calls).toEqual(['AdminCreateUser', 'AdminAddUserToGroup']);
  });

  it('sends one invitation however often it is ensured, and another when it is asked for', async () => {
    const pool = new UserPool();
    await over(pool).ensure(paula);
    await over(pool).ensure(paula);
    expect(pool.users.get('cus_1')?.invitations).toBe(1);
    await over(pool).inviteAgain(paula);
    expect(pool.users.get('cus_1')?.invitations).toBe(2);
  });

  it('takes no address that names another login', async () => {
    const pool = new UserPool();
    await over(pool).ensure(paula);
    await over(pool).ensure({ ...paula, username: 'cus_2', email: 'other@example.org' });
    pool.use('cus_2');
    await expect(over(pool).readdress({ ...paula, username: 'cus_2' })).rejects.toMatchObject({ code: 'login-email-taken' });
    expect(pool.users.get('cus_2')).toMatchObject({ email: 'other@example.org' });
  });

  it('sends a first password to the address that is right, and makes the one before worthless', async () => {
    const pool = new UserPool();
    await over(pool).ensure(paula);
    await over(pool).readdress({ ...paula, email: 'p.sommer@example.org' });
    await over(pool).readdress({ ...paula, email: 'p.sommer@example.org' });
    expect(pool.users.get('cus_1')).toMatchObject({ email: 'p.sommer@example.org', invitations: 1 });
    expect(pool.calls.filter((call) => call === 'AdminDeleteUser' || call === 'AdminCreateUser')).toEqual([
      'AdminCreateUser',
      'AdminDeleteUser',
      'AdminCreateUser',
    ]);
  });

  it.each<[string, boolean]>([
    ['AdminUserGlobalSignOut', true],
    ['AdminDeleteUser', true],
    ['AdminCreateUser', true],
    ['AdminAddUserToGroup', true],
    ['AdminUserGlobalSignOut', false],
    ['AdminUpdateUserAttributes', false],
    ['AdminAddUserToGroup', false],
  ])('gives it its address by the repeat where a crash before %s came between, people being invited: %s', async (step, isInviting) => {
    const pool = new UserPool();
    await over(pool, isInviting).ensure(paula);
    pool.use('cus_1');
    const moved = { ...paula, email: 'p.sommer@example.org' };
    pool.crashBefore = step;
    await expect(over(pool, isInviting).readdress(moved)).rejects.toThrow();
    pool.crashBefore = undefined;
    await over(pool, isInviting).ensure(moved);
    const { groups, ...user } = pool.users.get('cus_1')!;
    expect({ ...user, groups: [...groups] }).toMatchObject({ email: 'p.sommer@example.org', verified: true, groups: ['customer'] });
    // Nobody goes on with the password that was set by whom the other address belongs to, or nobody stays logged in.
    expect(isInviting ? user.status === 'FORCE_CHANGE_PASSWORD' : user.signedOut > 0).toBe(true);
  });

  it('invites nobody again at an address that is theirs no longer', async () => {
    const pool = new UserPool();
    await over(pool).ensure(paula);
    await over(pool).inviteAgain({ ...paula, email: 'p.sommer@example.org' });
    expect(pool.users.get('cus_1')).toMatchObject({ email: 'p.sommer@example.org', invitations: 1 });
  });

  it('puts whom it invites again into the group that a crash left them without', async () => {
    const pool = new UserPool();
    pool.crashBefore = 'AdminAddUserToGroup';
    await expect(over(pool).ensure(paula)).rejects.toThrow();
    pool.crashBefore = undefined;
    await over(pool).inviteAgain(paula);
    expect([...pool.users.get('cus_1')!.groups]).toEqual(['customer']);
  });

  it('invites nobody again who was faster', async () => {
    const pool = new UserPool();
    await over(pool).ensure(paula);
    pool.use('cus_1');
    await expect(over(pool).inviteAgain(paula)).rejects.toMatchObject({ kind: 'conflict', code: 'login-in-use' });
    expect(pool.users.get('cus_1')?.invitations).toBe(1);
  });

  it('refuses an address that is somebody else’s login', async () => {
    const pool = new UserPool();
    await over(pool).ensure(paula);
    await expect(over(pool).ensure({ ...paula, username: 'cus_2' })).rejects.toMatchObject({ kind: 'conflict', code: 'login-email-taken' });
    expect([...pool.users.keys()]).toEqual(['cus_1']);
  });

  it.each(['UsernameExistsException', 'AliasExistsException'])('tells by the login itself what %s means', async (name) => {
    const client = (there: boolean) =>
      ({
        send: async ({ constructor }: { constructor: { name: string } }) => {
          if (constructor.name === 'AdminCreateUserCommand') throw Object.assign(new Error(), { name });
          if (constructor.name === 'AdminGetUserCommand' && !there) throw Object.assign(new Error(), { name: 'UserNotFoundException' });
          return { Username: 'cus_1' };
        },
      }) as unknown as CognitoParts['client'];
    const ensured = (there: boolean) => cognitoLogins({ client: client(there), userPoolId: 'p', invite: true }).ensure(paula);
    await expect(ensured(true)).resolves.toBeUndefined();
    await expect(ensured(false)).rejects.toMatchObject({ code: 'login-email-taken' });
  });

  it('puts into the group whom a crash has left without', async () => {
    const pool = new UserPool();
    pool.crashBefore = 'AdminAddUserToGroup';
    await expect(over(pool).ensure(paula)).rejects.toThrow();
    pool.crashBefore = undefined;
    await over(pool).ensure(paula);
    expect([...pool.users.get('cus_1')!.groups]).toEqual(['customer']);
  });

  it('logs people out before it removes them', async () => {
    const pool = new UserPool();
    await over(pool).ensure(paula);
    pool.calls.length = 0;
    await over(pool).remove('cus_1');
    expect(pool.calls).toEqual(['AdminUserGlobalSignOut', 'AdminDeleteUser']);
  });

  it('does not take another failure for an answer', async () => {
    const client = { send: () => Promise.reject(Object.assign(new Error(), { name: 'TooManyRequestsException' })) } as unknown as CognitoParts['client'];
    const logins = cognitoLogins({ client, userPoolId: 'p', invite: true });
    await expect(logins.holder('a@example.org')).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(logins.ensure(paula)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(logins.remove('cus_1')).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  });
});

describe('loginsElsewhere', () => {
  it('leaves them to the other issuer', async () => {
    expect(await loginsElsewhere.holder('a@example.org')).toBeUndefined();
    await expect(Promise.all([loginsElsewhere.ensure(paula), loginsElsewhere.remove('cus_1')])).resolves.toEqual([undefined, undefined]);
    await expect(loginsElsewhere.standing('cus_1')).rejects.toMatchObject({ kind: 'conflict', code: 'logins-elsewhere' });
    await expect(loginsElsewhere.inviteAgain(paula)).rejects.toMatchObject({ code: 'logins-elsewhere' });
  });
});

describe('refuseForeignLogin', () => {
  const holder = (username: string | undefined) => ({ holder: async () => username });

  it.each([undefined, 'cus_1', 'agt_1'])('leaves to the transaction what items tell of, and says who it is: %s', async (username) => {
    await expect(refuseForeignLogin(holder(username), paula)).resolves.toBe(username);
  });

  it('refuses the address of an administrator, of whom no item tells, unless it is to be no name of the login', async () => {
    await expect(refuseForeignLogin(holder('adm_1'), paula)).rejects.toMatchObject({ kind: 'conflict', code: 'login-email-taken' });
    await expect(refuseForeignLogin(holder('adm_1'), { ...paula, byEmail: false })).resolves.toBeUndefined();
  });
});
