/** Measurements as lines of the table, each with its goal. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { bundleAll, type BundleSize } from '../../infra/bundle.ts';
import type { ChainCost } from './chain-cost-child.ts';
import type { GateCost } from './gate-cost-child.ts';
import { assignmentCosts, assignmentsAtOnce, type AssignmentCost } from './assignment-cost.ts';
import { mergeCost } from './merge-cost.ts';
import { moveCost } from './move-cost.ts';
import { deletionOfCases, deletionOfItems, type DeletionCost } from './deletion-cost.ts';
import { measureStarts } from './first-answer.ts';
import { reportCost } from './report-cost.ts';
import { operationCosts, type OperationCost } from './operations.ts';
import { withStorage } from './storage.ts';
import { itemsPerCase } from './stored-heads.ts';
import type { Row, Section } from './table.ts';

/** DynamoDB calls, capacity and waits of each operation. `asBilled`: on an engine that counts capacity as Amazon does. */
export async function operations(endpoint: string, cloudEndpoint: string, asBilled: boolean): Promise<Section> {
  const costs = await withStorage(endpoint, cloudEndpoint, operationCosts);
  const rows = Object.entries(costs).map(([what, cost]): Row => ({ what, figure: costWords(cost, asBilled), ...goalOf(what, cost) }));
  return { title: `Operations: calls, round trips${asBilled ? ', capacity units' : ' (capacity is counted on DynamoDB Local only)'}`, rows };
}

const words: Readonly<Record<string, readonly [one: string, more: string]>> = {
  GetItem: ['read', 'reads'],
  BatchGetItem: ['batch of reads', 'batches of reads'],
  Query: ['query', 'queries'],
  TransactWriteItems: ['write', 'writes'],
  PutObject: ['S3 put', 'S3 puts'],
};

const several = (count: number, [one, more]: readonly [string, string]): string => `${count} ${count === 1 ? one : more}`;

const callWords = (calls: Readonly<Record<string, number>>): string[] =>
  Object.entries(calls).map(([command, count]) => several(count, words[command] ?? [command, command]));

function costWords({ calls, s3, roundTrips, capacity }: OperationCost, asBilled: boolean): string {
  const sent = callWords({ ...calls, ...s3 });
  const trips = several(roundTrips, ['trip', 'trips']);
  return `${sent.join(' + ')}; ${trips}${asBilled ? `; ${several(capacity, ['unit', 'units'])}` : ''}`;
}

