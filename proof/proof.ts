/**
 * The canary proof: a customer with a marker in everything that can be said of a person is erased, and every store is searched
 * for every marker. Found may be what the law keeps, until it ends; on its last day nothing is left. A neighbour, to whom the
 * same happened, loses not a byte.
 */
import { setImmediate } from 'node:timers/promises';
import { fileStoreNames, fileStores } from '../shared/files/file-stores.ts';
import { dayOf } from '../shared/personal-data/calendar.ts';
import { deletionRules } from '../shared/personal-data/deletion-rules.ts';
import { deletionRun } from '../client/privacy.ts';
import { belongingsOf, differences } from './belongings.ts';
import { notExercised } from './coverage.ts';
import { dump } from './dump.ts';
import { openDoors, staffDoors } from './erasing.ts';
import { findingsIn, keptFindings, leaksAmong, leftOn, residueLines, type Finding, type ResidueLine } from './judge.ts';
import { identifiersInLogs } from './log-of-deletions.ts';
import { leftOut } from './markers.ts';
import { isRegisteredAgain } from './people.ts';
import { untilQuiet } from './quiet.ts';
import type { Dump, StoreRecord } from './records.ts';
import { redeliver } from './redelivery.ts';
import { declaredIn, type Erased } from './residues.ts';
import { sharedMarker, type Scene } from './scene.ts';

export interface ProofOptions {
  /** Runs deletion for each day on which something ends, until nothing is left. It deletes everybody's data that is due by then. */
  readonly toTheEnd: boolean;
  readonly say: (line: string) => void;
}

/** A marker where none may be, and the moment at which it was found there. */
export type Leak = Finding & { readonly when: string };

export interface Proof {
  readonly leaks: readonly Leak[];
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

/** Holds what was played against all that a proof demands. */
export async function prove(scene: Scene, { toTheEnd, say }: ProofOptions): Promise<Proof> {
  const { after, before, canary, neighbour, place, search } = scene;
  say(`Searching ${after.records.length} pieces of ${sum(after.stores)} stores`);
  const kept = judged(scene, after, today());
  const unsaid = [
    ...unseen(scene),
    ...notExercised([...before.items, ...after.items], search, new Set(Object.keys(leftOut))).map((name) => `not exercised: ${name}`),
  ];
  // Nothing else came to its turn while that was searched: connections that were closed meanwhile are noticed now, and not by who asks next.
  await setImmediate();
  const problems = [
    ...unsaid,
    ...differences(belongingsOf(neighbour.id, before.records), belongingsOf(neighbour.id, after.records)).map((what) => `the neighbour's: ${what}`),
    ...(await openDoors(place.outputs, canary, scene.oldToken)).map((door) => `the erased person's token still opens: ${door}`),
    ...(await staffDoors(scene.staff, canary.id, scene.ids)).map((door) => `staff still get to see the erased person: ${door}`),
    ...scene.problems,
    ...((await isRegisteredAgain(scene.staff.clerk, canary.persona)) ? ['the erased person was registered again'] : []),
  ];
  const leaks = leaksAt('after the erasure', kept);

  say('Delivering again what had happened to the canary, from the bus and from dead-letter queues');
  await redeliver(place, scene.resources, scene.events);
  await untilQuiet(place);
  const again = await dump(place, scene.resources);
  leaks.push(...leaksAt('after a redelivery', judged(scene, again, today())));
  problems.push(...differences(belongingsOf(canary.id, after.records), belongingsOf(canary.id, again.records)).map((what) => `a redelivery changed: ${what}`));

  const end: End = toTheEnd ? await runToTheEnd(scene, kept, say) : { leaks: [], problems: [], days: [], last: again };
  return {
    leaks: [...leaks, ...end.leaks],
    problems: [...problems, ...end.problems, ...identifiersInLogs(end.last.items)],
    residues: residueLines(kept),
    days: end.days,
    looked: { stores: after.stores, records: after.records.length },
    leftOut: { ...leftOut, ...scene.leftOut },
  };
}

/** Everything found in a dump, with what may be there on a day. */
export function judged({ canary, answer, after, place, search, markers }: Scene, found: Dump, day: string): Finding[] {
  const buckets = Object.fromEntries(fileStoreNames.map((name) => [name, place.outputs.buckets[fileStores[name].prefix] ?? ''])) as Erased['buckets'];
  const files = new Set(after.objects.flatMap(({ bucket, key }) => (Object.values(buckets).includes(bucket) && key.includes(canary.id) ? [key] : [])));
  // Sectors differ in periods, and those are read from the items.
  const named = new Map(markers.map((marker) => [marker.name, marker]));
  const erased: Erased = { customerId: canary.id, answer, rules: deletionRules('general'), markers: named, buckets, files, today: day };
  const isOthers = ({ from }: StoreRecord, marker: string): boolean =>
    marker === sharedMarker && (from.in === 'table' || from.in === 'index') && from.item.pk !== canary.id;
  return findingsIn(found.records, search, declaredIn(found, erased), isOthers);
}

/** What the deletion runs of the days to come leave. */
export interface End extends Pick<Proof, 'leaks' | 'problems' | 'days'> {
  /** What is there after the last of them. */
  readonly last: Dump;
}

/** The deletion run of each day on which something ends: what ends is gone, the rest still there, and in the end nothing. */
export async function runToTheEnd(scene: Scene, kept: readonly Finding[], say: ProofOptions['say'], on: readonly string[] = endsOf(kept)): Promise<End> {
  const leaks: Leak[] = [];
  const problems: string[] = [];
  const days: { day: string; left: number }[] = [];
  let last = scene.after;
  for (const day of on) {
    await deletionRun(scene.staff.officer, day);
    last = await dump(scene.place, scene.resources);
    const found = judged(scene, last, day);
    leaks.push(...leaksAt(`after the run of ${day}`, found));
    const there = keptFindings(found, day);
    const early = [...keptFindings(kept, day)].filter((finding) => !there.has(finding));
    if (early.length > 0) problems.push(`the run of ${day} took what ends later: ${early.join('; ')}`);
    days.push({ day, left: leftOn(day, found).length });
    say(`The run of ${day} leaves ${leftOn(day, found).length} findings`);
  }
  const left = days.at(-1)?.left;
  if (left !== 0) problems.push(`in the end ${left ?? 'all'} findings are left`);
  return { leaks, problems, days, last };
}

/** The days on which something ends. */
export const endsOf = (kept: readonly Finding[]): string[] =>
  [...new Set(kept.flatMap(({ residue }) => (residue?.state === 'stored' ? [residue.endsOn!] : [])))].sort();

/** What is not as it must be before the erasure: markers that nothing holds, handed in and not stored, or not found by the search; and some that a redaction took out. */
function unseen({ before, search, markers }: Scene): string[] {
  const seen = new Set(before.records.flatMap(({ bytes }) => search(bytes).map(({ marker }) => marker)));
  return markers
    .filter(({ name, redacted = false }) => seen.has(name) === redacted)
    .map(({ name, redacted }) => (redacted ? `taken out, and still held: the marker ${name}` : `not exercised: nothing ever held the marker ${name}`));
}

const leaksAt = (when: string, findings: readonly Finding[]): Leak[] => leaksAmong(findings).map((leak) => ({ ...leak, when }));

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, number) => total + number, 0);

const today = (): string => dayOf(new Date());
