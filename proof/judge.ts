/** Searches a dump and tells leaks from what may be there. */
import type { Declared, Residue } from './residues.ts';
import type { StoreRecord } from './records.ts';
import type { Search } from './search.ts';

/** A marker that was found. */
export interface Finding {
  readonly store: string;
  readonly where: string;
  readonly marker: string;
  /** How it is written there. */
  readonly form: string;
  readonly at: number;
  /** Why it may be there; absent for a leak. */
  readonly residue?: Residue;
}

/** Everything that was found. `isOthers` says of a marker which several people share that it is somebody else's here. */
export function findingsIn(
  records: readonly StoreRecord[],
  search: Search,
  declared: Declared = () => undefined,
  isOthers: (record: StoreRecord, marker: string) => boolean = () => false,
): Finding[] {
  return records.flatMap((record) =>
    search(record.bytes)
      .filter(({ marker }) => !isOthers(record, marker))
      .map(({ marker, form, at }) => {
        const residue = declared(record, marker);
        return { store: record.store, where: record.where, marker, form, at, ...(residue && { residue }) };
      }),
  );
}

export const leaksAmong = (findings: readonly Finding[]): Finding[] => findings.filter(({ residue }) => !residue);

/** What is still there on a day although it should have ended by then; what the queue drops by itself in time is not. */
export const leftOn = (day: string, findings: readonly Finding[]): Finding[] =>
  findings.filter(({ residue }) => !residue || residue.state === 'stored' || (residue.state === 'passing' && residue.endsOn! > day));

/** What must still be there after the run of a day, as one may compare it. */
export const keptFindings = (findings: readonly Finding[], day: string): Set<string> =>
  new Set(
    findings.flatMap(({ residue, store, where, marker }) => (residue?.state === 'stored' && residue.endsOn! > day ? [`${marker} in ${store}, ${where}`] : [])),
  );

/** Residues of one class, for the report. */
export interface ResidueLine extends Residue {
  readonly stores: readonly string[];
  readonly findings: number;
}

/** Residues by class and end, those that end first at the top. */
export function residueLines(findings: readonly Finding[]): ResidueLine[] {
  const groups = Map.groupBy(
    findings.filter(({ residue }) => residue !== undefined),
    ({ residue }) => JSON.stringify([residue!.class, residue!.endsOn]),
  );
  const lines = [...groups.values()].map((group) => ({
    ...group[0]!.residue!,
    stores: [...new Set(group.map(({ store }) => store))].sort(),
    findings: group.length,
  }));
  return lines.toSorted((a, b) => (a.endsOn ?? '9').localeCompare(b.endsOn ?? '9') || a.class.localeCompare(b.class));
}
