import * as z from 'zod';
import { ActionOfRule } from '../../shared/rules/actions/actions.ts';
import { Condition } from '../../shared/rules/facts.ts';
import { RuleId } from '../../shared/rules/rule-id.ts';
import { Trigger } from '../../shared/rules/triggers.ts';

/** A version of a rule as people of the company see it. */
export const RuleView = z
  .object({
    id: RuleId,
    title: z.string(),
    on: Trigger,
    when: z.array(Condition),
    then: z.array(ActionOfRule),
    order: z.int(),
    active: z.boolean(),
    inactiveSince: z.iso.datetime().optional(),
    version: z.int(),
    changedAt: z.iso.datetime().describe('When this version was written'),
    changedBy: z.string(),
  })
  .meta({ id: 'Rule' });
