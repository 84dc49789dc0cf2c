import { agentLeft as agentLeftEvent } from '../../events/agent-left.ts';
import { canonicalJson } from '../canonical-json.ts';
import { changedMeanwhile, type DomainError } from '../domain-error.ts';
import type { NewId } from '../id.ts';
import { invitationNeeds, invitationTable, type InvitationTable } from '../logins/invitation-table.ts';
import { loginEmailTaken } from '../logins/refusals.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import { lookupKeyOf } from '../personal-data/lookup-partition.ts';
import type { Database } from '../storage/database.ts';
import type { Once } from '../storage/idempotency.ts';
import { parseItem } from '../storage/item-kind.ts';
import { check, childKey, dueOf, putChild, putHead, remove, update, type Dating } from '../storage/item-writes.ts';
import type { Item } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { awake } from '../storage/wake-index.ts';
import { agentChanged, agentLeft, noSuchAgent, type Agent, type Skilled } from './agent.ts';
import {
  agentAttributes,
  agentKey,
  agentKind,
  agentOf,
  skillAttributes,
  skillEntry,
  skillKind,
  sleepOf,
  staffList,
  staffLoginLookupKind,
  teamAttributes,
  teamMemberKind,
  teamsOf,
  usableSkills,
} from './agent-item.ts';

export interface StaffTable extends InvitationTable {
  /**
   * The member of staff, and that their address (by its keyed hash) is their login, once. No ticket goes to them before `loginMade`.
   * @throws DomainError `conflict/login-email-taken`: a member of staff or a customer logs in with it
   */
  register(agent: Agent, emailKey: string, once: Once, now: Date): Promise<Committed>;
  /**
   * They can log in, so assignment finds them by their skills; the same again changes nothing.
   * @throws DomainError `conflict/agent-left`, `conflict/changed-meanwhile`, `not-found/no-such-agent`
   */
  loginMade(agent: Agent, now: Date): Promise<void>;
  /** Strongly consistent. @throws DomainError `not-found/no-such-agent` */
  byId(id: string): Promise<Agent>;
  /** Who works here, or who has left, newest first; lags a little behind changes. */
  list(left: boolean, limit: number, after?: string): Promise<{ readonly items: Agent[]; readonly next: string | undefined }>;
  /**
   * What was put right, what they are at, their absences; and what assignment knows of them. `seen`: how they were.
   * @throws DomainError `stale/agent-changed`, `conflict/agent-left`, `not-found/no-such-agent`
   */
  change(agent: Agent, seen: Agent, now: Date): Promise<void>;
  /** The same, once. */
  changeOnce(agent: Agent, seen: Agent, once: Once, now: Date): Promise<Committed>;
  /**
   * They have left on a day: no more tickets, their address is free, and others are told, once. Of somebody who has left already the day is put
   * right, and the same day again changes nothing. `seen`: how they were.
   * @throws DomainError `conflict/changed-meanwhile`, `not-found/no-such-agent`
   */
  leave(agent: Agent, seen: Agent, once: Once, now: Date): Promise<Committed>;
}

/** What each of its methods asks of the tables. */
export const staffNeeds: NeedsOf<StaffTable> = {
  register: ['puts staff', 'puts customers', 'puts idempotency'],
  loginMade: ['updates staff', 'puts staff'],
  byId: ['gets staff'],
  list: ['queries staff by-skill'],
  change: ['updates staff', 'puts staff', 'deletes staff'],
  changeOnce: ['updates staff', 'puts staff', 'deletes staff', 'puts idempotency'],
  leave: ['gets staff', 'checks staff', 'updates staff', 'deletes staff', 'deletes customers', 'puts events', 'puts idempotency'],
  ...invitationNeeds('staff'),
};

export interface StaffTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

