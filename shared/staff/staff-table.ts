import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import { loginEmailTaken } from '../logins/logins.ts';
import type { Database } from '../storage/database.ts';
import type { Once } from '../storage/idempotency.ts';
import { check, putChild, putHead } from '../storage/item-writes.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import type { Agent } from './agent.ts';
import { agentKey, agentKind, skillKey, skillKind } from './agent-item.ts';

export interface StaffTable {
  /**
   * The member of staff, and each skill as an entry by which assignment finds them, once. `emailTaken`: somebody logs in with
   * the address already, maybe since this very request came before; only the marker in the transaction knows.
   * @throws DomainError `conflict/login-email-taken`
   */
  register(agent: Agent, emailTaken: boolean, once: Once, now: Date): Promise<Committed>;
}

/** What each of its methods asks of the tables. */
export const staffNeeds: NeedsOf<StaffTable> = {
  register: ['puts staff', 'puts idempotency', 'checks staff'],
};

export interface StaffTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
}

export function staffTable({ db, rules }: StaffTableParts): StaffTable {
  const items = ({ id, ...data }: Agent, now: Date): Write[] => [
    putHead(agentKind, { ...agentKey(id), sk: 'agent', ...data }, { rules, today: dayOf(now) }),
    ...data.skills.map((skill) => putChild(skillKind, agentKey(id), skill, { gsi1pk: skillKey(skill), gsi1sk: id })),
  ];

  /** Never holds, since the id is new: all that is left to find out is whether the request came before. */
  const refused = ({ id }: Agent): Write => check(agentKind, agentKey(id), { if: { exists: true }, refusal: loginEmailTaken });

  return {
    register: (agent, emailTaken, once, now) => db.commit({ once: { ...once, now }, writes: emailTaken ? [refused(agent)] : items(agent, now) }),
  };
}
