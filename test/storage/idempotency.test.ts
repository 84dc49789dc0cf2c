import { beforeEach, expect, it } from '@jest/globals';
import { newId } from '../../shared/id.ts';
import { describeOnEveryEngine } from './harness.ts';

const now = new Date('2026-03-15T09:30:00Z');
const body = '{"subject":"Fahrradunfall an der Münsterbrücke","name":"Paula Sommer"}';

describeOnEveryEngine('idempotency markers', (storage) => {
  beforeEach(() => storage.clear());
  const mark = (key: string, over: object = {}) =>
    storage.db.commit({ once: { request: { key, body }, status: 201, madeId: 'tck_1', now, ...over }, writes: [] });

  it('hold status and id of what was made, and nothing of what was sent or answered', async () => {
    await mark('k1');
    const [marker] = await storage.items('idempotency');
    expect(Object.keys(marker!).toSorted()).toEqual(
      ['pk', 'sk', 'kind', 'bodyHash', 'salt', 'status', 'madeId', 'recordedAt', 'expiresAt', 'dueOn', 'duePk', 'dueSk'].toSorted(),
    );
    expect(marker).toMatchObject({ pk: 'idm#k1', status: 201, madeId: 'tck_1', expiresAt: now.getTime() / 1000 + 86_400, dueOn: '2026-03-17' });
    expect(JSON.stringify(marker)).not.toMatch(/Paula|Fahrrad|subject/);
  });

  it('salt the hash of the body: the same body leaves no common trace', async () => {
    await mark('k1');
    await mark('k2');
    const markers = await storage.items('idempotency');
    expect(new Set(markers.map(({ bodyHash }) => bodyHash)).size).toBe(2);
    expect(new Set(markers.map(({ salt }) => salt)).size).toBe(2);
  });

  it('are found by the person whom the thing made is about, so that an erasure takes them along', async () => {
    const [paula, other] = [newId('cus'), newId('cus')];
    await mark('k1', { subjectId: paula });
    await mark('k2', { subjectId: other });
    await mark('k3', { subjectId: paula });
    await mark('k4');
    const { items } = await storage.db.page({ table: 'idempotency', index: 'by-subject', pk: paula, limit: 10 });
    expect(items.map(({ pk }) => pk)).toEqual(['idm#k1', 'idm#k3']);
  });
});
