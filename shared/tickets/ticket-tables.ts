import type { NewId } from '../id.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { correctionTable, type CorrectionTable } from './correction-table.ts';
import { draftTable, type DraftTable } from './draft-table.ts';
import { interactionTable, type InteractionTable } from './interaction-table.ts';
import { linkTable, type LinkTable } from './link-table.ts';
import { mergeTable, type MergeTable } from './merge-table.ts';
import { moveTable, type MoveTable } from './move-table.ts';
import { redactionTable, type RedactionTable } from './redaction-table.ts';
import { ticketTable, type TicketTable } from './ticket-table.ts';
import { satisfactionTable, type SatisfactionTable } from './satisfaction-table.ts';
import { withdrawalTable, type WithdrawalTable } from './withdrawal-table.ts';
import { workloadTable, type WorkloadTable } from './workload-table.ts';
import { worklistTable, type WorklistTable } from './worklist-table.ts';

/** Everything that is stored of cases: for the API, and for whoever tries it. */
export interface TicketTables {
  readonly tickets: TicketTable;
  readonly interactions: InteractionTable;
  readonly links: LinkTable;
  readonly merges: MergeTable;
  readonly moves: MoveTable;
  readonly corrections: CorrectionTable;
  readonly redactions: RedactionTable;
  readonly satisfaction: SatisfactionTable;
  readonly withdrawals: WithdrawalTable;
  readonly drafts: DraftTable;
  readonly workloads: WorkloadTable;
  readonly worklists: WorklistTable;
}

export const ticketTables = (parts: { readonly db: Database; readonly rules: DeletionRules; readonly newId: NewId }): TicketTables => ({
  tickets: ticketTable(parts),
  interactions: interactionTable(parts),
  links: linkTable(parts.db),
  merges: mergeTable(parts),
  moves: moveTable(parts),
  corrections: correctionTable(parts),
  redactions: redactionTable(parts),
  satisfaction: satisfactionTable(parts),
  withdrawals: withdrawalTable(parts),
  drafts: draftTable(parts),
  workloads: workloadTable(parts.db),
  worklists: worklistTable(parts.db),
});