/** What an operation may ask of AWS, by name; the first that fits. Staff have to find out whose a ticket is before they get at it. */
const goals: readonly { name: RegExp; aim: string; met(cost: OperationCost): boolean }[] = [
  { name: /, replayed$|\/file|\/close|\/me,/, aim: '', met: () => true },
  { name: /^POST \/v1\/tickets, |^POST .*interactions, customer/, aim: '1 write', met: ({ roundTrips }) => roundTrips === 1 },
  {
    name: /^POST .*(time-entries|stopwatch), agent|, with minutes$/,
    aim: '1 write, the ticket once found, and what the day has so far',
    met: ({ roundTrips, calls }) => roundTrips <= 3 && calls['TransactWriteItems'] === 1,
  },
  {
    name: /^POST .*interactions, agent/,
    aim: '1 write, the ticket once found',
    met: ({ roundTrips, calls }) => roundTrips === 2 && calls['TransactWriteItems'] === 1,
  },
  {
    name: /^POST \/v1\/letters/,
    aim: '1 round of reads + 1 S3 put + 1 write',
    met: ({ roundTrips, s3, calls }) => roundTrips === 3 && s3['PutObject'] === 1 && calls['TransactWriteItems'] === 1,
  },
  { name: /^GET .*tasks, agent/, aim: '1 query, the ticket once found', met: ({ calls }) => calls['Query'] === 2 },
  { name: /^GET .v1.worklists.\{/, aim: '1 query', met: ({ calls, roundTrips }) => calls['Query'] === 1 && roundTrips === 1 },
  {
    name: /^POST .v1.worklists.next/,
    aim: '2 reads + 1 write',
    met: ({ calls, roundTrips }) => (calls['GetItem'] ?? 0) + (calls['Query'] ?? 0) === 2 && calls['TransactWriteItems'] === 1 && roundTrips === 3,
  },
  { name: /^GET .*\/time, agent/, aim: '1 query, the ticket once found', met: ({ calls }) => calls['Query'] === 2 },
  { name: /^GET .v1.time-entries/, aim: '1 query', met: ({ calls, roundTrips }) => calls['Query'] === 1 && roundTrips === 1 },
  { name: /^GET .v1.feedback/, aim: '1 query', met: ({ calls, roundTrips }) => calls['Query'] === 1 && roundTrips === 1 },
  { name: /^GET .v1.inbox/, aim: '1 query', met: ({ calls, roundTrips }) => calls['Query'] === 1 && roundTrips === 1 },
  {
    name: /^POST .*answers, agent/,
    aim: '1 write, the ticket once found, and 2 rounds of reads',
    met: ({ roundTrips, calls }) => roundTrips === 4 && calls['TransactWriteItems'] === 1,
  },
  {
    name: /^GET .v1.topics.*of a page of letters/,
    aim: '1 read, however many',
    met: ({ calls, roundTrips }) => calls['BatchGetItem'] === 1 && roundTrips === 1,
  },
  { name: /^GET .v1.topics/, aim: '1 query or read', met: ({ roundTrips }) => roundTrips === 1 },
  { name: /^GET .*text-modules.\{/, aim: '2 rounds of reads, the ticket once found', met: ({ roundTrips }) => roundTrips === 3 },
  { name: /^GET .*interactions, agent/, aim: '1 query, the ticket once found', met: ({ calls }) => calls['Query'] === 2 },
  {
    name: /^GET .*interactions, customer/,
    aim: '1 query, the ticket read beside it',
    met: ({ calls, roundTrips }) => calls['Query'] === 1 && roundTrips === 1,
  },
  { name: /^GET .v1.letters.*with counts/, aim: '1 query + 1 read at most', met: ({ calls, roundTrips }) => calls['Query'] === 1 && roundTrips === 1 },
  { name: /^GET .*(tickets|letters), /, aim: '1 query', met: ({ calls }) => calls['Query'] === 1 },
  { name: /^GET .*Id\}, /, aim: '1 read', met: ({ roundTrips }) => roundTrips === 1 },
];

function goalOf(what: string, cost: OperationCost): Pick<Row, 'aim' | 'met'> {
  const goal = goals.find(({ name }) => name.test(what));
  return goal?.aim ? { aim: goal.aim, met: goal.met(cost) } : {};
}

/** Builds all bundles and weighs them. */
export async function bundles(): Promise<Section> {
  const sizes = await bundleAll();
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} KB`;
  const row = ({ name, bytes, budget }: BundleSize): Row => ({
    what: name,
    figure: kilobytes(bytes),
    ...(budget !== undefined && { aim: `≤ ${kilobytes(budget)}`, met: bytes <= budget }),
  });
  return { title: 'Bundles: code, minified, without fonts and data beside it', rows: sizes.map(row) };
}

const mostStart = 1.25;

/** Import to first answer. */
export async function starts(turns: number): Promise<Section> {
  const rows = (await measureStarts(turns)).map(({ api: { name, asked, aim, clients }, ms, emptyMs, ratio, cpuRatio, ownRatio }): Row => {
    const what = `${name}, asked ${asked}`;
    // Without a client there is nothing to compare with: an empty function starts in no time.
    if (clients.length === 0) return { what, figure: `${ms.toFixed(0)} ms; uses no client` };
    const figure = `× ${ratio.toFixed(2)}, processor time × ${cpuRatio.toFixed(2)} (trimmed alike × ${ownRatio.toFixed(1)}); ${ms.toFixed(0)} ms : ${emptyMs.toFixed(0)} ms`;
    return { what, figure, ...(aim && { aim: `≤ ${mostStart}`, met: ratio <= mostStart }) };
  });
  return { title: 'Import to first answer in a fresh process, against an empty handler with the same SDK clients bundled plainly', rows };
}

const mostChain = 50;

/** The middleware chain's own cost. */
export async function chain(): Promise<Section> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'chain-cost-child.ts')], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`Measuring the chain ended with ${String(code)}`)));
  const [costs] = (await Promise.race([once(child, 'message'), failed])) as [ChainCost[]];
  const rows = costs.map(({ request, bare, chained, logged, ratio }): Row => {
    const own = chained - bare;
    const figure = `${own.toFixed(1)} µs (× ${ratio.toFixed(1)} of the bare handler's ${bare.toFixed(1)} µs); its log line ${(logged - chained).toFixed(1)} µs`;
    return { what: request, figure, aim: `≤ ${mostChain} µs`, met: own <= mostChain };
  });
  return { title: 'The middy and zod chain per request, without I/O (processor time)', rows };
}

