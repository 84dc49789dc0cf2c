import * as z from 'zod';
import { agentAbsent } from '../../events/agent-absent.ts';
import { staffData, technical } from '../personal-data/classification.ts';
import type { StartPoints } from '../personal-data/deletion-rules.ts';
import { headAttributes, itemKind } from '../storage/item-kind.ts';
import type { ItemKey } from '../storage/item.ts';
import { asleep, awake, wakeAttributes } from '../storage/wake-index.ts';
import { nextHandOver, nextHandOverAfter } from './absence.ts';
import { AgentStatus, Skill, type Agent, type Skilled } from './agent.ts';
import { weekdays } from './working-hours.ts';

const work = 'Zuteilung und Bearbeitung';

/** An absence as it is stored, on two kinds of item. */
const absenceDays = () => ({ from: staffData(z.iso.date(), 'Abwesend ab', work), to: staffData(z.iso.date(), 'Abwesend bis', work) });

const whenLeft = ({ leftOn }: { leftOn?: string | undefined }): StartPoints => (leftOn ? { 'staff-left': leftOn } : {});

/** A member of staff. */
export const agentKind = itemKind({
  kind: 'agent',
  table: 'staff',
  title: 'Beschäftigte',
  sk: 'agent',
  foundBy: 'none',
  schema: z.object({
    pk: staffData(z.string(), 'Kennung', work),
    sk: technical(z.literal('agent'), 'Sortierschlüssel'),
    kind: technical(z.literal('agent'), 'Art des Eintrags'),
    displayName: staffData(z.string(), 'Name', 'Unterschrift unter Briefen'),
    email: staffData(z.string(), 'Dienstliche E-Mail-Adresse', 'Anmeldung'),
    role: staffData(z.enum(['agent', 'officer']), 'Rolle', 'Berechtigung'),
    team: staffData(z.string(), 'Team', work),
    skills: z.array(z.strictObject({ skill: staffData(Skill.clone(), 'Fähigkeit', work), level: staffData(z.number(), 'Stufe der Fähigkeit', work) })),
    languages: z.array(staffData(z.string(), 'Sprache', work)),
    workingHours: z.array(
      z.strictObject({
        day: staffData(z.enum(weekdays), 'Arbeitszeit: Wochentag', work),
        from: staffData(z.string(), 'Arbeitszeit: Beginn', work),
        to: staffData(z.string(), 'Arbeitszeit: Ende', work),
      }),
    ),
    capacity: staffData(z.number(), 'Höchstzahl offener Vorgänge', work).optional(),
    status: staffData(AgentStatus.clone(), 'Erreichbarkeit', work),
    /** Without a reason, and none that is over stays with the next change. */
    absences: z.array(z.strictObject({ id: technical(z.string(), 'Kennung der Abwesenheit'), ...absenceDays() })),
    createdAt: staffData(z.iso.datetime(), 'Angelegt am', 'Nachvollziehbarkeit'),
    loginMadeAt: staffData(z.iso.datetime(), 'Zugang angelegt am', 'Vorgänge nur für Beschäftigte mit Zugang').optional(),
    leftOn: staffData(z.iso.date(), 'Ausgeschieden am', 'Beginn der Löschfrist', '6(1)(c)').optional(),
    /** Until they leave: the address is free for somebody else then. */
    lookupKey: staffData(z.string(), 'Prüfwert der E-Mail-Adresse', 'Eindeutige Anmeldung', '6(1)(f)').optional(),
    invitationOwed: technical(z.boolean(), 'Einladung noch zu versenden').optional(),
    version: technical(z.number(), 'Version'),
    gsi1pk: technical(z.enum(['staff', 'staff-left']), 'Liste der Beschäftigten oder der Ausgeschiedenen'),
    gsi1sk: staffData(z.string(), 'Kennung', work),
    ...wakeAttributes,
    ...headAttributes,
  }),
  ending: {
    class: 'staff-account',
    recordedAt: (item) => item.createdAt,
    starts: whenLeft,
    // Somebody who will be absent for long sleeps until their tickets go to others.
    wakes: ({ pk }, told) => agentAbsent.make({ ...told, aggregateId: pk, data: {} }),
    sleepsOn: ({ absences }, now) => nextHandOverAfter(absences, now),
    outside: (item) => [
      { store: 'logins', reference: item.pk },
      { store: 'mail-suppression', reference: item.email },
    ],
  },
});

const skillPrefix = 'skill#';

/**
 * That a clerk has a skill, and what assignment must know of them besides: the entry by which it finds them. It is there while they have a login
 * and are not away.
 */
export const skillKind = itemKind({
  kind: 'skill',
  table: 'staff',
  title: 'Fähigkeit einer Sachbearbeitung',
  sk: 'skill#',
  foundBy: 'none',
  schema: z.object({
    pk: staffData(z.string(), 'Kennung', work),
    sk: staffData(z.string(), 'Fähigkeit, auch im Team', work),
    kind: technical(z.literal('skill'), 'Art des Eintrags'),
    level: staffData(z.number(), 'Stufe der Fähigkeit', work),
    busy: staffData(z.literal(true), 'Beschäftigt', work).optional(),
    capacity: staffData(z.number(), 'Höchstzahl offener Vorgänge', work).optional(),
    absences: z.array(z.strictObject(absenceDays())),
    gsi1pk: staffData(z.string(), 'Fähigkeit, auch im Team', work),
    gsi1sk: staffData(z.string(), 'Stufe und Kennung, rückwärts', work),
  }),
  ending: { withHead: agentKind.kind, under: ({ pk }) => ({ pk, prefix: skillPrefix }) },
});

const teamPrefix = 'team#';

