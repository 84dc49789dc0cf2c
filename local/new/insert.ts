/** Puts a line where a person would put it, into sources as the formatter leaves them. How the result breaks is the formatter's matter. */

/** The text has no place of the kind that was looked for. */
export class NoPlace extends Error {
  constructor(sought: string) {
    super(`found no ${sought}`);
    this.name = 'NoPlace';
  }
}

/** With an import of a value more, in the order of the files' names. */
export function withImport(text: string, name: string, from: string): string {
  const imports = [...text.matchAll(/^import (?:type )?[^;]*? from '([^']+)';\n/gm)];
  const line = `import { ${name} } from '${from}';\n`;
  const same = imports.find(([whole, file]) => file === from && whole.startsWith('import {'));
  if (same) {
    const [whole] = same;
    const more = new RegExp(`\\b${name}\\b`).test(whole) ? whole : whole.replace(/,?\s*\}/, `, ${name} }`);
    return replaced(text, same.index, whole.length, more);
  }
  const next = imports.find(([, file]) => file!.startsWith('.') && file! > from);
  const last = imports.at(-1);
  return replaced(text, next?.index ?? (last ? last.index + last[0].length : 0), 0, line);
}

/** With an element more at the end of the list that begins so (`const idPrefixes = [`), or behind the last of these elements. */
export function withElement(text: string, opening: RegExp, element: string, behind: readonly string[] = []): string {
  const begin = opening.exec(text);
  const end = begin ? text.indexOf(']', begin.index + begin[0].length) : -1;
  if (!begin || end < 0) throw new NoPlace(`list ${opening.source}`);
  const start = begin.index + begin[0].length;
  const elements = text
    .slice(start, end)
    .split(',')
    .map((one) => one.trim());
  const listed = elements.filter((one) => one !== '');
  const at = listed.findLastIndex((one) => behind.includes(one));
  listed.splice(at < 0 ? listed.length : at + 1, 0, element);
  // A list that stands line by line goes on doing so.
  const separator = text.slice(start, end).startsWith('\n') ? '\n' : ' ';
  return replaced(text, start, end - start, listed.map((one) => `${separator}${one},`).join('') + separator);
}

/** With something behind the last place that looks so, or, where there is none, the last that looks like the next. */
export function behindLast(text: string, sought: string, addition: string, ...places: readonly RegExp[]): string {
  for (const place of places) {
    const last = [...text.matchAll(place)].at(-1);
    if (last) return replaced(text, last.index + last[0].length, 0, addition);
  }
  throw new NoPlace(sought);
}

/** With a line more at the end of a class's constructor, and a method more at the end of the class. */
export function withStep(text: string, call: string, method: string): string {
  const begin = text.indexOf('\n  constructor(');
  const constructorEnd = text.indexOf('\n  }\n', begin);
  const classEnd = text.indexOf('\n}\n', constructorEnd);
  if (begin < 0 || constructorEnd < 0 || classEnd < 0) throw new NoPlace('class with a constructor');
  return replaced(replaced(text, classEnd, 0, `\n${method}`), constructorEnd, 0, `\n    ${call}`);
}

const replaced = (text: string, at: number, length: number, by: string): string => text.slice(0, at) + by + text.slice(at + length);
