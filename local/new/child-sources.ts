import { posix } from 'node:path';
import type { ListedKind } from './house.ts';
import { moreAttributes, ruleSource, testSource, title, what, why, type ItemNames } from './item-sources.ts';
import { aOrAn, inWords, valueName } from './names.ts';
import { todo } from './todo.ts';

/** The head that a child goes with, by the names that it has in sources. */
interface HeadNames {
  /** `ticket`, in words. */
  readonly word: string;
  /** `ticketKind` */
  readonly kind: string;
  /** `./ticket-item.ts` */
  readonly file: string;
  /** `ticketId` */
  readonly id: string;
  /** `tck` */
  readonly prefix: string;
}

/** The files of a child: it goes with its head, under a key that is made from the head's. */
export function childSources(names: ItemNames, { kind, name, file }: ListedKind): Record<string, string> {
  const path = posix.relative(`shared/${names.concept}`, file);
  const head: HeadNames = { word: inWords(kind.kind), kind: name, file: `./${path}`, id: `${valueName(kind.kind)}Id`, prefix: kind.sk.slice(0, 3) };
  const { concept, value } = names;
  return {
    [`shared/${concept}/${names.name}.ts`]: ruleSource(names, head.id),
    [`shared/${concept}/${names.name}-item.ts`]: itemSource(names, head),
    [`shared/${concept}/${names.name}-table.ts`]: tableSource(names, head),
    [`test/storage/${names.name}-table.test.ts`]: testSource(names, {
      imports: [],
      parts: '{ db: storage.db }',
      owner: `${head.id}: '${head.prefix}_01JQ0000000000000000000000'`,
      add: `customerId, ${value}`,
      read: `customerId, ${value}.${head.id}, ${value}.id`,
    }),
  };
}

const itemSource = ({ name, value, type, table, prefix }: ItemNames, head: HeadNames): string => `
  import * as z from 'zod';
  import { customerData, technical } from '../personal-data/classification.ts';
  import { customerKeys, itemKind, parseItem } from '../storage/item-kind.ts';
  import type { Item, ItemKey } from '../storage/item.ts';
  import type { ${type} } from './${name}.ts';
  import { ${head.kind} } from '${head.file}';

  /** ${todo(`what is stored of ${aOrAn(name)}`)}: \`cus_… / ${prefix}#${head.prefix}_…#${prefix}_…\`. It goes with its ${head.word}. */
  export const ${value}Kind = itemKind({
    kind: '${name}',
    table: '${table}',
    title: ${title},
    sk: '${prefix}#',
    foundBy: 'partition',
    schema: z.object({
      ...customerKeys('${name}'),
      id: technical(z.string(), ${what}),
      ${head.id}: customerData(z.string(), ${what}, ${why}),
      addedAt: customerData(z.iso.datetime(), ${what}, ${why}),
      ${moreAttributes}
    }),
    ending: { withHead: ${head.kind}.kind, under: ({ pk, sk }: ItemKey) => ({ pk, prefix: \`${prefix}#\${sk.slice(${head.kind}.sk.length)}#\` }) },
  });

  /** The ${inWords(name)} in a stored item. */
  export function ${value}Of(item: Item): ${type} {
    const { id, ${head.id}, addedAt } = parseItem(${value}Kind, item);
    return { id, ${head.id}, addedAt };
  }
`;

const tableSource = ({ name, value, type, table }: ItemNames, head: HeadNames): string => `
  import type { Database } from '../storage/database.ts';
  import type { Once } from '../storage/idempotency.ts';
  import { childKey, putChild } from '../storage/item-writes.ts';
  import type { ItemKey } from '../storage/item.ts';
  import type { NeedsOf } from '../storage/needs.ts';
  import type { Committed } from '../storage/transact.ts';
  import { ${value}Kind, ${value}Of } from './${name}-item.ts';
  import { noSuch${type}, type ${type} } from './${name}.ts';
  import { ${head.kind} } from '${head.file}';

  export interface ${type}Table {
    /** @throws DomainError \`conflict/customer-erased\`. ${todo(`and by what state of its ${head.word} it is refused`)} */
    add(customerId: string, ${value}: ${type}, once: Once, now: Date): Promise<Committed>;
    /** @throws DomainError \`not-found/no-such-${name}\` */
    ${value}(customerId: string, ${head.id}: string, ${value}Id: string): Promise<${type}>;
  }

  /** What each of its methods asks of the tables. */
  export const ${value}Needs: NeedsOf<${type}Table> = {
    add: ['puts ${table}', 'puts idempotency', 'checks customers'],
    ${value}: ['gets ${table}'],
  };

  export interface ${type}TableParts {
    readonly db: Database;
  }

  export function ${value}Table({ db }: ${type}TableParts): ${type}Table {
    return {
      add(customerId, ${value}, once, now) {
        return db.commit({
          once: { ...once, now },
          customer: { id: customerId },
          // ${todo(`a check that its ${head.word} is there and may be written on, as ticket-check.ts has one; the event that tells of it`)}
          writes: [putChild(${value}Kind, keyOfHead(customerId, ${value}.${head.id}), ${value}.id, ${value})],
        });
      },

      async ${value}(customerId, ${head.id}, ${value}Id) {
        const item = await db.get(${value}Kind.table, childKey(${value}Kind, keyOfHead(customerId, ${head.id}), ${value}Id));
        if (!item) throw noSuch${type}();
        return ${value}Of(item);
      },
    };
  }

  const keyOfHead = (customerId: string, ${head.id}: string): ItemKey => ({ pk: customerId, sk: \`\${${head.kind}.sk}\${${head.id}}\` });
`;
