/** A table. A cell may hold several lines; a bar or a bracket in a text stays what it is. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', '<br>')).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A page: its parts with an empty line between, and one line feed at the end. */
export const page = (...parts: readonly string[]): string => `${parts.join('\n\n')}\n`;

export const list = (...items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

export const steps = (...items: readonly string[]): string => items.map((item, index) => `${index + 1}. ${item}`).join('\n');

export const code = (text: string): string => `\`${text}\``;
