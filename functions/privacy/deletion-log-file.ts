import type { AnsweredFile } from '../../shared/lambda/answer.ts';
import { csv } from '../../shared/csv.ts';
import type { DeletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { counted, type Counted } from '../../shared/privacy/deletion/tally.ts';
import type { DeletionRun } from '../../shared/privacy/runs/deletion-run.ts';

/** What the counts are called in German. A dry run counts what would be deleted, so its columns must not say that it was. */
const words: Readonly<Record<'run' | 'dryRun', Readonly<Record<Counted, string>>>> = {
  run: {
    deleted: 'gelöscht',
    anonymised: 'anonymisiert',
    auxiliary: 'gelöscht (Hilfseinträge)',
    deferred: 'verschoben',
    protected: 'eingeschränkt oder gesperrt',
    failed: 'nicht lesbar',
  },
  dryRun: {
    deleted: 'zu löschen',
    anonymised: 'zu anonymisieren',
    auxiliary: 'zu löschen (Hilfseinträge)',
    deferred: 'zu verschieben',
    protected: 'eingeschränkt oder gesperrt',
    failed: 'nicht lesbar',
  },
};

/** The log of a run as a table, a line for each deletion class and table. Nobody is named in it: there is nothing to name anybody by. */
export function deletionLogFile(run: DeletionRun, rules: DeletionRules): AnsweredFile<'text/csv'> {
  const { id, asOf, dryRun, startedAt, finishedAt, lines } = run;
  const columns = counted.map((what) => words[dryRun ? 'dryRun' : 'run'][what]);
  const ofRun = [id, dryRun ? 'Probelauf' : 'Löschlauf', asOf, startedAt, finishedAt];
  return {
    name: `${dryRun ? 'probelauf' : 'loeschprotokoll'}-${asOf}-${id}.csv`,
    content: csv(
      ['Lauf', 'Art', 'Stichtag', 'begonnen', 'beendet', 'Löschklasse', 'Bezeichnung', 'Tabelle', ...columns],
      lines.map((line) => [...ofRun, line.class, rules[line.class].title, line.table, ...counted.map((what) => line.counts[what])]),
    ),
  };
}
