import { stopwatchForgotten } from '../../events/stopwatch-forgotten.ts';
import { addTime } from '../../functions/time/add-time.ts';
import { correctTime } from '../../functions/time/correct-time.ts';
import { discardStopwatch } from '../../functions/time/discard-stopwatch.ts';
import { endStopwatch } from '../../functions/time/end-stopwatch.ts';
import { exportEffort } from '../../functions/time/export-effort.ts';
import { getStopwatch } from '../../functions/time/get-stopwatch.ts';
import { listOwnTime } from '../../functions/time/list-own-time.ts';
import { listTime } from '../../functions/time/list-time.ts';
import { removeTime } from '../../functions/time/remove-time.ts';
import { reportEffort } from '../../functions/time/report-effort.ts';
import { startStopwatch } from '../../functions/time/start-stopwatch.ts';
import { stopStopwatch } from '../../functions/time/stop-stopwatch.ts';
import { sumTime } from '../../functions/time/sum-time.ts';
import { wakeItems } from '../../functions/wake/wake-items.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Database } from '../../shared/storage/database.ts';
import { eventOf } from '../../shared/storage/event-item.ts';
import type { IdempotentRequest } from '../../shared/storage/idempotency.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { allActivities } from '../../shared/time/activity.ts';
import { Begun, Stopped } from '../../shared/time/stopwatch.ts';
import { SpentTime } from '../../shared/time/time-entry.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import type { Storage } from './harness.ts';
import { privacyWorld } from './privacy-fixtures.ts';

const none = { params: undefined, query: undefined, body: undefined, ifMatch: undefined, once: undefined };

/** Time on a storage engine, with one clock for all. */
export function timeWorld(storage: Storage, options: Parameters<typeof privacyWorld>[1] = {}) {
  const world = privacyWorld(storage, options);
  const now = () => world.clock.at;
  const over = (db: Database) => ({ ...world.over(db), tickets: ticketReader(db), staff: staffReader(db), newId, now });
  const deps = over(storage.db);
  const as = (id: string): Caller => ({ id, roles: ['agent'] });
  const admin: Caller = { id: newId('adm'), roles: ['admin'] };
  const request = (key = newId('acc'), body = '{}'): IdempotentRequest => ({ key, body });

  return {
    ...world,
    now,
    timeOver: over,
    spend: (by: string, ticketId: string, body: object, { once = request(), db = storage.db }: { once?: IdempotentRequest; db?: Database } = {}) =>
      addTime.handle({ ...none, params: { ticketId }, body: SpentTime.parse(body), caller: as(by), once }, over(db)),
    correct: (by: string, ticketId: string, entryId: string, ifMatch: number, body: object, db = storage.db) =>
      correctTime.handle({ ...none, params: { ticketId, timeEntryId: entryId }, body: SpentTime.parse(body), caller: as(by), ifMatch }, over(db)),
    take: (by: string, ticketId: string, entryId: string, db = storage.db) =>
      removeTime.handle({ ...none, params: { ticketId, timeEntryId: entryId }, caller: as(by) }, over(db)),
    start: (by: string, ticketId: string, body: object = { activity: 'phone' }, once = request()) =>
      startStopwatch.handle({ ...none, params: { ticketId }, body: Begun.parse(body), caller: as(by), once }, deps),
    stop: (by: string, ticketId: string, body: object = {}, once = request()) =>
      stopStopwatch.handle({ ...none, params: { ticketId }, body: Stopped.parse(body), caller: as(by), once }, deps),
    discard: (by: string, ticketId: string) => discardStopwatch.handle({ ...none, params: { ticketId }, caller: as(by) }, deps),
    runs: async (by: string) => (await getStopwatch.handle({ ...none, caller: as(by) }, deps)).stopwatch,
    /** What is told when it is so late is acted on. @returns what came of each */
    async forgottenBy(at: string): Promise<string[]> {
      world.clock.at = new Date(at);
      const told = async () => (await storage.items('events')).map(eventOf).filter(({ type }) => type === stopwatchForgotten.type);
      const before = new Set((await told()).map(({ id }) => id));
      await wakeItems({ db: storage.db, kinds: storedItems.kinds, newId, now, log: memoryLog(), hasTime: () => true });
      const events = (await told()).filter(({ id }) => !before.has(id));
      return Promise.all(events.map((event) => endStopwatch(event, deps).then(() => 'done')));
    },
    times: (by: string, ticketId: string, limit = 25, cursor?: string) =>
      listTime.handle({ ...none, params: { ticketId }, query: { limit, ...(cursor && { cursor }) }, caller: as(by) }, deps),
    sum: (by: string, ticketId: string) => sumTime.handle({ ...none, params: { ticketId }, caller: as(by) }, deps),
    own: (by: string, query: { from?: string; to?: string } = {}, limit = 25, cursor?: string) =>
      listOwnTime.handle({ ...none, query: { limit, ...query, ...(cursor && { cursor }) }, caller: as(by) }, deps),
    report: (query: Parameters<typeof reportEffort.handle>[0]['query']) => reportEffort.handle({ ...none, query, caller: admin }, deps),
    file: (query: Parameters<typeof exportEffort.handle>[0]['query']) => exportEffort.handle({ ...none, query, caller: admin }, deps),

    /** What is counted, as it is stored: minutes by team, day, kind and activity, and people by team and day. */
    async counted(): Promise<Record<string, number>> {
      const items = await storage.items('time');
      const figures = items
        .filter(({ kind }) => kind === 'effort')
        .flatMap((item) => allActivities.map((activity) => [`${String(item.sk).slice('effort#'.length)}#${activity}`, Number(item[activity] ?? 0)] as const));
      const people = items
        .filter(({ kind }) => kind === 'effort-people')
        .map(({ sk, people: count }) => [`${String(sk).slice('effort#'.length)} people`, Number(count)] as const);
      return Object.fromEntries([...figures, ...people].filter(([, sum]) => sum !== 0));
    },
  };
}
