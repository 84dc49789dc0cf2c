import { describe, expect, it } from '@jest/globals';
import { idOfDay } from '../../../../shared/id.ts';
import { deletionRunKind, partKey, runCountKind, runKey, runPartKind, runSheet } from '../../../../shared/privacy/runs/deletion-run-item.ts';
import { coversItsDay, DeletionRunId, isSlow, partsOf, RunPart, shardsPerPart, statusOf } from '../../../../shared/privacy/runs/deletion-run.ts';
import { storedItems } from '../../../../shared/stored-items.ts';
import { dueShards } from '../../../../shared/storage/due-index.ts';

const runId = idOfDay('run', '2030-04-01');
const { tablesWithDueDates } = storedItems;

describe('the parts of a run', () => {
  it('have every shard of every table once', () => {
    const shards = partsOf(runId, tablesWithDueDates).flatMap(({ table, firstShard }) =>
      Array.from({ length: shardsPerPart }, (_, index) => `${table} ${firstShard + index}`),
    );
    expect(shards.sort()).toEqual(tablesWithDueDates.flatMap((table) => Array.from({ length: dueShards }, (_, shard) => `${table} ${shard}`)).sort());
    expect(dueShards % shardsPerPart).toBe(0);
  });

  it('are messages that a worker understands, and nothing else is', () => {
    for (const part of partsOf(runId, tablesWithDueDates)) expect(RunPart.parse(JSON.parse(JSON.stringify(part)))).toEqual(part);
    const [part] = partsOf(runId, ['tickets']);
    for (const wrong of [
      { ...part, firstShard: dueShards },
      { ...part, firstShard: -1 },
      { ...part, firstShard: 0.5 },
      { ...part, runId: 'run_1' },
      { ...part, more: 1 },
      {},
    ])
      expect(RunPart.safeParse(wrong).success).toBe(false);
  });

  it('each have counts and progress of their own', () => {
    const parts = partsOf(runId, ['tickets', 'letters']);
    expect(new Set(parts.map((part) => partKey(part).sk)).size).toBe(parts.length);
    const counts = parts.flatMap((part) => (['business-letter', 'letter-centre'] as const).map((cls) => runSheet(part).keyFor(cls, part.table).sk));
    expect(new Set(counts).size).toBe(2 * parts.length);
  });

  it('go with their run: they lie in its partition, where its children are looked for, and it does not', () => {
    const [part] = partsOf(runId, ['tickets']);
    const places = storedItems.childrenOf({ kind: deletionRunKind, item: runKey(runId) });
    expect(places.map(({ kind }) => kind)).toEqual([runPartKind, runCountKind]);
    const keys = [partKey(part!), runSheet(part!).keyFor('case-notes', 'tickets')];
    for (const [index, { kind, pk, prefix }] of places.entries()) {
      expect([keys[index]!.pk, keys[index]!.sk.startsWith(prefix), keys[index]!.sk.startsWith(kind.sk)]).toEqual([pk, true, true]);
      expect(runKey(runId).sk.startsWith(prefix)).toBe(false);
    }
  });
});

describe('a run', () => {
  it('is done when all its parts are', () => {
    expect([0, 35, 36, 37].map((partsDone) => statusOf({ partsDone, partsTotal: 36 }))).toEqual(['running', 'running', 'done', 'done']);
  });

  const startedAt = '2030-04-01T01:00:00Z';

  it.each([
    ['just begun', 0, '2030-04-01T01:00:01Z', false],
    ['not done after a little less than six hours', 35, '2030-04-01T06:59:59Z', false],
    ['not done after six', 35, '2030-04-01T07:00:00Z', true],
    ['done, however long ago', 36, '2030-05-01T07:00:00Z', false],
  ])('%s is slow or not', (_, partsDone, now, slow) => {
    expect(isSlow({ partsDone, partsTotal: 36, startedAt }, new Date(now))).toBe(slow);
  });

  it.each([
    ['of the schedule', { dryRun: false, asOf: '2030-04-01' }, true],
    ['for a later day', { dryRun: false, asOf: '2037-01-01' }, true],
    ['for an earlier day', { dryRun: false, asOf: '2030-03-31' }, false],
    ['that changes nothing', { dryRun: true, asOf: '2030-04-01' }, false],
  ])('%s takes all that is due, or not', (_, run, covers) => {
    expect(coversItsDay({ ...run, startedAt })).toBe(covers);
  });

  it('just after midnight in Berlin is of the new day', () => {
    expect(coversItsDay({ dryRun: false, asOf: '2030-03-31', startedAt: '2030-03-31T22:00:00Z' })).toBe(false);
  });

  it('of the schedule has the id of its day', () => {
    expect(idOfDay('run', '2030-04-01')).toBe(runId);
    expect(new Set(['2030-03-31', '2030-04-01', '2030-04-02'].map((day) => idOfDay('run', day))).size).toBe(3);
    expect(DeletionRunId.parse(runId)).toBe(runId);
  });
});
