import { beforeAll, expect, it } from '@jest/globals';
import { assignmentCosts } from '../bench/assignment-cost.ts';
import { moveCost } from '../bench/move-cost.ts';
import { mergeCost } from '../bench/merge-cost.ts';
import { scheduledRun } from '../bench/deletion-run.ts';
import { operationCosts, type OperationCost } from '../bench/operations.ts';
import { days, singleItems } from '../bench/stored-heads.ts';
import { describeOnEveryEngine } from './harness.ts';

const write = 'TransactWriteItems';
const read = 'GetItem';
const query = 'Query';

interface Pinned extends Omit<OperationCost, 's3'> {
  readonly s3?: OperationCost['s3'];
}

/**
 * What each operation may ask of AWS. A number that changes is a decision: it is what every request pays, in time and money.
 * Capacity as Amazon's DynamoDB Local counts it, of the calls that succeed.
 */
const pinned: Readonly<Record<string, Pinned>> = {
  // Once somebody has it, a ticket with its clock and its place in the wake index is above 1 KB: it, and its entries with all attributes, count double.
  'POST /v1/tickets, customer': { calls: { [write]: 1 }, roundTrips: 1, capacity: 28 },
  'POST /v1/tickets, customer, replayed': { calls: { [write]: 1, [read]: 1 }, roundTrips: 2, capacity: 1 },
  'POST /v1/tickets/{ticketId}/interactions, customer': { calls: { [write]: 1 }, roundTrips: 1, capacity: 30 },
  'POST /v1/tickets/{ticketId}/interactions, customer, replayed': { calls: { [write]: 1, [query]: 1 }, roundTrips: 2, capacity: 1 },
  'POST /v1/tickets/{ticketId}/interactions, agent': { calls: { [query]: 1, [write]: 1 }, roundTrips: 2, capacity: 14.5 },
  'POST /v1/tickets/{ticketId}/interactions, agent, replayed': { calls: { [query]: 2, [write]: 1 }, roundTrips: 3, capacity: 1.5 },
  // Whose time it is, and the sheet of their day, besides.
  'POST /v1/tickets/{ticketId}/interactions, agent, with minutes': {
    calls: { [query]: 1, [read]: 1, BatchGetItem: 1, [write]: 1 },
    roundTrips: 3,
    capacity: 19.5,
  },
  'GET /v1/tickets/{ticketId}, customer': { calls: { [read]: 1 }, roundTrips: 1, capacity: 1 },
  'GET /v1/tickets, customer, by number': { calls: { [read]: 2 }, roundTrips: 2, capacity: 2 },
  'GET /v1/tickets, customer': { calls: { [query]: 1 }, roundTrips: 1, capacity: 1 },
  'GET /v1/tickets/{ticketId}/interactions, customer': { calls: { [read]: 1, [query]: 1 }, roundTrips: 1, capacity: 2 },
  'GET /v1/tickets/{ticketId}, agent': { calls: { [query]: 1 }, roundTrips: 1, capacity: 0.5 },
  'GET /v1/tickets, agent, by number': { calls: { [read]: 2 }, roundTrips: 2, capacity: 2 },
  'GET /v1/tickets, agent': { calls: { [query]: 1 }, roundTrips: 1, capacity: 0.5 },
  'GET /v1/tickets/{ticketId}/interactions, agent': { calls: { [query]: 2 }, roundTrips: 2, capacity: 1.5 },
  // The clerk, and then how many they have (two states), what waits for their team, and for their one skill.
  'GET /v1/worklists, agent': { calls: { [read]: 1, [query]: 4 }, roundTrips: 2, capacity: 1.5 },
  'GET /v1/worklists/{list}, agent, of a skill': { calls: { [query]: 1 }, roundTrips: 1, capacity: 0.5 },
  // The clerk, and the queue of their one skill.
  'POST /v1/worklists/next, agent': { calls: { [read]: 1, [query]: 1, [write]: 1 }, roundTrips: 3, capacity: 45.5 },
  'POST /v1/worklists/next, agent, replayed': { calls: { [read]: 3, [query]: 2 }, roundTrips: 5, capacity: 3.5 },
  'GET /v1/worklists/{list}, agent, mine': { calls: { [query]: 1 }, roundTrips: 1, capacity: 0.5 },
  'POST /v1/tickets/{ticketId}/tasks, agent': { calls: { [query]: 1, [read]: 1, [write]: 1 }, roundTrips: 2, capacity: 37.5 },
  'POST /v1/tickets/{ticketId}/tasks, agent, replayed': { calls: { [query]: 1, [read]: 2 }, roundTrips: 2, capacity: 2.5 },
  'GET /v1/tickets/{ticketId}/tasks, agent': { calls: { [query]: 2 }, roundTrips: 2, capacity: 1.5 },
  'PUT /v1/tickets/{ticketId}/tasks/{taskId}, agent': { calls: { [query]: 1, [read]: 1, [write]: 1 }, roundTrips: 3, capacity: 31.5 },
  'POST /v1/tickets/{ticketId}/reminders, agent': { calls: { [query]: 1, [read]: 1, [write]: 1 }, roundTrips: 2, capacity: 19.5 },
  'POST /v1/tickets/{ticketId}/reminders, agent, replayed': { calls: { [query]: 1, [read]: 2 }, roundTrips: 2, capacity: 2.5 },
  // With nothing in it, for which DynamoDB Local counts nothing.
  'GET /v1/inbox, agent': { calls: { [query]: 1 }, roundTrips: 1, capacity: 0 },
  'POST /v1/feedback, agent': { calls: { [read]: 2, [write]: 1 }, roundTrips: 2, capacity: 16 },
  'POST /v1/feedback, agent, replayed': { calls: { [read]: 3 }, roundTrips: 2, capacity: 3 },
  'GET /v1/feedback, agent': { calls: { [query]: 1 }, roundTrips: 1, capacity: 1 },
  // The clerk, whose team it is, first.
  'GET /v1/team-feedback, agent': { calls: { [read]: 1, [query]: 1 }, roundTrips: 2, capacity: 1.5 },
  // A query for each state, at once; of one that has nothing DynamoDB Local counts nothing.
  'GET /v1/team-feedback/counts, agent': { calls: { [read]: 1, [query]: 4 }, roundTrips: 2, capacity: 1.5 },
  // The ticket, the clerk and whether it is a repeat, at once; then the sheet of their day.
  'POST /v1/tickets/{ticketId}/time-entries, agent': { calls: { [query]: 1, [read]: 2, BatchGetItem: 1, [write]: 1 }, roundTrips: 3, capacity: 17.5 },
  'POST /v1/tickets/{ticketId}/time-entries, agent, replayed': { calls: { [query]: 1, [read]: 3 }, roundTrips: 2, capacity: 3.5 },
  'PUT /v1/tickets/{ticketId}/time-entries/{timeEntryId}, agent': {
    calls: { [query]: 1, [read]: 1, BatchGetItem: 1, [write]: 1 },
    roundTrips: 4,
    capacity: 10.5,
  },
  'GET /v1/tickets/{ticketId}/time, agent': { calls: { [query]: 2 }, roundTrips: 2, capacity: 1.5 },
  'GET /v1/time-entries, agent': { calls: { [query]: 1 }, roundTrips: 1, capacity: 0.5 },
  'POST /v1/tickets/{ticketId}/stopwatch, agent': { calls: { [query]: 1, [read]: 1, [write]: 1 }, roundTrips: 2, capacity: 19.5 },
  'POST /v1/tickets/{ticketId}/stopwatch/stop, agent': { calls: { [query]: 1, [read]: 3, BatchGetItem: 1, [write]: 1 }, roundTrips: 3, capacity: 26.5 },
  'GET /v1/reports/effort, admin': { calls: { [query]: 1 }, roundTrips: 1, capacity: 1 },
  'POST /v1/text-modules, admin': { calls: { [write]: 1 }, roundTrips: 1, capacity: 12 },
  'POST /v1/text-modules, admin, replayed': { calls: { [write]: 1, [read]: 1 }, roundTrips: 2, capacity: 1 },
  'GET /v1/text-modules, agent': { calls: { [query]: 1 }, roundTrips: 1, capacity: 0.5 },
  'POST /v1/topics, admin': { calls: { [write]: 1 }, roundTrips: 1, capacity: 20 },
  'GET /v1/topics, customer, of a page of letters': { calls: { BatchGetItem: 1 }, roundTrips: 1, capacity: 3 },
  'GET /v1/topics, customer': { calls: { [query]: 1 }, roundTrips: 1, capacity: 0.5 },
  'GET /v1/topics/{topicName}, customer': { calls: { [read]: 1 }, roundTrips: 1, capacity: 1 },
  // The ticket once found, then as it is, with the text, and then customer and clerk.
  'GET /v1/tickets/{ticketId}/text-modules/{textModuleId}, agent': { calls: { [query]: 1, [read]: 4 }, roundTrips: 3, capacity: 4.5 },
  'POST /v1/tickets/{ticketId}/answers, agent': { calls: { [query]: 1, [read]: 5, [write]: 1 }, roundTrips: 4, capacity: 47.5 },
  'POST /v1/tickets/{ticketId}/answers, agent, replayed': { calls: { [query]: 2, [read]: 4 }, roundTrips: 4, capacity: 5.5 },
  'POST /v1/tickets/{ticketId}/documents, customer': { calls: { [read]: 1, [write]: 1 }, roundTrips: 2, capacity: 21 },
  'POST /v1/tickets/{ticketId}/documents, customer, replayed': { calls: { [read]: 2, [write]: 1 }, roundTrips: 3, capacity: 2 },
  'GET /v1/tickets/{ticketId}/documents, customer': { calls: { [read]: 1, [query]: 1 }, roundTrips: 2, capacity: 1.5 },
  'GET /v1/tickets/{ticketId}/documents, agent': { calls: { [query]: 2 }, roundTrips: 2, capacity: 1 },
  'POST /v1/letters, agent': { calls: { [read]: 4, [write]: 1 }, s3: { PutObject: 1 }, roundTrips: 3, capacity: 44 },
  'POST /v1/letters, agent, replayed': { calls: { [read]: 5 }, roundTrips: 2, capacity: 5 },
  'GET /v1/letters, customer': { calls: { [query]: 1 }, roundTrips: 1, capacity: 1 },
  'GET /v1/letters/{letterId}, customer': { calls: { [read]: 1 }, roundTrips: 1, capacity: 1 },
  'GET /v1/letters, agent': { calls: { [query]: 1 }, roundTrips: 1, capacity: 0.5 },
  'GET /v1/letters/{letterId}, agent': { calls: { [query]: 1 }, roundTrips: 1, capacity: 0.5 },
  'GET /v1/letters, customer, with counts': { calls: { [query]: 1 }, roundTrips: 1, capacity: 1 },
  'GET /v1/letters/{letterId}/file, customer': { calls: { [read]: 1, [write]: 1 }, roundTrips: 2, capacity: 15 },
  'PUT /v1/letters/{letterId}/reading, customer': { calls: { [read]: 1, [write]: 1 }, roundTrips: 2, capacity: 11 },
  'POST /v1/tickets/{ticketId}/close, agent': { calls: { [query]: 1, [read]: 1, [write]: 1 }, roundTrips: 3, capacity: 41.5 },
  'POST /v1/tickets/{ticketId}/close, agent, replayed': { calls: { [query]: 1, [read]: 2, [write]: 1 }, roundTrips: 4, capacity: 2.5 },
  'GET /v1/me, customer': { calls: { [read]: 1 }, roundTrips: 1, capacity: 1 },
};

