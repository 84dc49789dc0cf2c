/** Names as they are written: files `add-task`, values `addTask`, types `AddTask`. */

const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** `add-task` → `AddTask` */
export const typeName = (name: string): string => name.split('-').map(upper).join('');

/** `add-task` → `addTask` */
export const valueName = (name: string): string =>
  name
    .split('-')
    .map((word, index) => (index === 0 ? word : upper(word)))
    .join('');

/** `add-task` → `add task` */
export const inWords = (name: string): string => name.replaceAll('-', ' ');

/** The indefinite article before it. */
export const aOrAn = (name: string): string => `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${inWords(name)}`;

/** Lower case, words joined by hyphens. */
export const isName = (text: string): boolean => /^[a-z]+(-[a-z]+)*$/.test(text);

/** A verb and what it is done to. */
export const isVerbNoun = (text: string): boolean => isName(text) && text.includes('-');
