import * as z from 'zod';
import type { Action } from '../action.ts';
import { addTask } from './add-task.ts';
import { answer } from './answer.ts';
import { assign } from './assign.ts';
import { close } from './close.ts';
import { issueLetter } from './issue-letter.ts';
import { payOut } from './pay-out.ts';
import { setPriority } from './set-priority.ts';
import { tag } from './tag.ts';

/** Everything that rules can do. Another is a file, and a line here. */
const actions = [assign, tag, setPriority, addTask, issueLetter, answer, payOut, close] as const;

/** One thing that a rule does. */
export const ActionOfRule = z.discriminatedUnion('do', [
  assign.schema,
  tag.schema,
  setPriority.schema,
  addTask.schema,
  issueLetter.schema,
  answer.schema,
  payOut.schema,
  close.schema,
]);
export type ActionOfRule = z.infer<typeof ActionOfRule>;

const byDeed = new Map<string, Action>(actions.map((one) => [one.deed, one as unknown as Action]));

/** What is declared of an action. */
export const actionOf = ({ do: deed }: Pick<ActionOfRule, 'do'>): Action => byDeed.get(deed)!;
