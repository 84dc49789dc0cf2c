import * as z from 'zod';
import type { DomainEvent } from '../../events/event.ts';
import { interactionAdded } from '../../events/interaction-added.ts';
import { letterIssued } from '../../events/letter-issued.ts';
import { letterWithdrawn } from '../../events/letter-withdrawn.ts';
import { ticketOpened } from '../../events/ticket-opened.ts';
import type { Channel, Customer } from '../customers/customer.ts';
import { DomainError } from '../domain-error.ts';
import { derivedId } from '../id.ts';

/** The texts there are: `message-texts.ts`. */
export const NotificationTemplate = z.enum(['ticket-confirmation', 'new-letter', 'letter-withdrawn', 'new-message']);
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

/** What a provider answers: an outcome; or `busy`, when nothing was taken and it may be asked again later; `long`: not within minutes. */
export type Answer = Outcome | Busy;

export interface Busy {
  readonly status: 'busy';
  readonly long?: true;
}

/** Why a notification is not handed over at all. `case-silenced`: what it is about, or the case of that, is restricted, held, or gone. */
export const DropCode = z.enum(['customer-not-active', 'case-silenced', 'no-contact-point', 'country-not-allowed', 'message-too-long']);
export type DropCode = z.infer<typeof DropCode>;
export const isDropCode = (code: string): code is DropCode => DropCode.safeParse(code).success;

