/**
 * What a skeleton leaves to whoever asked for it, in code, comments and examples alike. The unit tests list what is left of it
 * anywhere (`test/unit/architecture.test.ts`), so that no skeleton passes for finished.
 */
const mark = 'TODO: ';

/** A place to be filled in. `what` says with what, and has no quotes: it stands in strings too. */
export const todo = (what: string): string => `${mark}${what}`;

/** The places of a text that are to be filled in: `12: the roles that may call`. */
export const unfinished = (text: string): string[] =>
  text
    .split('\n')
    .flatMap((line, index) => (line.includes(mark) ? [`${index + 1}: ${line.slice(line.indexOf(mark) + mark.length).replace(/(['"`]|\*\/).*$/, '')}`] : []));
