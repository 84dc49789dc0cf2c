/** What a proof says to a person. Markers by name only: a report with the values in it would be a leak of its own. */
import { storesElsewhere } from '../infra/store-registry.ts';
import type { Leak, Proof } from './proof.ts';

/** Whether everything was as it must be. */
export const isPassed = ({ leaks, problems }: Proof): boolean => leaks.length === 0 && problems.length === 0;

export function renderProof(proof: Proof): string {
  const { leaks, problems, residues, days, looked, leftOut } = proof;
  return [
    '',
    `Looked into ${Object.entries(looked.stores)
      .map(([type, count]) => `${count} × ${type}`)
      .join(', ')}; mails, SMS and the suppression list: ${looked.records} pieces.`,
    '',
    'What is kept after the erasure',
    ...table(
      ['class', 'findings', 'gone on', 'where'],
      residues.map(({ class: cls, findings, endsOn = '–', stores }) => [cls, String(findings), endsOn, shortest(stores)]),
    ),
    '',
    'Grounds',
    ...[...new Map(residues.map(({ class: cls, ground }) => [cls, ground]))].map(([cls, ground]) => `  ${cls}: ${ground}`),
    '',
    ...(days.length > 0 ? ['Findings left after the deletion run of', ...days.map(({ day, left }) => `  ${day}  ${left}`), ''] : []),
    'Not looked for',
    ...Object.entries(leftOut).map(([name, reason]) => `  ${name}: ${reason}`),
    '',
    'Out of reach, and how long it stays there',
    ...storesElsewhere.map(({ title, ceiling }) => `  ${title}: ${ceiling}`),
    '',
    ...(leaks.length > 0 ? ['Leaks', ...table(['first found', 'store', 'where', 'marker', 'as', 'at', 'times'], leakRows(leaks)), ''] : []),
    ...(problems.length > 0 ? ['Not as it must be', ...problems.map((problem) => `  ${problem}`), ''] : []),
    isPassed(proof)
      ? 'Proved: nothing of the erased person is left but what is listed, and the neighbour is untouched.'
      : `Not proved: ${leaks.length} leaks, ${problems.length} problems.`,
    '',
  ].join('\n');
}

/** The same marker in the same place once, whenever it was looked for. */
function leakRows(leaks: readonly Leak[]): string[][] {
  const places = Map.groupBy(leaks, ({ store, where, marker }) => JSON.stringify([store, where, marker]));
  return [...places.values()].map((same) => {
    const { when, store, where, marker, form, at } = same[0]!;
    return [when, store, where, marker, form, at < 0 ? '' : String(at), String(same.length)];
  });
}

/** Where a table is named, its indexes go without saying. */
const shortest = (stores: readonly string[]): string =>
  stores.filter((store) => !store.includes(', index ') || !stores.includes(store.split(',')[0]!)).join(', ');

/** Columns as wide as what stands in them. */
function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => row[column]!.length)));
  return [headings, ...rows].map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
}
