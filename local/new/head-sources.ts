import { deletionRules, sectors, type DeletionClass } from '../../shared/personal-data/deletion-rules.ts';
import { moreAttributes, ruleSource, testSource, title, what, why, type ItemNames } from './item-sources.ts';
import { aOrAn, inWords } from './names.ts';
import { todo } from './todo.ts';

/** The files of a head: it has a deletion class and an end of its own. */
export function headSources(names: ItemNames, cls: DeletionClass): Record<string, string> {
  const { concept, name, value } = names;
  return {
    [`shared/${concept}/${name}.ts`]: ruleSource(names, 'customerId'),
    [`shared/${concept}/${name}-item.ts`]: itemSource(names, cls),
    [`shared/${concept}/${name}-table.ts`]: tableSource(names),
    [`test/storage/${name}-table.test.ts`]: testSource(names, {
      imports: [`import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';`],
      parts: `{ db: storage.db, rules: deletionRules('insurer') }`,
      owner: 'customerId',
      add: value,
      read: `customerId, ${value}.id`,
    }),
  };
}

/** What its ending must say besides, by its class: the days from which periods run, and the case that it does not end before. */
function endingLeft(cls: DeletionClass): string {
  const rules = sectors.map((sector) => deletionRules(sector)[cls]);
  const starts = new Set(rules.flatMap(({ terms, use }) => [...terms, ...(use ? [use] : [])].map(({ start }) => start)));
  starts.delete('recorded');
  return [
    ...(starts.size > 0 ? [`// ${todo(`starts: the days of ${[...starts].join(', ')}, as far as it knows them`)}`] : []),
    ...(rules.some(({ withCase }) => withCase) ? [`// ${todo('partOf: the case that it hangs on')}`] : []),
  ].join('\n');
}

const itemSource = ({ name, value, type, table, prefix }: ItemNames, cls: DeletionClass): string => `
  import * as z from 'zod';
  import { customerData } from '../personal-data/classification.ts';
  import { customerKeys, headAttributes, itemKind, parseItem } from '../storage/item-kind.ts';
  import type { Item, ItemKey } from '../storage/item.ts';
  import type { ${type} } from './${name}.ts';

  /** ${todo(`what is stored of ${aOrAn(name)}`)}: \`cus_… / ${prefix}#${prefix}_…\`. */
  export const ${value}Kind = itemKind({
    kind: '${name}',
    table: '${table}',
    title: ${title},
    sk: '${prefix}#',
    foundBy: 'partition',
    schema: z.object({
      ...customerKeys('${name}'),
      id: customerData(z.string(), ${what}, ${why}),
      addedAt: customerData(z.iso.datetime(), ${what}, ${why}),
      ${moreAttributes}
      ...headAttributes,
    }),
    ending: {
      class: '${cls}',
      recordedAt: (item) => item.addedAt,
      ${endingLeft(cls)}
    },
  });

  export const ${value}Key = (customerId: string, ${value}Id: string): ItemKey => ({ pk: customerId, sk: \`\${${value}Kind.sk}\${${value}Id}\` });

  /** The ${inWords(name)} in a stored item. */
  export function ${value}Of(item: Item): ${type} {
    const { id, pk, addedAt } = parseItem(${value}Kind, item);
    return { id, customerId: pk, addedAt };
  }
`;

const tableSource = ({ name, value, type, table }: ItemNames): string => `
  import { dayOf } from '../personal-data/calendar.ts';
  import type { DeletionRules } from '../personal-data/deletion-rules.ts';
  import type { Database } from '../storage/database.ts';
  import type { Once } from '../storage/idempotency.ts';
  import { isHidden } from '../storage/item-states.ts';
  import { putHead } from '../storage/item-writes.ts';
  import type { NeedsOf } from '../storage/needs.ts';
  import type { Committed } from '../storage/transact.ts';
  import { ${value}Key, ${value}Kind, ${value}Of } from './${name}-item.ts';
  import { noSuch${type}, type ${type} } from './${name}.ts';

  export interface ${type}Table {
    /** @throws DomainError \`conflict/customer-erased\`. ${todo('and with what else it is refused')} */
    add(${value}: ${type}, once: Once, now: Date): Promise<Committed>;
    /** Neither what is kept for the law only, nor what is being deleted. @throws DomainError \`not-found/no-such-${name}\` */
    ${value}(customerId: string, ${value}Id: string): Promise<${type}>;
  }

  /** What each of its methods asks of the tables. */
  export const ${value}Needs: NeedsOf<${type}Table> = {
    add: ['puts ${table}', 'puts idempotency', 'checks customers'],
    ${value}: ['gets ${table}'],
  };

  export interface ${type}TableParts {
    readonly db: Database;
    readonly rules: DeletionRules;
  }

  export function ${value}Table({ db, rules }: ${type}TableParts): ${type}Table {
    return {
      add({ customerId, ...${value} }, once, now) {
        return db.commit({
          once: { ...once, now },
          customer: { id: customerId },
          // ${todo('the event that tells of it')}
          writes: [putHead(${value}Kind, { ...${value}Key(customerId, ${value}.id), ...${value} }, { rules, today: dayOf(now) })],
        });
      },

      async ${value}(customerId, ${value}Id) {
        const item = await db.get(${value}Kind.table, ${value}Key(customerId, ${value}Id));
        if (!item || isHidden(item)) throw noSuch${type}();
        return ${value}Of(item);
      },
    };
  }
`;