/** What assigning a ticket asks of AWS, among few clerks and many. */
export async function assignments(endpoint: string, cloudEndpoint: string): Promise<Section> {
  const costs: (readonly [clerks: number, cost: Awaited<ReturnType<typeof assignmentCosts>>])[] = [];
  for (const clerks of [10, 100, 1_000]) costs.push([clerks, await withStorage(endpoint, cloudEndpoint, (storage) => assignmentCosts(storage, clerks))]);
  const [, few] = costs[0]!;
  const figure = ({ calls, capacity }: AssignmentCost) => `${callWords(calls).join(' + ')}; ${several(capacity, ['unit', 'units'])}`;
  const rows = costs.flatMap(([clerks, { first, further }]): Row[] => [
    { what: `first of a worker, ${clerks} clerks`, figure: figure(first), aim: 'at most 5 calls', met: sum(first.calls) <= 5 },
    { what: `each of the next, ${clerks} clerks`, figure: figure(further), aim: 'the same for all', met: sameCounts(further.calls, few.further.calls) },
  ]);
  return { title: 'Assigning a ticket: calls, capacity units', rows };
}

/** How much faster five workers are to be than by the rule of before. */
const leastFaster = 20;

/** Many tickets at once, beside the rule of before. */
export async function rushes(endpoint: string, tickets: number): Promise<Section> {
  const rows: Row[] = [];
  const away = 20;
  for (const clerks of [1, 4, 10]) {
    const { before, today } = await assignmentsAtOnce(endpoint, { clerks, tickets, away });
    const ratio = today.perSecond / before.perSecond;
    rows.push({
      what: several(clerks, ['clerk', 'clerks']),
      figure: `× ${ratio.toFixed(1)}; writes per ticket ${before.writes.toFixed(1)} : ${today.writes.toFixed(1)}; waited ${before.waited} : ${today.waited}; spread ${today.spread}`,
      aim: `≥ ${leastFaster}`,
      met: ratio >= leastFaster,
    });
  }
  return { title: `${tickets} tickets at once, five workers, calls ${away} ms on their way, against the condition of the exact load`, rows };
}

/** Two cases with a hundred interactions each, and the time of each, become one. */
export async function merges(endpoint: string, cloudEndpoint: string): Promise<Section> {
  const { request, filing } = await withStorage(endpoint, cloudEndpoint, (storage) => mergeCost(storage, 100));
  const rows: Row[] = [
    { what: 'the request, once both are read', figure: callWords(request).join(' + '), aim: '1 write', met: sum(request) === 1 },
    // A case and what lies on it is written where it is to be and taken from where it was: 48 items in a transaction.
    { what: 'filing 100 interactions with their times', figure: callWords(filing).join(' + '), aim: 'at most 30 calls', met: sum(filing) <= 30 },
  ];
  const moved = await withStorage(endpoint, cloudEndpoint, (storage) => moveCost(storage, 100));
  rows.push(
    { what: 'moving one to another customer: the request', figure: callWords(moved.request).join(' + '), aim: 'at most 5 calls', met: sum(moved.request) <= 5 },
    {
      what: 'the same, carrying 100 interactions with their times',
      figure: callWords(moved.carrying).join(' + '),
      aim: 'at most 20 calls',
      met: sum(moved.carrying) <= 20,
    },
  );
  return { title: 'Merging two tickets with 100 interactions each, and moving one: calls', rows };
}

