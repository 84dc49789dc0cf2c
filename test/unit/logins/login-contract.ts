/** What logins promise, whatever pool they are in. */
import { expect, it } from '@jest/globals';
import type { Logins } from '../../../shared/logins/logins.ts';

export interface PoolUnderTest {
  readonly logins: Logins;
  groupsOf(username: string): Promise<string[]>;
  /** Somebody logs in with their first password and chooses one of their own. */
  use(username: string): Promise<void>;
}

export function loginContract(pool: () => PoolUnderTest): void {
  const paula = { username: 'cus_01JQ0000000000000000000000', email: 'Paula.Sommer@Example.org', byEmail: true, group: 'customer' } as const;

  it('is there afterwards, in its group, and held under its address however that is written', async () => {
    const { logins, groupsOf } = pool();
    expect(await logins.holder(paula.email)).toBeUndefined();
    await logins.ensure(paula);
    expect(await groupsOf(paula.username)).toEqual(['customer']);
    expect(await logins.holder('paula.sommer@example.org')).toBe(paula.username);
    expect(await logins.holder('PAULA.SOMMER@EXAMPLE.ORG')).toBe(paula.username);
  });

  it('may be asked for again', async () => {
    const { logins, groupsOf } = pool();
    await logins.ensure(paula);
    await logins.ensure(paula);
    expect(await groupsOf(paula.username)).toEqual(['customer']);
  });

  it('shares an address with the login that is named by it, itself by its user name only', async () => {
    const { logins, groupsOf } = pool();
    const partner = { ...paula, username: 'cus_01JQ0000000000000000000001', byEmail: false } as const;
    await logins.ensure(partner);
    expect(await logins.holder(paula.email)).toBeUndefined();
    await logins.ensure(paula);
    await logins.ensure({ ...partner, username: 'cus_01JQ0000000000000000000002' });
    expect(await logins.holder(paula.email)).toBe(paula.username);
    expect(await groupsOf(partner.username)).toEqual(['customer']);
    await logins.remove(partner.username);
    expect(await logins.holder(paula.email)).toBe(paula.username);
  });

  it('says how it stands, and is invited again as long as it was never used', async () => {
    const { logins, use } = pool();
    expect(await logins.standing(paula.username)).toBe('missing');
    await logins.ensure(paula);
    expect(await logins.standing(paula.username)).toBe('unused');
    await logins.inviteAgain(paula);
    expect(await logins.standing(paula.username)).toBe('unused');
    await use(paula.username);
    expect(await logins.standing(paula.username)).toBe('used');
  });

  it('is held under another address when it has one, and no longer under the one before', async () => {
    const { logins, groupsOf, use } = pool();
    for (const isUsed of [false, true]) {
      const login = { ...paula, username: `cus_01JQ00000000000000000000${isUsed ? '11' : '10'}` };
      const moved = { ...login, email: `anders-${isUsed}@example.org` };
      await logins.readdress(moved);
      expect(await logins.standing(login.username)).toBe('missing');
      await logins.ensure(login);
      if (isUsed) await use(login.username);
      await logins.readdress(moved);
      expect(await logins.holder(paula.email)).toBeUndefined();
      expect(await logins.holder(moved.email)).toBe(login.username);
      // Whoever had the other address may have set the password.
      expect(await logins.standing(login.username)).toBe('unused');
      expect(await groupsOf(login.username)).toEqual(['customer']);
      await logins.readdress({ ...moved, byEmail: false });
      expect(await logins.holder(moved.email)).toBeUndefined();
    }
  });

  it('is gone afterwards, and its address free for another', async () => {
    const { logins, groupsOf } = pool();
    await logins.ensure(paula);
    await logins.remove(paula.username);
    await logins.remove(paula.username);
    expect(await logins.holder(paula.email)).toBeUndefined();
    await logins.ensure({ ...paula, username: 'agt_01JQ0000000000000000000000', group: 'agent' });
    expect(await groupsOf('agt_01JQ0000000000000000000000')).toEqual(['agent']);
  });
}