/** That a clerk is of a team: the entry by which its clerks are found, also those who are away. It is there while they work here. */
export const teamMemberKind = itemKind({
  kind: 'team-member',
  table: 'staff',
  title: 'Zugehörigkeit zu einem Team',
  sk: 'team#',
  foundBy: 'none',
  schema: z.object({
    pk: staffData(z.string(), 'Kennung', work),
    sk: staffData(z.string(), 'Team', work),
    kind: technical(z.literal('team-member'), 'Art des Eintrags'),
    gsi1pk: staffData(z.string(), 'Team', work),
    gsi1sk: staffData(z.string(), 'Kennung', work),
  }),
  ending: { withHead: agentKind.kind, under: ({ pk }) => ({ pk, prefix: teamPrefix }) },
});

/**
 * That an e-mail address is the login of a member of staff: nobody else can take it as theirs, a customer neither. It lies where those of
 * customers lie, under the same key, and goes when they leave.
 */
export const staffLoginLookupKind = itemKind({
  kind: 'staff-login-lookup',
  table: 'customers',
  title: 'Prüfwert gegen doppelte Anmeldenamen (Beschäftigte)',
  sk: 'lookup',
  foundBy: 'none',
  schema: z.object({
    pk: staffData(z.string(), 'Prüfwert der E-Mail-Adresse', 'Eindeutige Anmeldung', '6(1)(f)'),
    sk: technical(z.literal('lookup'), 'Sortierschlüssel'),
    kind: technical(z.literal('staff-login-lookup'), 'Art des Eintrags'),
    agentId: staffData(z.string(), 'Kennung', 'Zuordnung'),
    createdAt: staffData(z.iso.datetime(), 'Angelegt am', 'Nachvollziehbarkeit'),
    /** It is gone on that day. One that a restore brings back gets the day, and ends with its class. */
    leftOn: staffData(z.iso.date(), 'Ausgeschieden am', 'Beginn der Löschfrist', '6(1)(c)').optional(),
    ...headAttributes,
  }),
  ending: { class: 'staff-account', recordedAt: (item) => item.createdAt, starts: whenLeft, dueId: (item) => item.agentId, auxiliary: true },
});

/** Under this the index lists everybody, by when they were taken in. */
export const staffList = (left: boolean): 'staff' | 'staff-left' => (left ? 'staff-left' : 'staff');

export const agentKey = (id: string): ItemKey => ({ pk: id, sk: 'agent' });
/** What an entry is of: a skill, or the skill in a team. Both are there of each, so that neither search has to look past others. */
export const skillEntry = (skill: Skill, team?: string): string => (team === undefined ? skill : `${skill}#${team}`);
/** Under this the index finds who has a skill, or who of a team has it. */
export const skillKey = (skill: Skill, team?: string): string => `${skillPrefix}${skillEntry(skill, team)}`;

/** Under this the index finds who is of a team. */
export const teamKey = (team: string): string => `${teamPrefix}${team}`;

/**
 * Where the index has them among those: by their level, and then by their id read backwards. Its end is random, so they lie evenly, and whatever stands
 * together, from anywhere on, is as good as drawn; by the id itself those would stand together who were taken in together.
 */
export const skillPlace = (level: number, agentId: string): string => `${level}#${[...agentId].toReversed().join('')}`;

/** The entry of a clerk's skill, or of it in their team, but for its key. */
export const skillAttributes = (
  { id, status, capacity, absences }: Pick<Agent, 'id' | 'status' | 'capacity' | 'absences'>,
  { skill, level }: Skilled,
  team?: string,
) => ({
  level,
  ...(status === 'busy' && { busy: true as const }),
  ...(capacity !== undefined && { capacity }),
  absences: absences.map(({ from, to }) => ({ from, to })),
  gsi1pk: skillKey(skill, team),
  gsi1sk: skillPlace(level, id),
});

/** The skills of somebody to whom tickets may go: of who has no login yet, is away or has left there are none. */
export const usableSkills = ({ skills, status, loginMadeAt, leftOn }: Agent): readonly Skilled[] =>
  loginMadeAt === undefined || leftOn !== undefined || status === 'away' ? [] : skills;

/** The teams in which somebody is found as a clerk. */
export const teamsOf = ({ role, team, leftOn }: Pick<Agent, 'role' | 'team' | 'leftOn'>): readonly string[] =>
  role === 'agent' && leftOn === undefined ? [team] : [];

/** The entry of a clerk in their team, but for its key. */
export const teamAttributes = (agentId: string, team: string) => ({ gsi1pk: teamKey(team), gsi1sk: agentId });

/** What is stored of a member of staff, but for what only their login and its invitations change. */
export const agentAttributes = ({ id, ...data }: Agent) => ({
  ...agentKey(id),
  sk: 'agent' as const,
  ...data,
  gsi1pk: staffList(data.leftOn !== undefined),
  gsi1sk: id,
});

/** Until when somebody with these absences sleeps, if they do: to be set and removed with a change of them. */
export const sleepOf = ({ id, absences }: Pick<Agent, 'id' | 'absences'>, now: Date) => {
  const until = nextHandOver(absences, now);
  return { set: until ? asleep(id, until) : {}, remove: until ? [] : awake };
};

/** The member of staff in a stored item. */
export function agentOf(item: z.infer<typeof agentKind.schema>): Agent {
  const { pk, displayName, email, role, team, skills, languages, workingHours, capacity, status, absences, createdAt, loginMadeAt, leftOn, version } = item;
  const atWork = { team, skills, languages, workingHours, capacity, status, absences };
  return { id: pk, displayName, email, role, ...atWork, createdAt, loginMadeAt, leftOn, version };
}