/** How much more of the processor a whole report may take than its request, where messages come singly, and where ten come at once. */
const mostOfReport = { 1: 7, 10: 3.5 } as const;

/** A report and everything that follows from it, in processor time of ours. */
export async function reports(endpoint: string, cloud: string, reportsMeasured: number): Promise<Section> {
  const rows: Row[] = [];
  for (const batch of [1, 10] as const) {
    const cost = await reportCost(endpoint, cloud, { clerks: 4, batch, rounds: reportsMeasured / batch });
    const whole = Object.values(cost).reduce((sum, ms) => sum + ms, 0);
    const ratio = whole / cost.request;
    const parts = Object.entries(cost)
      .map(([step, ms]) => `${step} ${ms.toFixed(1)}`)
      .join(', ');
    rows.push({
      what: batch === 1 ? 'messages come singly' : `${batch} messages at once`,
      figure: `× ${ratio.toFixed(1)} of the request; ${whole.toFixed(1)} ms: ${parts}`,
      aim: `≤ ${mostOfReport[batch]}`,
      met: ratio <= mostOfReport[batch],
    });
  }
  return { title: 'A whole report, from the request to the note that the customer was told (processor time per report)', rows };
}

const mostGrowth = 1.3;
const few = 1_000;

/** Deletion runs over few and many due items. */
export async function deletions(endpoint: string, many: number): Promise<Section> {
  const inCases = await deletionOfCases(endpoint, 300);
  const [small, large] = [await deletionOfItems(endpoint, few), await deletionOfItems(endpoint, many)];
  const number = (count: number) => count.toLocaleString('en');
  const perCase = callsPer(inCases);
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  const compared = (figure: (cost: DeletionCost) => number) => `× ${(figure(large) / figure(small)).toFixed(2)}; ${mb(figure(small))} : ${mb(figure(large))}`;
  return {
    title: `Deletion runs, one worker, against DynamoDB Local (${number(few)} : ${number(many)} items)`,
    rows: [
      {
        what: 'calls of a run that finds nothing due',
        figure: `${sum(small.idle)} : ${sum(large.idle)}`,
        aim: 'the same',
        met: sameCounts(small.idle, large.idle),
      },
      { what: 'items that stand alone', figure: `${callsPer(large).toFixed(3)} calls per item; ${number(perSecond(large))} items/s` },
      {
        what: `cases of ${itemsPerCase} items`,
        figure: `${perCase.toFixed(1)} calls per case, ${(perCase / itemsPerCase).toFixed(2)} per item; ${number(perSecond(inCases) * itemsPerCase)} items/s`,
      },
      {
        what: 'peak of what is held in memory',
        figure: compared((cost) => cost.peakHeld),
        aim: `≤ ${mostGrowth}`,
        met: large.peakHeld / small.peakHeld <= mostGrowth,
      },
      { what: 'peak of the process, with garbage', figure: compared((cost) => cost.peakRss) },
    ],
  };
}

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, count) => total + count, 0);
/** Beyond what a run asks that finds nothing. */
const callsPer = ({ calls, idle, count }: DeletionCost): number => (calls - sum(idle)) / count;
const perSecond = ({ count, ms }: DeletionCost): number => Math.round(count / (ms / 1000));
const sameCounts = (one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): boolean =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

/** The letter gate over its set of files, in a process of its own. */
export async function gateCosts(): Promise<Section> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'gate-cost-child.ts')], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`Measuring the gate ended with ${String(code)}`)));
  const [{ files, medianMs, mostMs, longestMs, peakMb }] = (await Promise.race([once(child, 'message'), failed])) as [GateCost];
  const rows: Row[] = [
    { what: `processor time per file (of ${files})`, figure: `median ${medianMs.toFixed(0)} ms, at most ${mostMs.toFixed(0)} ms` },
    { what: 'the longest one took', figure: `${(longestMs / 1000).toFixed(1)} s`, aim: 'at most 10 s', met: longestMs <= 10_000 },
    { what: 'memory of the process', figure: `${peakMb.toFixed(0)} MB`, aim: 'at most 512 MB', met: peakMb <= 512 },
  ];
  return { title: 'The gate for print PDFs', rows };
}
