import { describe, expect, it } from '@jest/globals';
import { getDeletionLog } from '../../../functions/privacy/get-deletion-log.ts';
import { deletionRules } from '../../../shared/personal-data/deletion-rules.ts';
import type { DeletionRun } from '../../../shared/privacy/runs/deletion-run.ts';

const runId = 'run_01JQ0000000000000000000000';
const run: DeletionRun = {
  id: runId,
  asOf: '2037-01-01',
  dryRun: false,
  trigger: 'request',
  startedAt: '2026-11-22T02:00:00.000Z',
  finishedAt: '2026-11-22T02:00:09.000Z',
  partsTotal: 28,
  partsDone: 28,
  lines: [
    { class: 'case-notes', table: 'tickets', counts: { deleted: 0, anonymised: 2, auxiliary: 0, deferred: 1, protected: 0, failed: 0 } },
    { class: 'voucher', table: 'tickets', counts: { deleted: 3, anonymised: 0, auxiliary: 0, deferred: 0, protected: 0, failed: 0 } },
  ],
};

const nothing = { query: undefined, body: undefined, once: undefined, ifMatch: undefined };
const caller = { id: 'agt_01JQ0000000000000000000000', roles: ['officer'] } as const;
const asked = (stored: DeletionRun | undefined) =>
  getDeletionLog.handle({ ...nothing, caller, params: { runId } }, { runs: { read: async () => stored }, rules: deletionRules('insurer') });

const rowsOf = (content: string): string[][] =>
  content
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(';'));

describe('the log of a deletion run as a file', () => {
  it('has a line for each class and table, with the run in front', async () => {
    const { name, content } = await asked(run);
    expect(name).toBe(`loeschprotokoll-2037-01-01-${runId}.csv`);
    const [head, ...rows] = rowsOf(content);
    expect(head).toEqual([
      'Lauf',
      'Art',
      'Stichtag',
      'begonnen',
      'beendet',
      'Löschklasse',
      'Bezeichnung',
      'Tabelle',
      'gelöscht',
      'anonymisiert',
      'gelöscht (Hilfseinträge)',
      'verschoben',
      'eingeschränkt oder gesperrt',
      'nicht lesbar',
    ]);
    const ofRun = [runId, 'Löschlauf', '2037-01-01', '2026-11-22T02:00:00.000Z', '2026-11-22T02:00:09.000Z'];
    const { 'case-notes': notes, voucher } = deletionRules('insurer');
    expect(rows).toEqual([
      [...ofRun, 'case-notes', notes.title, 'tickets', '0', '2', '0', '1', '0', '0'],
      [...ofRun, 'voucher', voucher.title, 'tickets', '3', '0', '0', '0', '0', '0'],
    ]);
  });

  it('does not say of a dry run that anything was deleted', async () => {
    const { name, content } = await asked({ ...run, dryRun: true });
    expect(name).toBe(`probelauf-2037-01-01-${runId}.csv`);
    expect(content).not.toMatch(/gelöscht|Löschlauf/);
    expect(rowsOf(content)[0]).toEqual(expect.arrayContaining(['zu löschen', 'zu anonymisieren', 'zu verschieben']));
  });

  it('is there too when nothing was due', async () => {
    expect(rowsOf((await asked({ ...run, lines: [] })).content)).toHaveLength(1);
  });

  it('is not there while the run goes on, and never of no run', async () => {
    await expect(asked({ ...run, partsDone: 27, finishedAt: undefined })).rejects.toMatchObject({ kind: 'conflict', code: 'run-not-finished' });
    await expect(asked(undefined)).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-run' });
  });
});