/** A message to a customer: what it is about and how it stands, neither text nor address. */
export interface Notification {
  readonly id: string;
  readonly customerId: string;
  readonly about: About;
  /** The case that this belongs to, if to any. */
  readonly ticketId?: string | undefined;
  /** What people call that case: mails say it. */
  readonly ticketNumber?: string | undefined;
  readonly channel: Channel;
  /** The channel on which it was to go, where they could not be reached on it. */
  readonly insteadOf?: Channel | undefined;
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

/** What the customer is told of. */
interface Telling {
  readonly event: string;
  /** Of an event that tells of many things: with which data, each one of these. */
  readonly where?: Readonly<Record<string, readonly string[]>>;
  readonly about: About['type'];
  readonly template: NotificationTemplate;
  /** More of the same may follow soon, and is told together: `gathering.ts`. */
  readonly gathers?: true;
}

/** What the customer is told of, by the events that say so. */
export const tellings: readonly Telling[] = [
  { event: ticketOpened.type, about: 'ticket', template: 'ticket-confirmation' },
  { event: letterIssued.type, about: 'letter', template: 'new-letter' },
  // Who has read what does not hold must hear that it does not. What came twice holds once.
  { event: letterWithdrawn.type, where: { opened: ['yes'], reason: ['wrong-recipient', 'wrong-content'] }, about: 'letter', template: 'letter-withdrawn' },
  // Who has read what was wrong must hear that something else holds.
  {
    event: interactionAdded.type,
    where: { type: ['message', 'message-correction', 'document'], by: ['agent', 'rule'] },
    about: 'ticket',
    template: 'new-message',
    gathers: true,
  },
  // They sent a file, and nobody has it. Why, and what to do, is read on the case.
  { event: interactionAdded.type, where: { type: ['document-refused'], by: ['system'] }, about: 'ticket', template: 'new-message', gathers: true },
];

/**
 * The channel of a template: one for all who can be reached on it, or the one that the customer chose. A report is confirmed by e-mail whatever they chose,
 * since it has the number of the case; by SMS to who has nothing else.
 */
const channelFor: Readonly<Record<NotificationTemplate, Channel | 'chosen'>> = {
  'ticket-confirmation': 'email',
  'new-letter': 'chosen',
  'letter-withdrawn': 'chosen',
  'new-message': 'chosen',
};

/** On which channel the customer is to be told by a template. */
function wantedFor(template: NotificationTemplate, { notifyBy }: Pick<Customer, 'notifyBy'>): Channel {
  const channel = channelFor[template];
  return channel === 'chosen' ? notifyBy : channel;
}

/** The notification that an event of this case, or of none, causes; the same event always causes the same one. @throws Error for an event that nobody is told of */
export function planned(event: DomainEvent, customer: Pick<Customer, 'id' | 'notifyBy'>, ticketId: string | undefined, now: Date): Notification {
  const telling = tellingOf(event);
  if (!telling) throw new Error(`Nobody is told of ${event.type}`);
  const { about, template } = telling;
  return {
    id: derivedId('ntf', event.id),
    customerId: customer.id,
    about: { type: about, id: event.aggregateId },
    ticketId,
    channel: wantedFor(template, customer),
    template,
    status: 'planned',
    plannedAt: now.toISOString(),
  };
}

/**
 * The notification over the way by which the customer can be reached as it is planned: the other channel, where SMS do not go to their number's country
 * (`smsGoesTo`), or there is no verified address. Where neither is left it stays as it is, and its sender says why not.
 */
export function onItsWay(notification: Notification, customer: Customer, smsGoesTo: (number: string) => boolean, now: Date): Notification {
  const way = wayFor(notification, customer, now);
  const barred = 'address' in way && notification.channel === 'sms' && !smsGoesTo(way.address);
  const taken = barred ? fallback(notification, customer, now, 'country-not-allowed') : way;
  return 'over' in taken ? { ...notification, channel: taken.over, insteadOf: taken.insteadOf } : notification;
}

/** What the customer is told of an event; nothing of those that tell of many things, where this is none of it. */
export const tellingOf = ({ type, data }: Pick<DomainEvent, 'type' | 'data'>): Telling | undefined =>
  tellings.find(({ event, where = {} }) => event === type && Object.entries(where).every(([name, values]) => values.includes(String(data[name]))));

/** Over which channel a notification goes instead. `insteadOf`: on that one, where it was to go, the customer cannot be reached. */
export interface Detour {
  readonly over: Channel;
  readonly insteadOf?: Channel;
}

/** How a customer is told at this moment, or why not. */
export type Way = { readonly address: string } | Detour | { readonly drop: DropCode };

/** What of a notification decides on its way. */
type Travelling = Pick<Notification, 'channel' | 'template' | 'insteadOf'>;

/**
 * How to tell the customer at this moment: by this channel at that address, or over the other, which they want by now or on which alone they can
 * be reached. Not at all who is being erased or gone, or has no address that was verified.
 */
export function wayFor(notification: Travelling, customer: Customer | undefined, now: Date): Way {
  const { channel, template, insteadOf } = notification;
  if (customer?.status !== 'active') return { drop: 'customer-not-active' };
  const wanted = wantedFor(template, customer);
  if (wanted !== channel && wanted !== insteadOf) return { over: wanted };
  const address = verifiedAddress(customer, channel, now);
  return address === undefined ? fallback(notification, customer, now, 'no-contact-point') : { address };
}

/**
 * How to tell a customer who cannot be told by the channel of the notification, for this reason: over the other, where they have an address there; once,
 * so that none sends it back.
 */
export function fallback(
  { channel, insteadOf }: Pick<Travelling, 'channel' | 'insteadOf'>,
  customer: Customer,
  now: Date,
  reason: DropCode,
): Detour | { readonly drop: DropCode } {
  const [other] = channels.filter((candidate) => candidate !== channel && verifiedAddress(customer, candidate, now) !== undefined);
  if (!other || insteadOf !== undefined) return { drop: reason };
  return { over: other, insteadOf: channel };
}

const channels: readonly Channel[] = ['sms', 'email'];

const verifiedAddress = ({ contactPoints }: Customer, channel: Channel, now: Date): string | undefined =>
  contactPoints.find((candidate) => candidate.channel === channel && new Date(candidate.verifiedAt) <= now)?.address;

/** After this, whoever is to send a notification has either done so or never heard of it: queues have tried what they were given five times. */
const lookAgainMs = 30 * 60_000;

/** When a notification is looked at again that has not come to its end by then. */
export const nextLook = (now: Date): Date => new Date(now.getTime() + lookAgainMs);

/** So long a claim belongs to the sender who made it: longer than its function may run, shorter than a message stays away. */
const claimHoldsMs = 60_000;

/**
 * Whether the sender who claimed a notification may still be at work. If not, it was left behind by a crash, and since the
 * message may have gone out it can only become `unknown`.
 */
export const claimHolds = ({ claimedAt }: Pick<Notification, 'claimedAt'>, now: Date): boolean =>
  claimedAt !== undefined && now.getTime() - Date.parse(claimedAt) < claimHoldsMs;

/** The longest wait for a provider that is too busy, and the first; it doubles in between. */
const [firstWaitMs, longestWaitMs] = [60_000, 3_600_000];

/**
 * When a notification that the provider was too busy to take is tried again, later each time; `long`: not soon. It is never given up: as long as
 * it lies there, so does what it tells of. `dice` (from 0 to 1) takes up to half of the wait away, so that those that were turned away
 * together do not come back so.
 */
export function turnedAway(
  { turnedAway: before = 0 }: Pick<Notification, 'turnedAway'>,
  { long }: Pick<Busy, 'long'>,
  now: Date,
  dice: number,
): { readonly again: Date; readonly times: number } {
  const wait = long ? longestWaitMs : Math.min(longestWaitMs, firstWaitMs * 2 ** before);
  return { again: new Date(now.getTime() + wait * (1 - dice / 2)), times: before + 1 };
}

/** So often turned away, which takes about ten minutes, a notification is late enough that somebody should hear of it; and again each time after. */
const lateEachTimes = 5;

/** Whether somebody should hear of a notification that was turned away so often: at once of what does not pass by itself within minutes. */
export const isLate = (times: number, { long }: Pick<Busy, 'long'>): boolean => long === true || times % lateEachTimes === 0;

export { alreadyDone } from '../domain-error.ts';

export const noSuchNotification = (): DomainError => new DomainError('not-found', 'no-such-notification');

/** Another sender is at it: not done, so the message comes again. */
export const beingSent = (): DomainError => new DomainError('conflict', 'being-sent');
