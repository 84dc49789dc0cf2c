import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startCloud } from '../../local/cloud.ts';
import { localDir } from '../../client/paths.ts';
import { firstAdministrator, loggedIn } from '../../client/portal.ts';
import { reportAccident, untilAssigned, untilConfirmed } from '../../local/story/case.ts';
import { colleague, customer } from '../../local/story/people.ts';
import { sharedAssembly } from './cloud.ts';

describe('the local cloud', () => {
  it('goes on after a restart: people and tickets are there, and events arrive again', async () => {
    const folder = await mkdtemp(join(localDir, 'restart-'));
    const start = () =>
      startCloud({ stateDir: join(folder, 'state'), outputsFile: join(folder, 'outputs.json'), progress: () => undefined, assembly: sharedAssembly() });
    let cloud = await start();
    try {
      const admin = await loggedIn(cloud.outputs, await firstAdministrator(cloud.outputs));
      const clerk = await colleague(cloud.outputs, admin, 'Thomas Brandt', 'agent', ['claims']);
      const paula = await customer(cloud.outputs, clerk, {
        givenName: 'Paula',
        familyName: 'Sommer',
        street: 'Weg 1',
        postalCode: '50674',
        city: 'Köln',
        notifyBy: 'sms',
      });
      const before = await reportAccident(paula);
      await cloud.stop();

      cloud = await start();
      const [paulaAgain, clerkAgain] = [await loggedIn(cloud.outputs, paula.login), await loggedIn(cloud.outputs, clerk.login)];
      await untilAssigned(clerkAgain, before.id);
      const after = await reportAccident(paulaAgain);
      await untilAssigned(clerkAgain, after.id);
      await untilConfirmed(paulaAgain, after.id);
      const { items } = await paulaAgain.must<{ items: { id: string }[] }>('GET', '/v1/tickets');
      expect(items.map(({ id }) => id)).toEqual([after.id, before.id]);
    } finally {
      await cloud.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
