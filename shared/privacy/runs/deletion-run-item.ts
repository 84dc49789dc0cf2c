import * as z from 'zod';
import { technical } from '../../personal-data/classification.ts';
import { headAttributes, itemKind } from '../../storage/item-kind.ts';
import { childKey } from '../../storage/item-writes.ts';
import type { ItemKey } from '../../storage/item.ts';
import type { DeletionRun, RunPart } from './deletion-run.ts';
import { counted, tallyAttributes, type TallySheet } from '../deletion/tally.ts';

const keys = <Kind extends string>(kind: Kind) => ({
  pk: technical(z.string(), 'Kennung des Laufs'),
  sk: technical(z.string(), 'Sortierschlüssel'),
  kind: technical(z.literal(kind), 'Art des Eintrags'),
});

/** The deletion log of a run: numbers, times, no identifier of anybody. */
export const deletionRunKind = itemKind({
  kind: 'deletion-run',
  table: 'privacy',
  title: 'Löschprotokoll',
  sk: 'run',
  foundBy: 'none',
  schema: z.object({
    ...keys('deletion-run'),
    asOf: technical(z.iso.date(), 'Stichtag'),
    dryRun: technical(z.boolean(), 'Probelauf'),
    trigger: technical(z.enum(['schedule', 'request']), 'Auslöser'),
    startedAt: technical(z.iso.datetime(), 'Beginn'),
    finishedAt: technical(z.iso.datetime(), 'Ende').optional(),
    partsTotal: technical(z.number(), 'Teile'),
    partsDone: technical(z.number(), 'Erledigte Teile'),
    ...headAttributes,
  }),
  // Counted from the run's own day: a run made for a day years ahead must not delete its own log.
  ending: { class: 'deletion-log', recordedAt: (item) => item.asOf },
});

const underRun = ({ pk }: ItemKey) => ({ pk, prefix: logPrefix });
/** Under this lies what a run says of itself. */
const logPrefix = 'log#';

/** How far a part of a run has come. */
export const runPartKind = itemKind({
  kind: 'run-part',
  table: 'privacy',
  title: 'Teil eines Löschlaufs',
  sk: 'log#part#',
  foundBy: 'none',
  schema: z.object({
    ...keys('run-part'),
    /** Goes on with this shard after a stop. No cursor within it: what was deleted is not there to be read again. */
    nextShard: technical(z.number(), 'Nächster Abschnitt'),
  }),
  ending: { withHead: deletionRunKind.kind, under: underRun },
});

/** What a part of a run did, by class and table. */
export const runCountKind = itemKind({
  kind: 'run-count',
  table: 'privacy',
  title: 'Zählung eines Löschlaufs',
  sk: 'log#count#',
  foundBy: 'none',
  schema: z.object({ ...keys('run-count'), ...tallyAttributes(counted) }),
  ending: { withHead: deletionRunKind.kind, under: underRun },
});

export const runKey = (runId: string): ItemKey => ({ pk: runId, sk: 'run' });
export const partKey = ({ runId, table, firstShard }: RunPart): ItemKey => childKey(runPartKind, runKey(runId), `part#${table}#${firstShard}`);

/** Counts of a part have items of their own: parts run side by side. */
export const runSheet = ({ runId, table: partTable, firstShard }: RunPart): TallySheet => ({
  kind: runCountKind,
  keyFor: (cls, table) => childKey(runCountKind, runKey(runId), `count#${partTable}#${firstShard}#${table}#${cls}`),
});

/** The run in a stored item, without its counts. */
export function runOf(item: z.infer<typeof deletionRunKind.schema>): Omit<DeletionRun, 'lines'> {
  const { pk, asOf, dryRun, trigger, startedAt, finishedAt, partsTotal, partsDone } = item;
  return { id: pk, asOf, dryRun, trigger, startedAt, finishedAt, partsTotal, partsDone };
}
