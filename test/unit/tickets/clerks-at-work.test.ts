import { describe, expect, it } from '@jest/globals';
import { clerksAtWork } from '../../../shared/tickets/clerks-at-work.ts';

/** Clerks of whom it is known how often they were read. */
function clerks(ids: string[], loads: Record<string, number>) {
  let time = Date.parse('2026-03-15T09:30:00Z');
  const read = { staff: 0, workloads: 0 };
  const atWork = clerksAtWork({
    staff: { agentsWith: async () => (read.staff++, [...ids]) },
    workloads: { workloads: async (asked) => (read.workloads++, new Map(asked.flatMap((id) => (id in loads ? [[id, loads[id]!]] : [])))) },
    now: () => new Date(time),
  });
  return { ids, loads, read, atWork, pass: (ms: number) => void (time += ms) };
}

describe('clerks at work', () => {
  it('are read once for a few seconds, with what was given to them since', async () => {
    const { atWork, read, pass, loads } = clerks(['agt_1', 'agt_2'], { agt_1: 3 });
    expect((await atWork.with('claims')).loads).toEqual(new Map([['agt_1', 3]]));
    atWork.given('agt_1');
    atWork.given('agt_2');
    loads.agt_1 = 9;
    pass(4_999);
    expect(await atWork.with('claims')).toMatchObject({
      candidates: ['agt_1', 'agt_2'],
      loads: new Map([
        ['agt_1', 4],
        ['agt_2', 1],
      ]),
    });
    expect(read).toEqual({ staff: 1, workloads: 1 });
    pass(1);
    expect((await atWork.with('claims')).loads).toEqual(new Map([['agt_1', 9]]));
  });

  it('are read anew when what is known proved wrong, for each skill, and while there is nobody', async () => {
    const { atWork, read, ids } = clerks([], {});
    expect((await atWork.with('claims')).candidates).toEqual([]);
    ids.push('agt_1');
    expect((await atWork.with('claims')).candidates).toEqual(['agt_1']);
    await atWork.with('service');
    await atWork.with('claims');
    expect(read.staff).toBe(3);
    atWork.forget();
    await atWork.with('claims');
    expect(read.staff).toBe(4);
  });
});
