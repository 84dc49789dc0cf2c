import type { Customer } from '../../shared/customers/customer.ts';
import type { DeletionClass } from '../../shared/personal-data/deletion-rules.ts';
import type { Day } from '../../shared/personal-data/calendar.ts';
import { effectOn, type ErasureRequest } from '../../shared/privacy/erasure/erasure.ts';
import { headEnding } from '../../shared/storage/item-kind.ts';
import { classIn, counted, headIn, isHead, kindOf, names, ofPerson, withText, type Dump, type Placed } from './dumps.ts';
import type { Storage } from './harness.ts';
import { morningOf, privacyWorld, rules, type Case } from './privacy-fixtures.ts';

/** When people ask in most tests: the relationship is over, and the login still there. */
export const today = '2026-07-01';

/** What records the erasure itself. */
export const isRecord = (one: Placed): boolean => headEnding(kindOf(one))?.recordsErasure === true;

/** Of these what an erasure should do this to; `running`: while a contract or a case runs. */
export const withEffect = (dump: Dump, some: readonly Placed[], effect: ReturnType<typeof effectOn>, running = false): Placed[] =>
  some.filter((one) => {
    const head = headIn(dump, one);
    return head !== undefined && !isRecord(head) && effectOn(rules[classIn(dump, one)].onErasure, running) === effect;
  });

/** How many of these a person would count, by class: heads, without what only helps to find another. */
export const countsByClass = (dump: Dump, some: readonly Placed[]): Record<string, number> =>
  counted(some.filter((one) => isHead(one) && !headEnding(kindOf(one))!.auxiliary && !isRecord(one)).map((one) => classIn(dump, one)));

/** The lines of an answer: `{ 'voucher retained': [1, '2037-01-01'] }`. */
export const linesOf = ({ lines }: Pick<ErasureRequest, 'lines'>): Record<string, (number | Day)[]> =>
  Object.fromEntries(lines!.map(({ class: cls, result, count, endsOn }) => [`${cls} ${result}`, [count, ...(endsOn ? [endsOn] : [])]]));

/** The lines that an answer should have for so many of each class, with the days by which they are gone. */
export const linesFor = (
  counts: Record<string, number>,
  result: 'deleted' | 'retained' | 'refused' | 'protected',
  ends: Partial<Record<DeletionClass, Day>> = {},
): Record<string, (number | Day)[]> =>
  Object.fromEntries(
    Object.entries(counts).map(([cls, count]) => {
      const end = ends[cls as DeletionClass];
      return [`${cls} ${result}`, [count, ...(end ? [end] : [])]];
    }),
  );

/** What somebody's data is kept until when an erasure of the first of July 2026 leaves it to the law: by hand, of a case of March. */
export const statutoryEnds: Partial<Record<DeletionClass, Day>> = {
  'case-notes': '2030-04-01',
  'business-letter': '2033-01-01',
  'letter-centre': '2033-01-01',
  voucher: '2037-01-01',
};

export const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { kind?: string; code?: string }) => `${error.kind}/${error.code}`,
  );

/** People who ask for erasure, and what is left of them. */
export function erasureScene(storage: Storage) {
  const world = privacyWorld(storage, { firstPartOnly: true });

  return {
    world,

    /** Somebody with everything, whose contract is over, and a neighbour with the same. */
    async setUp(): Promise<{ person: Customer; neighbour: Customer; theirs: Case }> {
      const [person, neighbour] = [await world.person(), await world.person()];
      const theirs = await world.aCase(person.id);
      await world.aCase(neighbour.id);
      await world.leave(person, '2026-03-31');
      await world.leave(neighbour, '2026-03-31');
      world.clock.at = morningOf(today);
      return { person, neighbour, theirs };
    },

    /** Everything that speaks of a person, declared as theirs or not. */
    speaksOf: async ({ id }: { id: string }): Promise<Placed[]> => withText(await storage.dump(), id),

    /** What of a person is neither hidden and dated, nor a child of such, nor the record of the erasure: what was left behind. */
    async leftBehind({ id }: { id: string }): Promise<string[]> {
      const dump = await storage.dump();
      const inIndex = ({ item }: Placed) => item.duePk !== undefined && String(item.dueSk).startsWith(`${String(item.dueOn)}#`);
      const isKept = (head: Placed) => inIndex(head) && (head.item.retainedSince !== undefined || isRecord(head));
      const left = withText(dump, id).filter((one) => {
        const head = headIn(dump, one);
        return head === undefined || !isKept(head);
      });
      return left.map(({ table, item }) => `${table}/${String(item.kind)}`);
    },

    /** Everything of a person as the registry has it, by name. */
    namesOf: async (person: { id: string }): Promise<string[]> => names(ofPerson(await storage.dump(), person)),
  };
}
