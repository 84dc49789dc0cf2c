/** What logins promise, whatever pool they are in. */
import { expect, it } from '@jest/globals';
import type { Logins } from '../../../shared/logins/logins.ts';

export interface PoolUnderTest {
  readonly logins: Logins;
  groupsOf(username: string): Promise<string[]>;
}

export function loginContract(pool: () => PoolUnderTest): void {
  const paula = { username: 'cus_01JQ0000000000000000000000', email: 'Paula.Sommer@Example.org', group: 'customer' } as const;

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
