import { describe, expect, it } from '@jest/globals';
import { clerksAtWork, lookedAt } from '../../../shared/tickets/clerks-at-work.ts';

/** Clerks of whom it is known how often they were read. Who has no load has left. */
function clerks(ids: string[], loads: Record<string, number>) {
  let time = Date.parse('2026-03-15T09:30:00Z');
  const read = { staff: 0, workloads: 0 };
  const atWork = clerksAtWork({
    staff: { agentsWith: async () => (read.staff++, [...ids]) },
    workloads: { here: async (asked) => (read.workloads++, new Map(asked.flatMap((id) => (id in loads ? [[id, loads[id]!]] : [])))) },
    now: () => new Date(time),
    random: () => 0.5,
  });
  return { ids, loads, read, atWork, pass: (ms: number) => void (time += ms) };
}

describe('clerks at work', () => {
  it('have their skills read once for a few seconds, and their loads each time', async () => {
    const { atWork, read, pass, loads, ids } = clerks(['agt_1', 'agt_2'], { agt_1: 3, agt_2: 0 });
    expect(new Map(await atWork.with('claims'))).toEqual(new Map(Object.entries(loads)));
    loads.agt_1 = 9;
    ids.push('agt_3');
    pass(4_999);
    expect(await atWork.with('claims')).toEqual(new Map(Object.entries({ agt_1: 9, agt_2: 0 })));
    expect(read).toEqual({ staff: 1, workloads: 2 });
    loads.agt_3 = 1;
    pass(1);
    expect((await atWork.with('claims')).get('agt_3')).toBe(1);
    await atWork.with('service');
    expect(read).toEqual({ staff: 3, workloads: 4 });
  });

  it('are looked at as many as it takes to be fair, of however many there are', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `agt_${index}`);
    const { atWork } = clerks(ids, Object.fromEntries(ids.map((id) => [id, 0])));
    expect((await atWork.with('claims')).size).toBe(lookedAt);
  });

  it('are looked for at once where there was nobody, or whoever there was has left', async () => {
    const { atWork, read, ids, loads } = clerks([], {});
    expect((await atWork.with('claims')).size).toBe(0);
    ids.push('agt_1');
    loads.agt_1 = 0;
    expect([...(await atWork.with('claims')).keys()]).toEqual(['agt_1']);
    delete loads.agt_1;
    ids.splice(0, 1, 'agt_2');
    loads.agt_2 = 0;
    expect([...(await atWork.with('claims')).keys()]).toEqual(['agt_2']);
    expect(read.staff).toBe(3);
  });
});
