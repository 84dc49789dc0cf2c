/** What the skeletons of heads and of children have in common. */
import type { TableName } from '../../shared/storage/tables.ts';
import { aOrAn } from './names.ts';
import { todo } from './todo.ts';

export interface ItemNames {
  readonly concept: string;
  /** `task` */
  readonly name: string;
  /** `task`, as values are called. */
  readonly value: string;
  /** `Task` */
  readonly type: string;
  readonly table: TableName;
  /** `tsk` */
  readonly prefix: string;
}

/** What and why of a classified attribute, in German. */
export const what = `'${todo('was (deutsch)')}'`;
export const why = `'${todo('wozu (deutsch)')}'`;
export const title = `'${todo('wie es im Löschkonzept heißt (deutsch)')}'`;
export const moreAttributes = `// ${todo('its attributes: customerData, thirdPartyData, staffData or technical; free text by mayTellOfHealth too')}`;

/** The type, with the schema of its id and the refusal where it is not there. `owner`: whose it is, `customerId`. */
export const ruleSource = ({ name, type, prefix }: ItemNames, owner: string): string => `
  import { DomainError } from '../domain-error.ts';
  import { idOf } from '../id.ts';

  export const ${type}Id = idOf('${prefix}');

  /** ${todo(`what ${aOrAn(name)} is, with the German word in brackets`)} */
  export interface ${type} {
    readonly id: string;
    readonly ${owner}: string;
    readonly addedAt: string;
    // ${todo('what else is known of it')}
  }

  export const noSuch${type} = (): DomainError => new DomainError('not-found', 'no-such-${name}');
`;

/** What a child's test does otherwise than a head's. */
interface ItemTest {
  readonly imports: readonly string[];
  /** What its table is made of. */
  readonly parts: string;
  /** Its attribute that says whose it is. */
  readonly owner: string;
  readonly add: string;
  readonly read: string;
}

/** A test that writes and reads it, on both engines. */
export const testSource = ({ concept, name, value, type, prefix }: ItemNames, { imports, parts, owner, add, read }: ItemTest): string => `
  import { expect, it } from '@jest/globals';
  import { newId } from '../../shared/id.ts';
  ${[...imports, `import { ${value}Table } from '../../shared/${concept}/${name}-table.ts';`].join('\n')}
  import type { ${type} } from '../../shared/${concept}/${name}.ts';
  import { customerItem } from './customer-item.ts';
  import { describeStorage } from './harness.ts';
  import { now, once } from './ticket-world.ts';

  describeStorage('${aOrAn(name)}', (storage) => {
    const table = ${value}Table(${parts});

    it('is read as it was written', async () => {
      const customerId = newId('cus');
      await storage.put('customers', customerItem(customerId));
      // ${todo('what has to be there before it, all of its attributes, and tests of what is refused')}
      const ${value}: ${type} = { id: newId('${prefix}'), ${owner}, addedAt: now.toISOString() };
      await table.add(${add}, once(${value}.id, { subjectId: customerId }), now);
      expect(await table.${value}(${read})).toEqual(${value});
    });
  });
`;
