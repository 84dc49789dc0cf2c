import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eraseCustomer, type EraseDeps } from '../../../../functions/privacy/erase-customer.ts';
import type { ErasureRequest } from '../../../../shared/privacy/erasure/erasure.ts';
import type { Database } from '../../../../shared/storage/database.ts';
import type { Item } from '../../../../shared/storage/item.ts';
import { storedItems } from '../../../../shared/stored-items.ts';
import { berlinDay, berlinMidnight, dayNumber, dayText } from '../../personal-data/civil-day.ts';
import { sampleItem } from '../../storage/sample-item.ts';

/** So few days, and so close to a change of the clock, that everything often falls on the same one. */
const days = fc.integer({ min: dayNumber('2026-10-22'), max: dayNumber('2026-10-28') }).map(dayText);
/** Some moment of a day as it is in Berlin, its first and its last above all. */
const momentOf = (day: string) => {
  const [first, next] = [berlinMidnight(day), berlinMidnight(dayText(dayNumber(day) + 1))];
  return fc.oneof(fc.constantFrom(first, next - 1), fc.integer({ min: first, max: next - 1 })).map((at) => new Date(at));
};
const moment = days.chain(momentOf);

const scene = fc.record({
  /** `runs`: nobody ended it; `gone`: the master data has been deleted. */
  contract: fc.oneof(days, fc.constantFrom('runs' as const, 'gone' as const)),
  /** When each case was closed; `open`: it is worked on. */
  cases: fc.array(fc.oneof({ weight: 4, arbitrary: moment }, fc.constant('open' as const)), { maxLength: 3 }),
  now: moment,
});
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

const kindNamed = (name: string) => storedItems.kinds.find(({ kind }) => kind === name)!;

/** What is stored of somebody in this situation. */
function itemsOf({ contract, cases }: Scene): Item[] {
  const { relationshipEndedOn: _, ...customer } = sampleItem(kindNamed('customer'), { pk: 'cus_1', id: 'cus_1' });
  const ended = contract === 'runs' ? {} : { relationshipEndedOn: contract };
  const tickets = cases.map((closing, index) => {
    const { closedAt: _closed, ...ticket } = sampleItem(kindNamed('ticket'), { pk: 'cus_1', id: `tck_${index}` });
    return closing === 'open' ? ticket : { ...ticket, closedAt: closing.toISOString() };
  });
  return [...(contract === 'gone' ? [] : [{ ...customer, ...ended }]), ...tickets];
}

/** As what an erasure promises to do, which it says before it does anything. */
async function promised(what: Scene): Promise<string> {
  const items = itemsOf(what);
  const db = {
    async *each({ table, pk, prefix = '' }: Parameters<Database['each']>[0]) {
      yield items.filter((item) => item.pk === pk && String(item.sk).startsWith(prefix) && kindNamed(String(item.kind)).table === table);
    },
  } as unknown as Database;
  const scopes: string[] = [];
  const ending = new Error('promised');
  const erasures = {
    byId: async () => ({ id: 'era_1', customerId: 'cus_1', status: 'received' }) as ErasureRequest,
    promise: async (_request: ErasureRequest, scope: string) => {
      scopes.push(scope);
      throw ending;
    },
  };
  await expect(eraseCustomer('era_1', { db, registry: storedItems, erasures, now: () => what.now } as unknown as EraseDeps)).rejects.toBe(ending);
  return scopes[0]!;
}

it('an erasure leaves what runs exactly while the contract does, on its last day still, or a case, until it is closed', async () => {
  const seen = { running: 0, over: 0, lastDay: 0, closedToday: 0 };
  await fc.assert(
    fc.asyncProperty(scene, async (what) => {
      const today = berlinDay(what.now.getTime());
      const contractRuns = what.contract === 'runs' || (what.contract !== 'gone' && today <= what.contract);
      const caseRuns = what.cases.some((closing) => closing === 'open' || today < berlinDay(closing.getTime()));
      const runs = contractRuns || caseRuns;
      expect(await promised(what)).toBe(runs ? 'what-nothing-protects' : 'everything');
      seen[runs ? 'running' : 'over']++;
      if (what.contract === today) seen.lastDay++;
      if (what.cases.some((closing) => closing !== 'open' && berlinDay(closing.getTime()) === today)) seen.closedToday++;
    }),
    { numRuns: 1_000 },
  );
  // The situations were such that it mattered.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(50);
});

it.each([
  ['the day before the last', '2026-12-30', 'what-nothing-protects'],
  ['on the last day', '2026-12-31', 'what-nothing-protects'],
  ['the day after', '2027-01-01', 'everything'],
])('a contract until 2026-12-31, asked %s', async (_, day, scope) => {
  for (const now of [berlinMidnight(day), berlinMidnight(dayText(dayNumber(day) + 1)) - 1])
    expect(await promised({ contract: '2026-12-31', cases: [], now: new Date(now) })).toBe(scope);
});
