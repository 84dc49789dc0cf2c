import * as z from 'zod';
import type { DomainEvent } from '../../events/event.ts';
import type { Channel, Customer } from '../customers/customer.ts';
import { DomainError } from '../domain-error.ts';
import { derivedId } from '../id.ts';

/** The texts there are: `message-texts.ts`. */
export const NotificationTemplate = z.enum(['ticket-confirmation', 'new-letter']);
export type NotificationTemplate = z.infer<typeof NotificationTemplate>;

/**
 * `planned` → `claimed` (one sender has it, and may have called the provider) → `sent` (the provider took it), `failed` (it
 * refused), `unknown` (nobody can say), or `planned` again (the provider said that it took nothing, now). `dropped`: it turned out
 * before the claim that it must not go out.
 */
export const NotificationStatus = z.enum(['planned', 'claimed', 'sent', 'unknown', 'failed', 'dropped']);
export type NotificationStatus = z.infer<typeof NotificationStatus>;

/**
 * The allowed changes of status, as data. Back to `planned` goes only what the provider is known not to have taken, by the sender
 * whose claim it is: so nothing is ever sent twice.
 */
export const transitions: Readonly<Record<NotificationStatus, readonly NotificationStatus[]>> = {
  planned: ['claimed', 'dropped'],
  claimed: ['sent', 'unknown', 'failed', 'planned'],
  sent: [],
  unknown: [],
  failed: [],
  dropped: [],
};

/** The states from which `to` can be reached. */
export const statesBefore = (to: NotificationStatus): NotificationStatus[] => NotificationStatus.options.filter((from) => transitions[from].includes(to));

/** Nothing comes after it. */
export const isFinal = (status: NotificationStatus): boolean => transitions[status].length === 0;

/** What came of a claimed notification. `code` is a word of ours or of the provider, never its text. */
export type Outcome = { readonly status: 'sent' } | { readonly status: 'unknown' } | { readonly status: 'failed'; readonly code: string };

/** What a provider answers: an outcome; or `busy`, when nothing was taken and it may be asked again later. */
export type Answer = Outcome | { readonly status: 'busy' };

/** Why a notification is not handed over at all. `case-silenced`: what it is about, or the case of that, is restricted, held, or gone. */
export const DropCode = z.enum(['customer-not-active', 'case-silenced', 'no-contact-point', 'channel-not-wanted', 'country-not-allowed', 'message-too-long']);
export type DropCode = z.infer<typeof DropCode>;
export const isDropCode = (code: string): code is DropCode => DropCode.safeParse(code).success;

/** A message to a customer: what it is about and how it stands, neither text nor address. */
export interface Notification {
  readonly id: string;
  readonly customerId: string;
  readonly about: About;
  /** The case that this belongs to. */
  readonly ticketId: string;
  /** What people call that case: mails say it. Absent of one that was planned before cases had numbers. */
  readonly ticketNumber?: string | undefined;
  readonly channel: Channel;
  readonly template: NotificationTemplate;
  readonly status: NotificationStatus;
  /** Why it failed or was dropped. */
  readonly code?: string | undefined;
  readonly plannedAt: string;
  readonly claimedAt?: string | undefined;
  /** How often the provider was too busy to take it. It never falls, so a claim is told from an earlier one by it. */
  readonly turnedAway?: number | undefined;
  /** When it reached its last status. */
  readonly doneAt?: string | undefined;
}

export interface About {
  readonly type: 'ticket' | 'letter';
  readonly id: string;
}

/** What is told when something happened. */
const tellings: Readonly<Record<string, { readonly about: About['type']; readonly template: NotificationTemplate }>> = {
  'ticket.opened': { about: 'ticket', template: 'ticket-confirmation' },
  'letter.issued': { about: 'letter', template: 'new-letter' },
};

