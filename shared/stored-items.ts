import { agentKind, skillKind } from './staff/agent-item.ts';
import { customerKind, loginKind, loginLookupKind, lookupKind, tombstoneKind } from './customers/customer-item.ts';
import { letterKind } from './letters/letter-item.ts';
import { notificationKind } from './notifications/notification-item.ts';
import { headEnding, type ItemKind } from './storage/item-kind.ts';
import { outboxEvent } from './storage/event-item.ts';
import { idempotencyMarker } from './storage/idempotency.ts';
import type { Item } from './storage/item.ts';
import type { TableName } from './storage/tables.ts';
import { correspondenceKind, loginIpKind, loginTimeKind, noteKind, payoutKind, ticketKind, timeEntryKind, workloadKind } from './tickets/ticket-item.ts';
import { deletionRunKind, runCountKind, runPartKind } from './privacy/runs/deletion-run-item.ts';
import { erasureCountKind, erasureRequestKind } from './privacy/erasure/erasure-item.ts';
import { ledgerKind } from './privacy/erasure/ledger-item.ts';
import { statisticsKind } from './privacy/deletion/statistics-item.ts';

/**
 * Every kind of item that is stored anywhere: the one list that erasure, deletion run, data map, documents and proof walk.
 * A kind that is missing here can't be read back by them, and its table's items stop a run: nothing is passed over in silence.
 */
export const storedItems: readonly ItemKind[] = [
  customerKind,
  loginKind,
  lookupKind,
  loginLookupKind,
  tombstoneKind,
  ticketKind,
  correspondenceKind,
  payoutKind,
  noteKind,
  timeEntryKind,
  loginIpKind,
  loginTimeKind,
  workloadKind,
  letterKind,
  notificationKind,
  agentKind,
  skillKind,
  erasureRequestKind,
  erasureCountKind,
  deletionRunKind,
  runPartKind,
  runCountKind,
  ledgerKind,
  idempotencyMarker,
  outboxEvent,
  statisticsKind,
];

const byName = new Map(storedItems.map((kind) => [kind.kind, kind]));
if (byName.size !== storedItems.length) throw new Error('Two kinds of stored item have the same name');

/** The kind of an item. @throws Error for an item of no known kind: it must not be passed over. */
export function kindOf(table: TableName, item: Item): ItemKind {
  const kind = byName.get(String(item.kind));
  if (!kind || kind.table !== table) throw new Error(`An item of unknown kind lies in the table ${table}`);
  return kind;
}

/** Tables in which a customer's items lie in the customer's own partition. */
export const tablesByPartition = unique('partition');

/** Tables in which they are found by the index `by-subject`. */
export const tablesBySubject = unique('subject-index');

/** Tables whose items carry due dates. */
export const tablesWithDueDates = [...new Set(storedItems.filter((kind) => headEnding(kind)).map((kind) => kind.table))];

function unique(foundBy: ItemKind['foundBy']): TableName[] {
  return [...new Set(storedItems.filter((kind) => kind.foundBy === foundBy).map((kind) => kind.table))];
}
