/** Who takes people in, over a storage under test: endpoints of the membership function, with logins in memory. */
import { registerCustomer } from '../../functions/customers/register-customer.ts';
import { customerTable } from '../../shared/customers/customer-table.ts';
import type { NewCustomer } from '../../shared/customers/new-customer.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { smsGoesTo } from '../../shared/lambda/sms-countries.ts';
import { cognitoLogins } from '../../shared/logins/logins.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { foldedNumber } from '../../shared/personal-data/folded-number.ts';
import type { LookupKeys } from '../../shared/personal-data/lookup-keys.ts';
import { employed, loginOf } from '../../shared/staff/agent.ts';
import { staffTable } from '../../shared/staff/staff-table.ts';
import type { Database } from '../../shared/storage/database.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { UserPool } from '../unit/logins/user-pool.ts';

/** Keyed hashes that can be read. */
export const lookupKeys: LookupKeys = {
  insuranceNumber: async (value) => `i-${foldedNumber(value)}`,
  email: async (value) => `e-${value.toLowerCase()}`,
  phone: async (value) => `p-${value}`,
};

export const request = (key: string, body: unknown = {}) => ({ key, body: JSON.stringify(body) });

export function membershipWorld(db: Database, now: Date) {
  const rules = deletionRules('insurer');
  const pool = new UserPool();
  const agent: Caller = { id: newId('agt'), roles: ['agent'] };
  const deps = {
    customers: customerTable({ db, rules }),
    tickets: ticketReader(db),
    lookupKeys,
    logins: cognitoLogins({ client: pool.client, userPoolId: 'p', invite: true }),
    newId,
    now: () => now,
    smsGoesTo: smsGoesTo(['+49']),
  };
  return {
    pool,
    agent,
    deps,
    register: (body: NewCustomer, key = newId('acc')) =>
      registerCustomer.handle({ params: undefined, query: undefined, body, caller: agent, once: request(key, body), ifMatch: undefined }, deps),
    /** A clerk with this address, and their login. */
    async takeInStaff(address: string) {
      const staff = staffTable({ db, rules, newId });
      const colleague = employed(
        newId('agt'),
        { displayName: 'Rita Fuchs', email: address, role: 'agent', team: 'claims', skills: [], languages: [], workingHours: [] },
        now,
      );
      await staff.register(colleague, await lookupKeys.email(address), { request: request(newId('acc')), status: 201, madeId: colleague.id }, now);
      await deps.logins.ensure(loginOf(colleague));
    },
  };
}
