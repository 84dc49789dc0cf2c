import { dayOf } from '../personal-data/calendar.ts';
import { endOf, type DeletionRules } from '../personal-data/deletion-rules.ts';
import { loginEmailTaken } from '../logins/logins.ts';
import type { Database } from '../storage/database.ts';
import { dueKeys } from '../storage/due-index.ts';
import type { Once } from '../storage/idempotency.ts';
import type { Committed, Write } from '../storage/transact.ts';
import type { Agent } from './agent.ts';
import { agentKey, agentKind, skillKey, skillKind } from './agent-item.ts';

export interface StaffTable {
  /**
   * The member of staff, and each skill as an entry by which assignment finds them, once. `emailTaken`: somebody logs in with
   * the address already, maybe since this very request came before; only the marker in the transaction knows.
   * @throws DomainError `conflict/login-email-taken`
   */
  register(agent: Agent, emailTaken: boolean, once: Omit<Once, 'now'>, now: Date): Promise<Committed>;
}

export interface StaffTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
}

export function staffTable({ db, rules }: StaffTableParts): StaffTable {
  const items = ({ id, ...data }: Agent, now: Date): Write[] => {
    const { on } = endOf(rules['staff-account'], { recorded: dayOf(now) }, dayOf(now));
    const agent = agentKind.schema.parse({ ...agentKey(id), kind: 'agent', ...data, ...dueKeys(id, on) });
    const skills = data.skills.map((skill) => skillKind.schema.parse({ pk: id, sk: skillKey(skill), kind: 'skill', gsi1pk: skillKey(skill), gsi1sk: id }));
    return [agent, ...skills].map((item) => ({ table: 'staff', put: item }));
  };

  /** Never holds, since the id is new: all that is left to find out is whether the request came before. */
  const refused = ({ id }: Agent): Write => ({ table: 'staff', check: agentKey(id), if: { exists: true }, refusal: loginEmailTaken });

  return {
    register: (agent, emailTaken, once, now) => db.commit({ once: { ...once, now }, writes: emailTaken ? [refused(agent)] : items(agent, now) }),
  };
}
