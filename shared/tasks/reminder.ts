import * as z from 'zod';
import { alreadyDone, DomainError, invalidField } from '../domain-error.ts';
import { idOf } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import { requireNear, UtcInstant } from '../personal-data/plausible-days.ts';
import { severalLines } from '../personal-data/several-lines.ts';
import { AgentId } from '../staff/agent.ts';

export const ReminderId = idOf('rem');

/** When somebody wants to be reminded of a case, and of what. */
export const NewReminder = z.strictObject({
  at: UtcInstant.describe(
    'The moment, with `Z` or any offset: `2026-03-16T09:00:00+01:00` is nine o’clock in Berlin in winter. Two years ahead at most; comes up a minute or two late at most',
  ),
  note: severalLines(500).optional(),
  forAgent: AgentId.optional().describe('Whoever asks, if left out'),
  byMail: z.boolean().default(false).describe('By e-mail as well, which names the ticket’s number and nothing else'),
});
export type NewReminder = z.output<typeof NewReminder>;

/** The mail of a reminder that has come up. `claimed`: somebody is handing it over; `unknown`: nobody can say whether it went out. */
export const ReminderMail = z.enum(['planned', 'claimed', 'sent', 'unknown', 'failed']);
export type ReminderMail = z.infer<typeof ReminderMail>;

/** Why somebody hears of a case who did not ask to: so much of a clock of it has run that something must be done soon, or should have been; or its customer took it back. */
export const ReminderCause = z.enum(['first-answer-soon', 'first-answer-overdue', 'resolution-soon', 'resolution-overdue', 'withdrawn']);
export type ReminderCause = z.infer<typeof ReminderCause>;

/** That somebody is to look at a case again [Wiedervorlage]. */
export interface Reminder extends Omit<NewReminder, 'forAgent'> {
  readonly id: string;
  readonly customerId: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  /** Of a ticket that tells of somebody's health: for agents with the skill. */
  readonly special?: 'health' | undefined;
  /** Absent where nobody in particular is meant. */
  readonly forAgent?: string | undefined;
  readonly setAt: string;
  /** Absent where nobody set it, but something happened of itself. */
  readonly setBy?: string | undefined;
  /** What, then. */
  readonly cause?: ReminderCause | undefined;
  /** When it came up. */
  readonly firedAt?: string | undefined;
  readonly mail?: ReminderMail | undefined;
  /** Its note has been taken out, and is kept nowhere. */
  readonly redacted?: true | undefined;
  readonly mailClaimedAt?: string | undefined;
}

/** A new reminder on a case. @throws DomainError `invalid/invalid-body` for a moment that is past, or too far away */
export function reminderSet(
  id: string,
  ticket: Pick<Reminder, 'customerId' | 'ticketId' | 'ticketNumber' | 'special'>,
  { at, note, forAgent, byMail }: NewReminder,
  by: { readonly id: string; readonly at: Date },
): Reminder {
  if (Date.parse(at) < by.at.getTime() - graceMs) throw invalidField('body.at', 'lies in the past');
  requireNear('body.at', dayOf(new Date(at)), by.at, { yearsBack: 1, yearsAhead: 2 });
  return { id, ...ticket, at, note, forAgent: forAgent ?? by.id, byMail, setAt: by.at.toISOString(), setBy: by.id };
}

/** What comes up before somebody at once, since something happened on a case. */
export const reminderAtOnce = (
  id: string,
  ticket: Pick<Reminder, 'customerId' | 'ticketId' | 'ticketNumber' | 'special'>,
  { cause, forAgent }: Required<Pick<Reminder, 'cause'>> & Pick<Reminder, 'forAgent'>,
  now: Date,
): Reminder => {
  const at = now.toISOString();
  return { id, ...ticket, at, forAgent, byMail: false, setAt: at, cause, firedAt: at };
};

/** Clocks of others may be behind ours by so much. */
const graceMs = 5 * 60_000;

/** Whether nothing is left to be done with it. */
export const isThrough = ({ firedAt, mail }: Pick<Reminder, 'firedAt' | 'mail'>): boolean => firedAt !== undefined && mail !== 'planned' && mail !== 'claimed';

/** So long a claim belongs to the worker who made it: longer than its function may run. */
const claimHoldsMs = 60_000;

/**
 * What is to be done with the mail of a reminder that has come up: it is sent at most once. A claim that is old was left behind by a crash, before or
 * after the mail was handed over, so it stays unsent if it was.
 * @throws DomainError `conflict/already-done`, `conflict/being-sent`
 */
export function mailStep({ mail, mailClaimedAt }: Pick<Reminder, 'mail' | 'mailClaimedAt'>, now: Date): 'send' | 'lost' {
  if (mail === 'planned') return 'send';
  if (mail !== 'claimed') throw alreadyDone();
  if (now.getTime() - Date.parse(mailClaimedAt ?? '') < claimHoldsMs) throw new DomainError('conflict', 'being-sent');
  return 'lost';
}

/** When a mail for which the provider was too busy is tried again. */
export const nextTry = (now: Date): Date => new Date(now.getTime() + 5 * 60_000);

export const noSuchReminder = (): DomainError => new DomainError('not-found', 'no-such-reminder');
