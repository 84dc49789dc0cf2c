import * as z from 'zod';
import { staffData, technical } from '../personal-data/classification.ts';
import { headAttributes, itemKind } from '../storage/item-kind.ts';
import type { ItemKey } from '../storage/item.ts';
import { Skill, type Agent } from './agent.ts';

const work = 'Zuteilung und Bearbeitung';

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
    skills: z.array(staffData(Skill.clone(), 'Fähigkeit', work)),
    createdAt: staffData(z.iso.datetime(), 'Angelegt am', 'Nachvollziehbarkeit'),
    leftOn: staffData(z.iso.date(), 'Ausgeschieden am', 'Beginn der Löschfrist', '6(1)(c)').optional(),
    ...headAttributes,
  }),
  ending: {
    class: 'staff-account',
    recordedAt: (item) => item.createdAt,
    starts: (item) => (item.leftOn ? { 'staff-left': item.leftOn } : {}),
    outside: (item) => [
      { store: 'logins', reference: item.pk },
      { store: 'mail-suppression', reference: item.email },
    ],
  },
});

const skillPrefix = 'skill#';

/** That a clerk has a skill: the entry by which assignment finds them. */
export const skillKind = itemKind({
  kind: 'skill',
  table: 'staff',
  title: 'Fähigkeit einer Sachbearbeitung',
  sk: 'skill#',
  foundBy: 'none',
  schema: z.object({
    pk: staffData(z.string(), 'Kennung', work),
    sk: staffData(z.string(), 'Fähigkeit', work),
    kind: technical(z.literal('skill'), 'Art des Eintrags'),
    gsi1pk: staffData(z.string(), 'Fähigkeit', work),
    gsi1sk: staffData(z.string(), 'Kennung', work),
  }),
  ending: { withHead: agentKind.kind, under: ({ pk }) => ({ pk, prefix: skillPrefix }) },
});

export const agentKey = (id: string): ItemKey => ({ pk: id, sk: 'agent' });
/** Under this the index finds who has a skill. */
export const skillKey = (skill: Skill): string => `${skillPrefix}${skill}`;

/** The member of staff in a stored item. */
export function agentOf(item: z.infer<typeof agentKind.schema>): Agent {
  const { pk, displayName, email, role, team, skills, createdAt } = item;
  return { id: pk, displayName, email, role, team, skills, createdAt };
}
