import { describe, expect, it } from '@jest/globals';
import { idOfDay } from '../../../../shared/id.ts';
import { deletionRunKind, partKey, runCountKind, runKey, runPartKind, runSheet } from '../../../../shared/privacy/runs/deletion-run-item.ts';
import { DeletionRunId, partsOf, RunPart, shardsPerPart, statusOf } from '../../../../shared/privacy/runs/deletion-run.ts';
import { tablesWithDueDates } from '../../../../shared/stored-items.ts';
import { dueShards } from '../../../../shared/storage/due-index.ts';

const runId = idOfDay('run', '2030-04-01');

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

  it('go with their run: they lie in its partition, under what it says its children are', () => {
    const [part] = partsOf(runId, ['tickets']);
    const ending = deletionRunKind.ending as { children: (item: unknown) => string };
    const prefix = ending.children({});
    for (const { pk, sk } of [partKey(part!), runSheet(part!).keyFor('case-notes', 'tickets')])
      expect([pk, sk.startsWith(prefix)]).toEqual([runKey(runId).pk, true]);
    expect(runKey(runId).sk.startsWith(prefix)).toBe(false);
    expect([runPartKind.ending, runCountKind.ending]).toMatchObject([{ withHead: 'deletion-run' }, { withHead: 'deletion-run' }]);
  });
});

describe('a run', () => {
  it('is done when all its parts are', () => {
    expect([0, 35, 36, 37].map((partsDone) => statusOf({ partsDone, partsTotal: 36 }))).toEqual(['running', 'running', 'done', 'done']);
  });

  it('of the schedule has the id of its day', () => {
    expect(idOfDay('run', '2030-04-01')).toBe(runId);
    expect(new Set(['2030-03-31', '2030-04-01', '2030-04-02'].map((day) => idOfDay('run', day))).size).toBe(3);
    expect(DeletionRunId.parse(runId)).toBe(runId);
  });
});
