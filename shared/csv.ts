/** What a cell may hold. */
export type Cell = string | number | undefined;

/**
 * Rows as CSV for people who open it by a double click: with the separator and the mark of UTF-8 by which spreadsheets set to German
 * find columns and umlauts. Otherwise as RFC 4180 has it.
 */
export const csv = (head: readonly string[], rows: readonly (readonly Cell[])[]): string => `\uFEFF${[head, ...rows].map(csvRow).join('')}`;

/** One row, for who writes many as they come: with its line break, and without the mark. */
export const csvRow = (cells: readonly Cell[]): string => `${cells.map(cell).join(';')}\r\n`;

/** A text that a spreadsheet would take for a formula is shown as the text it is. */
function cell(value: Cell = ''): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
