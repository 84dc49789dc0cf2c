import { fileMoved } from '../../functions/tickets/file-moved.ts';
import { newId } from '../../shared/id.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { carryingTable } from '../../shared/tickets/carrying-table.ts';
import type { MoveStep } from '../../shared/tickets/move-table.ts';
import { movedTo } from '../../shared/tickets/move.ts';
import type { Storage } from '../storage/harness.ts';
import { note, now, once, ticketWorld } from '../storage/ticket-world.ts';

/** What bringing a case to another customer asks of AWS: the request, and what carries the steps after it. */
export interface MoveCost {
  readonly request: Readonly<Record<string, number>>;
  readonly carrying: Readonly<Record<string, number>>;
}

/** Moves a case with so many interactions. */
export async function moveCost({ db, put, counted }: Pick<Storage, 'db' | 'put' | 'counted'>, interactions: number): Promise<MoveCost> {
  // The fixtures ask for the whole harness, and use these parts of it.
  const world = ticketWorld({ db, put } as Storage);
  const [from, to] = [await world.customer(), await world.customer()];
  const ticket = await world.opened(from, { role: 'agent', id: 'agt_01' });
  for (let count = 1; count < interactions; count++) {
    const step = world.step(ticket, note, { minutesSpent: 5 });
    await world.interactions.append(ticket, step, once(step.id), now);
  }
  const { tickets, moves } = world;
  const content = { type: 'move' as const, moveReason: 'similar-name' as const };
  const step: MoveStep = { id: newId('int'), ticketId: ticket.id, at: now.toISOString(), by: { role: 'agent', id: 'agt_01' }, content };
  const request = await counted(async () => {
    const standing = await moves.standing(ticket);
    await moves.move(standing, movedTo({ ...standing, letters: false, openDocuments: false }, to, 1), step, once(ticket.id, { status: 200 }), now);
  });
  const files = { copy: () => Promise.reject(new Error('No file lies on it')), remove: async () => undefined };
  const carrying = carryingTable({ db, registry: storedItems, files });
  const carried = await counted(() => fileMoved({ aggregateId: ticket.id }, { tickets, moves, carrying, now: () => now }));
  const { items } = await world.interactions.interactions({ customerId: to, id: ticket.id }, interactions + 2);
  if (items.length !== interactions + 1) throw new Error(`Of ${interactions + 1} steps ${items.length} are where they belong`);
  return { request: request.byCommand, carrying: carried.byCommand };
}
