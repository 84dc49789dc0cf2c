/**
 * How tickets were assigned before: the clerks and their loads of five seconds ago, the ticket's id among equals, and a write on the condition that
 * the load is exactly the one that was seen. The yardstick of what it takes now.
 */
import { setTimeout } from 'node:timers/promises';
import { isRefusal, storageBusy } from '../../shared/domain-error.ts';
import { newId } from '../../shared/id.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Database } from '../../shared/storage/database.ts';
import type { Change, Write } from '../../shared/storage/transact.ts';
import { assigned, type Ticket } from '../../shared/tickets/ticket.ts';
import { workloadChanged } from '../../shared/tickets/workload-table.ts';
import type { Assign } from '../storage/assignment-world.ts';
import { now, ticketTables } from '../storage/ticket-world.ts';

/** A worker by that rule. `waits`: what it does with a ticket that has to wait for the clock. */
export function byEquality(db: Database, waits: (ticket: Ticket) => void): Assign {
  const { tickets, workloads } = ticketTables(db);
  const staff = staffReader(db);
  let known: { until: number; candidates: readonly string[]; loads: Map<string, number> } | undefined;

  const fresh = async () => {
    if (known && known.until > Date.now()) return known;
    const candidates = (await staff.clerksWith('claims')).map((clerk) => clerk.id);
    return (known = { until: Date.now() + 5_000, candidates, loads: new Map(await workloads.workloads(candidates)) });
  };

  const once = async ({ id }: Ticket): Promise<void> => {
    const ticket = (await tickets.byId(id))!;
    const { candidates, loads } = await fresh();
    const least = Math.min(...candidates.map((clerk) => loads.get(clerk) ?? 0));
    const equals = candidates.filter((clerk) => (loads.get(clerk) ?? 0) === least).toSorted();
    const clerk = equals[[...id].reduce((sum, character) => sum + character.charCodeAt(0), 0) % equals.length]!;
    const step = { id: newId('int'), ticketId: id, at: now.toISOString(), by: { role: 'system' }, content: { type: 'assignment', assignee: clerk } } as const;
    await ticketTables(exactly(db, loads.get(clerk))).tickets.assign(assigned(ticket, clerk), step, undefined, now);
    loads.set(clerk, (loads.get(clerk) ?? 0) + 1);
  };

  return async (ticket) => {
    for (let attempt = 1; attempt <= 12; attempt++) {
      if (attempt > 1) await setTimeout(Math.random() * Math.min(1_000, 25 * 2 ** (attempt - 1)));
      try {
        return await once(ticket);
      } catch (error) {
        if (!isRefusal(error, workloadChanged()) && !isRefusal(error, storageBusy())) throw error;
        known = undefined;
      }
    }
    waits(ticket);
  };
}

/** The same tables, but that a clerk's count grows only from exactly this. */
function exactly(db: Database, seen: number | undefined): Database {
  const condition = seen === undefined ? { absent: ['assigned', 'leftAt'] } : { equals: { assigned: seen }, absent: ['leftAt'] };
  const counted = (write: Write): Write =>
    'update' in write && write.update.sk === 'workload' ? { ...write, if: condition, refusal: workloadChanged } : write;
  return { ...db, commit: (change: Change) => db.commit({ ...change, writes: change.writes.map(counted) }) };
}
