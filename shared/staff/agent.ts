import * as z from 'zod';
import { EmailAddress } from '../personal-data/email-address.ts';
import { invalidField } from '../domain-error.ts';
import { idOf } from '../id.ts';

/** What somebody can do; tickets go to whom has the skill that their kind needs. */
export const Skill = z.enum(['claims', 'service']);
export type Skill = z.infer<typeof Skill>;

export const AgentId = idOf('agt');
export const StaffId = z.union([AgentId, idOf('adm')]);

/** A new member of staff. `officer` is the data protection officer, who may run deletions; the others work on tickets. */
export const NewAgent = z.strictObject({
  displayName: z.string().trim().min(1).max(80),
  email: EmailAddress,
  role: z.enum(['agent', 'officer']),
  team: z.string().regex(/^[a-z0-9-]{2,40}$/, 'must be 2 to 40 lower-case letters, digits or hyphens'),
  skills: z
    .array(Skill)
    .max(10)
    .refine((skills) => new Set(skills).size === skills.length, 'at most once each')
    .meta({ uniqueItems: true })
    .default([]),
});
export type NewAgent = z.infer<typeof NewAgent>;

/** A clerk [Sachbearbeiter], officer or administrator. */
export interface Agent extends NewAgent {
  readonly id: string;
  readonly createdAt: string;
}

/**
 * A new member of staff.
 * @throws DomainError `invalid/invalid-body` for skills of somebody who works on no tickets
 */
export function employed(id: string, data: NewAgent, now: Date): Agent {
  if (data.role !== 'agent' && data.skills.length > 0) {
    throw invalidField('body.skills', 'are for agents only');
  }
  return { ...data, id, createdAt: now.toISOString() };
}