export function staffTable({ db, rules, newId }: StaffTableParts): StaffTable {
  const datingAt = (now: Date): Dating => ({ rules, today: dayOf(now) });

  const stored = async (id: string) => {
    const item = await db.get('staff', agentKey(id));
    if (!item) throw noSuchAgent();
    return parseItem(agentKind, item);
  };

  const invitable = (current: Item | undefined): DomainError | undefined => (current ? left(current) : noSuchAgent());

  return {
    ...invitationTable({ db, kind: agentKind, keyOf: agentKey, if: { absent: ['leftOn'] }, refused: invitable }),

    register(agent, emailKey, once, now) {
      const dating = datingAt(now);
      const lookup = { ...lookupKeyOf(emailKey), agentId: agent.id, createdAt: agent.createdAt };
      return db.commit({
        once: { ...once, now },
        writes: [
          putHead(staffLoginLookupKind, lookup, dating, { refusal: addressTaken }),
          putHead(agentKind, { ...agentAttributes(agent), lookupKey: emailKey }, dating),
          ...teamChanged(undefined, agent),
        ],
      });
    },

    async loginMade(agent, now) {
      await db.commit({
        writes: [
          update(
            agentKind,
            agentKey(agent.id),
            { setOnce: { loginMadeAt: now.toISOString() } },
            {
              if: { equals: { version: agent.version }, absent: ['leftOn'] },
              refusal: (current) => invitable(current) ?? changedMeanwhile(),
            },
          ),
          ...entriesChanged(undefined, { ...agent, loginMadeAt: now.toISOString() }),
        ],
      });
    },

    byId: async (id) => agentOf(await stored(id)),

    async list(ofThoseWhoLeft, limit, after) {
      const page = { table: 'staff', index: 'by-skill', pk: staffList(ofThoseWhoLeft), newestFirst: true, limit } as const;
      const { items, next } = await db.page({ ...page, ...(after && { below: after }) });
      return { items: items.map((item) => agentOf(parseItem(agentKind, item))), next: next && String(next.gsi1sk) };
    },

    async change(agent, seen, now) {
      await db.commit({ writes: changes(agent, seen, now) });
    },

    changeOnce: (agent, seen, once, now) => db.commit({ once: { ...once, now }, writes: changes(agent, seen, now) }),

    async leave(agent, seen, once, now) {
      const asSeen = {
        if: { equals: { version: seen.version } },
        refusal: (current: Item | undefined) => (current ? changedMeanwhile() : noSuchAgent()),
      };
      // Behind the marker: a key used again with another day must be told so first.
      if (agent.leftOn === seen.leftOn) return db.commit({ once: { ...once, now }, writes: [check(agentKind, agentKey(agent.id), asSeen)] });
      const item = await stored(agent.id);
      const { leftOn, version } = agent;
      const due = dueOf(agentKind, { ...item, leftOn }, datingAt(now));
      const { languages, workingHours, absences } = agent;
      const change = {
        set: { leftOn, version, gsi1pk: staffList(true), languages, workingHours, absences, ...due },
        remove: ['lookupKey' as const, 'capacity' as const, ...awake],
      };
      const first = seen.leftOn === undefined;
      return db.commit({
        once: { ...once, now },
        writes: [
          update(agentKind, agentKey(agent.id), change, asSeen),
          ...entriesChanged(seen, agent),
          ...teamChanged(seen, agent),
          ...(item.lookupKey === undefined ? [] : [remove(staffLoginLookupKind, lookupKeyOf(item.lookupKey), { if: { equals: { agentId: agent.id } } })]),
        ],
        events: first ? [agentLeftEvent.make({ id: newId('evt'), aggregateId: agent.id, at: now, data: { role: agent.role } })] : [],
      });
    },
  };
}

/** Why somebody who left is left alone. */
const left = (current: Item): DomainError | undefined => (current.leftOn === undefined ? undefined : agentLeft());

const addressTaken = (): DomainError => loginEmailTaken([{ field: 'body.email', problem: "is somebody else's login, of a member of staff or of a customer" }]);

/** Everything of a member of staff that can be changed, by one who saw them so, and the entries that follow from it. */
function changes(agent: Agent, seen: Agent, now: Date): Write[] {
  const { id, displayName, team, skills, languages, workingHours, capacity, status, absences, version } = agent;
  const sleep = sleepOf(agent, now);
  return [
    update(
      agentKind,
      agentKey(id),
      {
        set: { displayName, team, skills, languages, workingHours, capacity, status, absences, version, ...sleep.set },
        remove: [...sleep.remove, ...(capacity === undefined ? (['capacity'] as const) : [])],
      },
      {
        // Whose login is not there yet gets their entries with it.
        if: { equals: { version: seen.version }, absent: ['leftOn', ...(seen.loginMadeAt === undefined ? ['loginMadeAt'] : [])] },
        refusal: (current) => (current ? (left(current) ?? agentChanged()) : noSuchAgent()),
      },
    ),
    ...entriesChanged(seen, agent),
    ...teamChanged(seen, agent),
  ];
}

/** The entries that somebody has of their skills now, where those are others than before. */
function entriesChanged(before: Agent | undefined, after: Agent): Write[] {
  const [were, are] = [entriesOf(before), entriesOf(after)];
  const gone = [...were.keys()].filter((name) => !are.has(name)).map((name) => remove(skillKind, childKey(skillKind, agentKey(after.id), name)));
  const changed = [...are].filter(([name, entry]) => canonicalJson(entry) !== canonicalJson(were.get(name) ?? null));
  // There whatever was there before: the head's version says that it should be.
  return [...gone, ...changed.map(([name, entry]) => putChild(skillKind, agentKey(after.id), name, entry, { if: {} }))];
}

/** The entry that somebody has in their team now, there whatever was there before. */
function teamChanged(before: Agent | undefined, after: Agent): Write[] {
  const [were, are] = [before ? teamsOf(before) : [], teamsOf(after)];
  const gone = were.filter((team) => !are.includes(team)).map((team) => remove(teamMemberKind, childKey(teamMemberKind, agentKey(after.id), team)));
  return [...gone, ...are.map((team) => putChild(teamMemberKind, agentKey(after.id), team, teamAttributes(after.id, team), { if: {} }))];
}

const entriesOf = (agent: Agent | undefined) =>
  new Map(
    agent
      ? usableSkills(agent).flatMap((skilled: Skilled) =>
          [undefined, agent.team].map((team) => [skillEntry(skilled.skill, team), skillAttributes(agent, skilled, team)] as const),
        )
      : [],
  );