/** The channel of a template: fixed, or the one that the customer chose. A report is confirmed by e-mail whatever they chose. */
const channelFor: Readonly<Record<NotificationTemplate, Channel | 'chosen'>> = {
  'ticket-confirmation': 'email',
  'new-letter': 'chosen',
};

/** What an event is about that the customer is told of. @throws Error for an event that nobody is told of */
export function aboutOf(event: DomainEvent): About {
  return { type: tellingOf(event).about, id: event.aggregateId };
}

/** The notification that an event of this case causes; the same event always causes the same one. */
export function planned(event: DomainEvent, customer: Pick<Customer, 'id' | 'notifyBy'>, ticketId: string, now: Date): Notification {
  const { template } = tellingOf(event);
  const channel = channelFor[template];
  return {
    id: derivedId('ntf', event.id),
    customerId: customer.id,
    about: aboutOf(event),
    ticketId,
    channel: channel === 'chosen' ? customer.notifyBy : channel,
    template,
    status: 'planned',
    plannedAt: now.toISOString(),
  };
}

function tellingOf({ type }: DomainEvent) {
  const telling = tellings[type];
  if (!telling) throw new Error(`Nobody is told of ${type}`);
  return telling;
}

/**
 * The address to write to at this moment, or why there is none: the customer is being erased or gone, wants another channel by
 * now, or has no address on this one that was verified.
 */
export function addressFor(
  { channel, template }: Pick<Notification, 'channel' | 'template'>,
  customer: Customer | undefined,
  now: Date,
): { readonly address: string } | { readonly drop: DropCode } {
  if (customer?.status !== 'active') return { drop: 'customer-not-active' };
  if (channelFor[template] === 'chosen' && customer.notifyBy !== channel) return { drop: 'channel-not-wanted' };
  const point = customer.contactPoints.find((candidate) => candidate.channel === channel && new Date(candidate.verifiedAt) <= now);
  return point ? { address: point.address } : { drop: 'no-contact-point' };
}

/** So long a claim belongs to the sender who made it: longer than its function may run, shorter than a message stays away. */
const claimHoldsMs = 60_000;

/**
 * Whether the sender who claimed a notification may still be at work. If not, it was left behind by a crash, and since the
 * message may have gone out it can only become `unknown`.
 */
export const claimHolds = ({ claimedAt }: Pick<Notification, 'claimedAt'>, now: Date): boolean =>
  claimedAt !== undefined && now.getTime() - Date.parse(claimedAt) < claimHoldsMs;

/** A message that could not be handed over for so long is of no use any more. */
const longestTryingMs = 24 * 3_600_000;

/** The longest wait for a provider that is too busy, and the first; it doubles in between. */
const [firstWaitMs, longestWaitMs] = [60_000, 3_600_000];

/**
 * What becomes of a notification that the provider was too busy to take: when it is tried again, later each time, or that it is
 * given up. `dice` (from 0 to 1) takes up to half of the wait away, so that those that were turned away together do not come back so.
 */
export function turnedAway(
  { plannedAt, turnedAway: before = 0 }: Pick<Notification, 'plannedAt' | 'turnedAway'>,
  now: Date,
  dice: number,
): { readonly again: Date; readonly times: number } | { readonly givenUp: Extract<Outcome, { status: 'failed' }> } {
  if (now.getTime() - Date.parse(plannedAt) >= longestTryingMs) return { givenUp: { status: 'failed', code: 'provider-busy' } };
  const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** before);
  return { again: new Date(now.getTime() + wait * (1 - dice / 2)), times: before + 1 };
}

/** So often turned away, which takes about ten minutes, a notification is late enough that somebody should hear of it. */
export const lateAfterTimes = 5;

export { alreadyDone } from '../domain-error.ts';

export const noSuchNotification = (): DomainError => new DomainError('not-found', 'no-such-notification');

/** Another sender is at it: not done, so the message comes again. */
export const beingSent = (): DomainError => new DomainError('conflict', 'being-sent');
