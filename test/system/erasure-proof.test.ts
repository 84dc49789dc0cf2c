/**
 * The canary proof, and whether it would notice: leaks are planted in every kind of store, and each must be found. On a cloud of
 * its own, since deletion runs for later days would take other tests' data.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dump } from '../../proof/dump.ts';
import { leaksAmong, type Finding } from '../../proof/judge.ts';
import { endsOf, judged, prove, runToTheEnd, type End, type Proof } from '../../proof/proof.ts';
import { renderProof } from '../../proof/report.ts';
import { playScene, type Scene } from '../../proof/scene.ts';
import { startTestCloud, type TestCloud } from './cloud.ts';
import { plantsElsewhere, plantsOnKept, type Plant } from './plants.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';

const today = dayOf(new Date());
const quietly = (): void => undefined;

let cloud: TestCloud;
let scene: Scene;
let proof: Proof;
let end: End;
const planted: { plants: readonly Plant[]; leaks: readonly Finding[] }[] = [];

beforeAll(async () => {
  cloud = await startTestCloud();
  const { outputs } = cloud.cloud;
  scene = await playScene({ outputs, emulator: outputs.endpoint }, quietly);
  proof = await prove(scene, { toTheEnd: false, say: quietly });
  await plant(plantsOnKept(scene));
  const kept = judged(scene, scene.after, today);
  // The days between are for `npm run prove:erasure`, which has the time.
  const days = endsOf(kept);
  end = await runToTheEnd(scene, kept, quietly, [days[0]!, days.at(-1)!]);
  await plant(plantsElsewhere(scene));
});

/** Plants leaks, looks what the proof says of them, and takes them away again. */
async function plant(plants: readonly Plant[]): Promise<void> {
  for (const { put } of plants) await put();
  planted.push({ plants, leaks: leaksAmong(judged(scene, await dump(scene.place, scene.resources), today)) });
  for (const { remove } of plants) await remove();
}

afterAll(() => cloud.stop());

describe('after an erasure', () => {
  it('nothing is left of the person but what the law keeps, and the neighbour is untouched', () => {
    expect({ leaks: proof.leaks, problems: proof.problems }).toEqual({ leaks: [], problems: [] });
  });

  it('what is kept has a ground and an end, and was told to the person', () => {
    const stored = proof.residues.filter(({ state }) => state === 'stored');
    const told = scene.answer.filter(({ result }) => result === 'retained').map((line) => line.class);
    expect([...new Set(stored.map((line) => line.class))].toSorted()).toEqual(told.toSorted());
    expect(told).toEqual(expect.arrayContaining(['business-letter', 'case-notes', 'letter-centre', 'privacy-ledger', 'rights-request', 'voucher']));
    expect(stored.filter(({ ground, endsOn }) => !ground || !endsOn)).toEqual([]);
  });

  it('the runs of the days to come delete what ends, when it ends, until nothing is left', () => {
    expect({ leaks: end.leaks, problems: end.problems }).toEqual({ leaks: [], problems: [] });
    expect(end.days.map(({ left }) => left)).toEqual(end.days.map(({ left }) => left).toSorted((a, b) => b - a));
    expect(end.days.at(-1)?.left).toBe(0);
  });

  it('the report says nothing of what it looked for', () => {
    const leaks = planted.flatMap((round) => round.leaks.map((leak) => ({ ...leak, when: 'now' })));
    expect(leaks.length).toBeGreaterThan(0);
    const text = renderProof({ ...proof, leaks });
    expect(scene.markers.filter(({ value, word = value }) => text.includes(value) || text.includes(word)).map(({ name }) => name)).toEqual([]);
  });
});

describe('planted leaks are found, each, and nothing besides', () => {
  it.each(['on what is kept', 'in every kind of store'])('%s', (place) => {
    const { plants, leaks } = planted[place === 'on what is kept' ? 0 : 1]!;
    const found = leaks.map(({ store, where, marker }) => `${store}, ${where.replace(/\d+/, 'n')}: ${marker.replace(/\d+/, 'n')}`);
    expect([...new Set(found)].toSorted()).toEqual(plants.flatMap((one) => one.found).toSorted());
  });
});
