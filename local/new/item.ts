import { idPrefixes } from '../../shared/id.ts';
import { deletionClasses, type DeletionClass } from '../../shared/personal-data/deletion-rules.ts';
import { headEnding, type ItemKind } from '../../shared/storage/item-kind.ts';
import { tables, type TableName } from '../../shared/storage/tables.ts';
import { childSources } from './child-sources.ts';
import { madeIn, type House, type ListedKind } from './house.ts';
import { withElement, withImport } from './insert.ts';
import { headSources } from './head-sources.ts';
import type { ItemNames } from './item-sources.ts';
import { isName, typeName, valueName } from './names.ts';
import { oneOf, refused } from './refusal.ts';
import type { Skeleton } from './skeleton.ts';

export interface WantedItem {
  readonly concept: string;
  /** `task` */
  readonly name: string;
  readonly table?: string | undefined;
  /** What its ids begin with, and its sort keys. */
  readonly prefix?: string | undefined;
  /** Of a child: the kind of its head. */
  readonly under?: string | undefined;
  /** Of a head: its deletion class. */
  readonly class?: string | undefined;
}

/**
 * A kind of stored item with an id of its own, in its customer's partition, as README says under "How to add a kind of stored item".
 * @throws LocalCloudProblem `bad-argument`
 */
export function itemSkeleton(wanted: WantedItem, house: House): Skeleton {
  const { concept, name } = wanted;
  if (!isName(name)) throw refused('item', `"${name}" is not in lower case`, 'For example: task');
  const table = tableOf(wanted, house);
  if (house.kinds.some(({ kind }) => kind.kind === name)) throw refused('item', `there is a kind ${name} already`, 'See shared/stored-items.ts');
  const prefix = prefixOf(wanted, table, house);
  const names: ItemNames = { concept, name, value: valueName(name), type: typeName(name), table, prefix };
  const ending = endingOf(wanted, house);
  const listed = `${names.value}Kind`;
  return {
    made: 'head' in ending ? childSources(names, ending.head) : headSources(names, ending.class),
    extended: [
      { file: 'shared/id.ts', list: 'idPrefixes', change: (text) => withElement(text, /export const idPrefixes = \[/, `'${prefix}'`) },
      {
        file: 'shared/stored-items.ts',
        list: 'storedItems',
        change: (text) =>
          withElement(
            withImport(text, listed, `./${concept}/${name}-item.ts`),
            /registryOf\(\[/,
            listed,
            house.kinds.filter(({ kind }) => kind.table === table).map((kind) => kind.name),
          ),
      },
    ],
    left: [
      'Classify its attributes, in German where customers read it: what and why; carry them through its type.',
      ...('head' in ending ? [`Decide what of its ${ending.head.kind.kind} a write depends on, and say it in the method’s needs.`] : []),
      `Say in ${names.value}Needs what each further method does to the tables.`,
      `Make its table where its concept’s others are made: ${madeIn(concept, house)}.`,
      'npm run generate',
      'For free text about a person: fill it in proof/case.ts with a marker; the proof says what no marker was seen in, and no quicker test does.',
    ],
  };
}

/** A table of the concept in which things lie under the customers whose they are. */
function tableOf({ concept, table: given }: WantedItem, { kinds }: House): TableName {
  const table = oneOf('--table', given, Object.keys(tables) as TableName[], 'a table');
  const there = kinds.filter(({ kind }) => kind.table === table);
  const owners = [...new Set(there.map(({ file }) => file.split('/')[1]!))];
  if (owners.length > 0 && !owners.includes(concept))
    throw refused(
      '--table',
      `only its owner writes ${table}, and "${concept}" is not`,
      `It belongs to: ${owners.join(', ')}. Say ${owners[0]}/… or take a table of your own (shared/storage/tables.ts)`,
    );
  if (there.length > 0 && !there.some(({ kind }) => kind.foundBy === 'partition'))
    throw refused('--table', `in ${table} nothing lies under a customer’s id`, 'Skeletons are made for what does; take a kind of that table for a pattern');
  return table;
}

function prefixOf({ name, prefix }: WantedItem, table: TableName, { kinds }: House): string {
  const taken = [...new Set([...idPrefixes, ...kinds.filter(({ kind }) => kind.table === table).map(({ kind }) => kind.sk.slice(0, 3))])];
  const instead = `Three letters in lower case. Taken: ${taken.filter((one) => one !== '').join(', ')}`;
  if (prefix === undefined) throw refused('--prefix', `say what ids of ${name} begin with, and its sort keys`, instead);
  if (!/^[a-z]{3}$/.test(prefix)) throw refused('--prefix', `"${prefix}" is not three letters`, instead);
  if (taken.includes(prefix)) throw refused('--prefix', `"${prefix}" is taken`, instead);
  return prefix;
}

function endingOf({ concept, under, class: cls }: WantedItem, { kinds }: House): { readonly head: ListedKind } | { readonly class: DeletionClass } {
  const heads = kinds.filter(({ kind }) => hasOwnId(kind)).map(({ kind }) => kind.kind);
  if (under === undefined && cls === undefined)
    throw refused(
      '--under or --class',
      'say with which head it goes, or of which class it is a head',
      `Heads: ${heads.join(', ')}\nClasses: ${deletionClasses.join(', ')}`,
    );
  if (under !== undefined && cls !== undefined) throw refused('--class', 'a child goes with its head, in the head’s class', 'Leave out --under or --class');
  if (under === undefined) return { class: oneOf('--class', cls, deletionClasses, 'a deletion class') };
  const chosen = oneOf('--under', under, heads, 'a head that lies by its id under a customer’s');
  const head = kinds.find(({ kind }) => kind.kind === chosen)!;
  const owner = head.file.split('/')[1]!;
  if (owner !== concept) throw refused('--under', `how ${chosen} is stored only its own concept knows`, `Say ${owner}/… instead of ${concept}/…`);
  return { head };
}

/** A head of a customer's whose sort key is its kind's beginning and its own id: from that a child's key can be made. */
function hasOwnId(kind: ItemKind): boolean {
  const ending = headEnding(kind);
  return ending !== undefined && ending.partOf?.prefix === undefined && kind.foundBy === 'partition' && kind.sk.endsWith('#') && 'id' in kind.schema.shape;
}
