/** One line of the table: what was measured, what came out, and what it is to be. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  readonly aim?: string;
  /** Whether the aim is reached; lines without one are for information. */
  readonly met?: boolean;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** The sections as one table in plain text. */
export function table(sections: readonly Section[]): string {
  const rows = sections.flatMap((section) => section.rows);
  const width = (column: (row: Row) => string) => Math.max(...rows.map((row) => column(row).length));
  const [what, figure] = [width((row) => row.what), width((row) => row.figure)];
  const line = (row: Row) => `  ${row.what.padEnd(what)}  ${row.figure.padEnd(figure)}  ${verdict(row)}`.trimEnd();
  return sections.map(({ title, rows: own }) => [title, ...own.map(line)].join('\n')).join('\n\n');
}

const verdict = ({ aim, met }: Row): string => (aim === undefined ? '' : `${met ? 'ok  ' : 'MISS'} ${aim}`);

export const missed = (sections: readonly Section[]): Row[] => sections.flatMap(({ rows }) => rows).filter(({ met }) => met === false);
