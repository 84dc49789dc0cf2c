import type * as z from 'zod';
import type { Customer } from '../customers/customer.ts';
import type { NewId } from '../id.ts';
import type { LetterValues } from '../letters/letter-field.ts';
import type { LetterTemplate } from '../letters/letter-template.ts';
import type { SkilledClerk } from '../staff/staff-reader.ts';
import type { Task } from '../tasks/task.ts';
import type { TextModule, UsedTextModule } from '../text-modules/text-module.ts';
import type { Matter } from '../tickets/kinds/kinds.ts';
import type { Interaction, InteractionContent } from '../tickets/interaction.ts';
import type { RuleDeed } from '../tickets/rule-deeds.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { Problem } from './own-field.ts';
import type { Known, Seen } from './seen.ts';
import type { Trigger } from './triggers.ts';

/** What a rule has decided to do on a case so far: all of it is done at once, or nothing. */
export interface Draft {
  /** As the ticket is then, but for its version. */
  readonly ticket: Ticket;
  readonly steps: readonly { readonly content: InteractionContent; readonly payee?: Interaction['payee'] }[];
  readonly tasks: readonly Task[];
  readonly letters: readonly { readonly template: LetterTemplate; readonly values: LetterValues }[];
  readonly texts: readonly UsedTextModule[];
  readonly paidCents: number;
  /** What of it is something new. */
  readonly did: readonly RuleDeed[];
}

/** What is needed besides the case to act on it: read before, as it was at about the same moment. */
export interface Means {
  readonly customer?: Customer | undefined;
  readonly textModules: ReadonlyMap<string, TextModule>;
  /** Those who have the skill for the case and are here, by their ids. */
  readonly clerks: ReadonlyMap<string, SkilledClerk>;
}

/** Which of these an action needs. */
export interface Wanted {
  readonly customer?: true;
  readonly textModule?: string;
  readonly clerk?: string;
}

/** Where an action acts. */
export interface Acting {
  readonly seen: Seen;
  readonly means: Means;
  readonly ruleId: string;
  readonly newId: NewId;
}

/** Something that a rule can do: how it is written, and what it does. Everything that must be known of it stands here; a rule is planned, checked and looked through by it. */
export interface Action<S extends z.ZodObject = z.ZodObject> {
  readonly deed: RuleDeed;
  readonly schema: S;
  /** What rules may answer to when this was done. */
  readonly causes?: Trigger;
  /** What is certain of the case then. */
  leaves?(action: z.infer<S>): Known;
  wants?(action: z.infer<S>): Wanted;
  /** What a schema cannot see. `kinds`: for which kinds of ticket the rule is; `undefined` for all. */
  problems?(action: z.infer<S>, kinds: readonly Matter[] | undefined): Problem[];
  /**
   * What becomes of a draft. What is so already changes nothing, and is not among what was done.
   * @throws DomainError where it cannot be done: then the rule does nothing at all, and a person goes on
   */
  does(draft: Draft, action: z.infer<S>, acting: Acting): Draft;
}

/** A draft in which this was done as well. */
export const done = (draft: Draft, deed: RuleDeed, changes: Partial<Omit<Draft, 'did'>>): Draft => ({ ...draft, ...changes, did: [...draft.did, deed] });

/** Keeps the schema's type. */
export const action = <S extends z.ZodObject>(one: Action<S>): Action<S> => one;
