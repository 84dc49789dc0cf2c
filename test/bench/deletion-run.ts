import { deleteDue } from '../../functions/privacy/delete-due.ts';
import { planDeletionRun } from '../../functions/privacy/plan-deletion-run.ts';
import { newId } from '../../shared/id.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { deletion, type OutsideStores } from '../../shared/privacy/deletion/deletion.ts';
import { lawOnly } from '../../shared/privacy/deletion/law-only.ts';
import type { RunPart } from '../../shared/privacy/runs/deletion-run.ts';
import { deletionRunTable } from '../../shared/privacy/runs/deletion-run-table.ts';
import type { Database } from '../../shared/storage/database.ts';
import { outsideHoldings } from '../../shared/storage/outside-holdings.ts';
import { storedItems } from '../../shared/stored-items.ts';

const nothing = { remove: async () => undefined };

/** Outside of the tables, nothing to take away. */
export const nothingOutside = Object.fromEntries(Object.keys(outsideHoldings).map((name) => [name, nothing])) as unknown as OutsideStores;

/** The run that the schedule starts: planned as it is planned, then part after part by one worker. Gives the number of parts. */
export async function scheduledRun(db: Database, at: Date): Promise<number> {
  const rules = deletionRules('insurer');
  const runs = deletionRunTable({ db, rules, newId });
  const now = () => at;
  const parts: RunPart[] = [];
  await planDeletionRun({ detail: { type: 'deletion-run.scheduled' } }, { runs, now, hand: async (planned) => void parts.push(...planned) });
  const deps = {
    db,
    registry: storedItems,
    runs,
    rules,
    now,
    deletion: deletion({ db, registry: storedItems, outside: nothingOutside, now, lawOnly: lawOnly({ db, registry: storedItems, rules, now }) }),
    hasTime: () => true,
    continueLater: () => Promise.reject(new Error('There is time without end here')),
    report: (_code: string, error: unknown) => {
      throw error;
    },
    log: { info: () => undefined, warn: () => undefined },
  };
  for (const part of parts) await deleteDue(part, deps);
  return parts.length;
}
