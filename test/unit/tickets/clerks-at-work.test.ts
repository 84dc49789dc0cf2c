import { describe, expect, it } from '@jest/globals';
import type { SkilledClerk } from '../../../shared/staff/staff-reader.ts';
import { clerksAtWork, lookedAt } from '../../../shared/tickets/clerks-at-work.ts';

type Known = Partial<SkilledClerk> & { readonly load?: number };

/** Clerks of whom it is known how often they were read. Who has no load has left. */
function clerks(people: Record<string, Known>) {
  let time = Date.parse('2026-03-15T09:30:00Z');
  const read = { staff: 0, one: 0, workloads: 0 };
  const asked: (string | undefined)[] = [];
  const asRead = (id: string): SkilledClerk => {
    const { load: _, ...known } = people[id]!;
    return { id, level: 3, absences: [], ...known };
  };
  const atWork = clerksAtWork({
    staff: {
      clerksWith: async (_skill, team) => (read.staff++, asked.push(team), Object.keys(people).map(asRead)),
      clerkWith: async (_skill, id, team) => (read.one++, asked.push(team), id in people ? asRead(id) : undefined),
    },
    workloads: { here: async (ids) => (read.workloads++, new Map(ids.flatMap((id) => (people[id]?.load === undefined ? [] : [[id, people[id].load]])))) },
    now: () => new Date(time),
    random: () => 0.5,
  });
  return { people, read, asked, atWork, pass: (ms: number) => void (time += ms) };
}

const claims = { skill: 'claims' } as const;
const today = { from: '2026-03-15', to: '2026-03-15' };

describe('clerks at work', () => {
  it('have their skills read once for a few seconds, and their loads each time', async () => {
    const { atWork, read, pass, people } = clerks({ agt_1: { load: 3 }, agt_2: { load: 0 } });
    expect(await atWork.best(claims)).toMatchObject({ clerk: 'agt_2' });
    people.agt_2 = { load: 9 };
    people.agt_3 = { load: 1 };
    pass(4_999);
    expect(await atWork.best(claims)).toMatchObject({ clerk: 'agt_1' });
    expect(read).toMatchObject({ staff: 1, workloads: 2 });
    pass(1);
    expect(await atWork.best(claims)).toMatchObject({ clerk: 'agt_3' });
    await atWork.best({ skill: 'service' });
    expect(read).toEqual({ staff: 3, one: 0, workloads: 4 });
  });

  it('are looked at as many as it takes to be fair, of however many there are, and more only where those are full', async () => {
    const many = (full: number) =>
      Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`agt_${index}`, index < full ? { load: 2, capacity: 2, level: 5 } : { load: 0 }]));
    const { atWork, read } = clerks(many(lookedAt));
    expect(await atWork.best(claims)).toMatchObject({ atMost: 1 });
    expect(read.workloads).toBe(2);
    const free = clerks(many(lookedAt - 1));
    expect(await free.atWork.best(claims)).toBeDefined();
    expect(free.read.workloads).toBe(1);
    const full = clerks(many(100));
    expect(await full.atWork.best(claims)).toBeUndefined();
    expect(full.read.workloads).toBe(4);
  });

  it('are looked for at once where there was nobody, or whoever there was has left', async () => {
    const { atWork, read, people } = clerks({});
    expect(await atWork.best(claims)).toBeUndefined();
    people.agt_1 = { load: 0 };
    expect(await atWork.best(claims)).toEqual({ clerk: 'agt_1' });
    people.agt_1 = {};
    people.agt_2 = { load: 0 };
    expect(await atWork.best(claims)).toEqual({ clerk: 'agt_2' });
    expect(read.staff).toBe(3);
  });

  it('are not those who gave it away, and of a team only its own', async () => {
    const { atWork, asked } = clerks({ agt_1: { load: 0, level: 5 }, agt_2: { load: 7 } });
    expect(await atWork.best({ ...claims, except: 'agt_1' })).toEqual({ clerk: 'agt_2' });
    expect(await atWork.best({ ...claims, except: 'agt_2' })).toEqual({ clerk: 'agt_1' });
    expect(await atWork.known({ ...claims, except: 'agt_1' }, 'agt_1')).toBeUndefined();
    await atWork.best({ ...claims, team: 'motor' });
    await atWork.known({ ...claims, team: 'motor' }, 'agt_9');
    expect(asked).toEqual([undefined, 'motor', 'motor']);
  });

  it('get nothing on a day on which they are absent', async () => {
    const { atWork, pass } = clerks({ agt_1: { load: 0, level: 5, absences: [today] }, agt_2: { load: 7 } });
    expect(await atWork.best(claims)).toEqual({ clerk: 'agt_2' });
    expect(await atWork.known(claims, 'agt_1')).toBeUndefined();
    pass(24 * 3_600_000);
    expect(await atWork.best(claims)).toEqual({ clerk: 'agt_1' });
    expect(await atWork.known(claims, 'agt_1')).toEqual({ clerk: 'agt_1' });
  });

  it('who are known are asked for by name where they were not seen yet, and have the skill', async () => {
    const { atWork, read } = clerks({ agt_1: { load: 0, capacity: 3 } });
    expect(await atWork.known(claims, 'agt_1')).toEqual({ clerk: 'agt_1', most: 2 });
    expect(await atWork.known(claims, 'agt_9')).toBeUndefined();
    await atWork.best(claims);
    expect(await atWork.known(claims, 'agt_1')).toEqual({ clerk: 'agt_1', most: 2 });
    expect(read).toEqual({ staff: 1, one: 2, workloads: 1 });
  });
});