describeOnEveryEngine('what is asked of AWS', (storage) => {
  let costs: Record<string, OperationCost>;
  // The emulator counts writes to indexes in a way of its own.
  const counted = ({ capacity, ...rest }: OperationCost) => ({ ...rest, ...(storage.engine === 'DynamoDB Local' && { capacity }) });

  beforeAll(async () => {
    costs = await operationCosts(storage);
  });

  it.each(Object.entries(pinned))('by %s', (name, wanted) => {
    expect(counted(costs[name]!)).toEqual(counted({ s3: {}, ...wanted }));
  });

  it('by nothing else that is measured', () => {
    expect(Object.keys(costs)).toEqual(Object.keys(pinned));
  });

  it.each([
    [10, 3],
    [100, 4],
    [1_000, 4],
  ])('by an assignment among %d clerks does not grow with them', async (clerks, queries) => {
    await storage.clear();
    const { first, further } = await assignmentCosts(storage, clerks);
    // The ticket, whom its customer knows, and whom there is; then their loads.
    expect(first.calls).toEqual({ [query]: queries, BatchGetItem: 1, [write]: 1 });
    expect(further.calls).toEqual({ [query]: 2, BatchGetItem: 1, [write]: 1 });
    if (storage.engine === 'DynamoDB Local') expect(further.capacity).toBeLessThanOrEqual(30);
  });

  it('by a merge of two cases with a hundred interactions each, and the time of each', async () => {
    await storage.clear();
    const { request, filing } = await mergeCost(storage, 100);
    expect(request).toEqual({ [write]: 1 });
    // The case by its id, as it is, and the other; seven places, one of them in five pages, each of which moves at once; and that it is through.
    expect(filing).toEqual({ [query]: 1 + 5 + 6, [read]: 2, [write]: 5 + 1 });
  });

  it('by a move of a case with a hundred interactions, and the time of each, to another customer', async () => {
    await storage.clear();
    const { request, carrying } = await moveCost(storage, 100);
    // The case as it is, its steps, and which others there are.
    expect(request).toEqual({ [read]: 1, [query]: 1 + 1, [write]: 1 });
    // The case on its way; steps in five pages, each of which moves at once, documents, tasks, reminders, links, times; and that it is through.
    expect(carrying).toEqual({ [query]: 1 + 5 + 5, [read]: 1, [write]: 5 + 1 });
  });

  it('by a deletion run that finds nothing due does not depend on what is stored', async () => {
    const runAmong = async (count: number) => {
      await storage.clear();
      // More in each shard than one page of a run.
      await storage.put('idempotency', ...singleItems(2 * count).idempotency!);
      const { byCommand, capacity, result: parts } = await storage.counted(() => scheduledRun(storage.db, days.notDue));
      return { byCommand, parts, ...(storage.engine === 'DynamoDB Local' && { capacity }) };
    };
    const few = await runAmong(10);
    expect(await runAmong(800)).toEqual(few);
    // The run itself; then each part reads the run, its counts and how far it has come, looks into four shards, and whether the run is done.
    expect(few.byCommand).toEqual({ [write]: 1 + 4 * few.parts, [read]: 3 * few.parts, [query]: 6 * few.parts });
  });
});
