import type * as z from 'zod';
import type { Skill } from '../../staff/agent.ts';
import type { Priority } from '../priority.ts';
import type { EscalationStep, Targets } from '../service-levels.ts';

/**
 * Everything that the house knows of a kind of ticket. Another kind is a file that declares one, and a line in `kinds.ts`: requests, storage, assignment,
 * statistics, data map, documents and proof read it here.
 */
export interface TicketKind {
  /** What it is called in the API, in events and in the statistics. */
  readonly name: string;
  /** What people call it, in German: a ticket is called so until a clerk says it better. */
  readonly title: string;
  /** The skill that a clerk needs for it [skillorientiertes Routing]. Of a kind that tells of health, nobody without it reads what was written. */
  readonly skill: Skill;
  /** What a report of it cannot do without; an incident does for a message. */
  readonly needs: 'incident' | 'message' | 'details' | 'nothing';
  /** Machines alone open it: nobody reports one by hand. */
  readonly openedBy?: 'device';
  readonly details?: TicketDetails;
  /** With which it begins; `normal` where nothing is said. */
  readonly priority?: Priority;
  /** So many days after its end it can go on as the same case; 90 where nothing is said. Later it is another, which follows it up. */
  readonly reopensForDays?: number;
  /** How soon it is answered and closed, where that is not as usual (`usualTargets`). */
  readonly targets?: Partial<Targets>;
  /** What happens as its time runs, where that is not what usually does (`usualEscalation`). */
  readonly escalation?: readonly EscalationStep[];
  /** Its customer cannot take it back by themselves, and asks a clerk: somebody else has a claim, or a duty of ours does not end with it. */
  readonly withdrawnByClerkOnly?: true;
  /** Among which kind the anonymous statistics count it, where cases of its own would be too few to be told apart (decision 0032). */
  readonly countedAs?: string;
}

/** What is asked for of one kind besides what all have. */
export interface TicketDetails<S extends z.ZodObject = z.ZodObject> {
  /** Strict: as it comes in, and with its classification as it is stored. */
  readonly schema: S;
  /** As somebody hands it in; the reference shows it, and the proof fills it in. */
  readonly example: z.input<S>;
  /** They tell of health (Art. 9 GDPR), each of them: their being there does. */
  readonly special?: 'health';
  /** What a schema cannot see. @throws DomainError `invalid/invalid-body` naming the field */
  readonly check?: (details: z.output<S>, now: Date) => void;
}

/** Keeps the name as the literal that it is. */
export const ticketKind = <const Name extends string, Details extends TicketDetails | undefined>(
  kind: Omit<TicketKind, 'name' | 'details'> & { readonly name: Name; readonly details?: Details },
) => kind;

/** The same of its details, with the types of their fields. */
export const ticketDetails = <S extends z.ZodObject>(details: TicketDetails<S>): TicketDetails => details;
