/** The logs of deletions and the statistics: numbers, and nobody in them. */
import { idPrefixes } from '../shared/id.ts';
import { storedItems } from '../shared/stored-items.ts';
import { leaves, type Dump } from './records.ts';

const anId = new RegExp(`(${idPrefixes.filter((prefix) => prefix !== 'run').join('|')})_[0-9A-HJKMNP-TV-Z]{26}`);

/** Where an id of anybody or anything but a run stands in them: `deletion-run: lines`. */
export function identifiersInLogs(items: Dump['items']): string[] {
  return items.flatMap(({ table, item }) => {
    const { kind, foundBy, table: home } = storedItems.kindOf(table, item);
    if (foundBy !== 'none' || (home !== 'privacy' && home !== 'statistics')) return [];
    return [...leaves(item)].filter(({ bytes }) => anId.test(bytes.toString())).map(({ path }) => `an id stands in the log of deletions: ${kind}: ${path}`);
  });
}
