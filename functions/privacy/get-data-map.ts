import * as z from 'zod';
import { noSuchCustomer } from '../../shared/customers/customer.ts';
import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { deletionClasses, type DeletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { dataStates, type DataMapEntry } from '../../shared/privacy/rights/data-map-entry.ts';
import { dataMap, dataMapNeeds, isLeftByPeriods } from '../../shared/privacy/rights/data-map.ts';
import { storedItems } from '../../shared/stored-items.ts';
import type { Database } from '../../shared/storage/database.ts';
import { doing, only, type Used } from '../../shared/storage/uses.ts';

const Attributes = z.array(z.object({ what: z.string(), purpose: z.string(), art6: z.string(), special: z.string().describe('`health`: may tell of health') }));

const Entry = z
  .object({
    kind: z.string(),
    title: z.string(),
    class: z.enum(deletionClasses),
    count: z.int(),
    attributes: Attributes,
    outside: z
      .array(z.object({ title: z.string(), count: z.int(), attributes: Attributes }))
      .describe('What lies outside the tables and goes with it: files, the login, an address on the list of those that mails came back from'),
    sources: z.array(z.string()),
    endsOn: z.iso.date().optional().describe('On this day the last of it is gone'),
    endsAfter: z.string().optional().describe('From what the period runs, where the day can not be said yet'),
    state: z.enum(dataStates).describe('`retained`: nobody uses it any more, and only the law keeps it'),
    ground: z.string().optional().describe('Why what is `retained` still is'),
  })
  .meta({ id: 'DataMapEntry' });

const uses = {
  /** Privacy walks the registry over all tables, with a role of its own. */
  db: doing<Database>(dataMapNeeds(storedItems)),
  customers: only(customerReaderNeeds, 'customer'),
};

interface DataMapDeps extends Used<typeof uses> {
  readonly rules: DeletionRules;
  /** Whether people log in with logins of ours; otherwise another issuer tells what it holds. */
  readonly ownLogins: boolean;
  readonly now: () => Date;
}

export const getDataMap = endpoint({
  method: 'GET',
  path: '/v1/me/data-map',
  allow: ['customer'],
  summary: 'What is stored about me, why, on which ground and until when [Transparenz]',
  returns: z.object({ entries: z.array(Entry) }),
  status: 200,
  uses,
  async handle({ caller }, { db, customers, rules, ownLogins, now }: DataMapDeps) {
    if (!(await customers.customer(caller.id)) && !(await isLeftByPeriods(db, storedItems, caller.id))) throw noSuchCustomer();
    const entries = await dataMap(db, storedItems, caller.id, { rules, today: dayOf(now()), elsewhere: ownLogins ? [] : ['logins'] });
    return { entries: entries.map(shown) };
  },
});

/** The same, in arrays that an answer may have. */
const shown = (entry: DataMapEntry): z.infer<typeof Entry> => ({
  ...entry,
  attributes: [...entry.attributes],
  outside: entry.outside.map((one) => ({ ...one, attributes: [...one.attributes] })),
  sources: [...entry.sources],
});
