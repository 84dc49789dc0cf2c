import * as z from 'zod';
import { DomainError, invalidField, type FieldProblem } from '../domain-error.ts';
import { addDays, type Day } from '../personal-data/calendar.ts';
import { requirePast } from '../personal-data/plausible-days.ts';
import { guardStatus } from '../storage/customer-guard.ts';
import type { NewLogin } from '../logins/logins.ts';
import type { LoginName } from './login-name.ts';
import type { ContactPoint, NewCustomer } from './new-customer.ts';

/** A way in which a customer can be told of something. */
export type Channel = ContactPoint['channel'];

/**
 * `active`: may write and be written to, also after the contract has ended, as long as the account lives.
 * `erasing`: an erasure runs; from here the guard refuses every writer. There is no state after it: the item is gone.
 */
export const CustomerStatus = z.enum(guardStatus);

export interface Customer extends NewCustomer {
  readonly id: string;
  /** How they log in to the portal. */
  readonly login: LoginName;
  readonly version: number;
  readonly status: z.infer<typeof CustomerStatus>;
  readonly createdAt: string;
  /** When they first became a customer: stays where the relationship begins anew. */
  readonly firstStartedOn?: string | undefined;
  readonly relationshipEndedOn?: string | undefined;
  /** The contract never began: its end is the day on which that was recorded. */
  readonly relationshipVoided?: true | undefined;
  /** Of an end recorded long in arrears: nothing is deleted because of it before this day. */
  readonly relationshipEndSettlesOn?: string | undefined;
}

/**
 * A new customer, active at once.
 * @throws DomainError `invalid/invalid-body` for a verification in the future, or a login without an e-mail address,
 *   `conflict/no-verified-contact-point`
 */
export const registered = (id: string, data: NewCustomer, now: Date): Customer => ({
  ...data,
  contactPoints: verifiedPoints(data, now),
  id,
  login: loginNameOf(data),
  version: 1,
  status: 'active',
  createdAt: now.toISOString(),
  firstStartedOn: data.relationshipStartedOn,
});

/**
 * Contact points, each verified by now, with one for the channel that the customer wants.
 * @throws DomainError `invalid/invalid-body` for a verification in the future, `conflict/no-verified-contact-point`
 */
export function verifiedPoints({ contactPoints, notifyBy }: Pick<NewCustomer, 'contactPoints' | 'notifyBy'>, now: Date): ContactPoint[] {
  for (const [index, { verifiedAt }] of contactPoints.entries()) requirePast(`body.contactPoints.${index}.verifiedAt`, verifiedAt, now);
  requireChannel(contactPoints, notifyBy, 'body.notifyBy');
  const at = now.toISOString();
  // By a clock ahead of ours, an address may be verified in a moment: it is from here on.
  return contactPoints.map((point) => ({ ...point, verifiedAt: point.verifiedAt < at ? point.verifiedAt : at }));
}

type Reached = Pick<NewCustomer, 'contactPoints'>;

const addressOn =
  (channel: Channel) =>
  ({ contactPoints }: Reached): string | undefined =>
    contactPoints.find((point) => point.channel === channel)?.address;

/** The address to which e-mails go; `undefined` for who has none. */
export const emailAddress = addressOn('email');

/** The number to which SMS go; `undefined` for who has none. */
export const smsNumber = addressOn('sms');

/**
 * Somebody must be told by one way at least: by e-mail, or by SMS where the stage sends them (`smsGoesTo`). Whom nothing reaches, nobody tells of a letter.
 * @throws DomainError `invalid/invalid-body`
 */
export function requireReachable(reached: Reached, smsGoesTo: (number: string) => boolean): void {
  const number = smsNumber(reached);
  if (emailAddress(reached) !== undefined || (number !== undefined && smsGoesTo(number))) return;
  throw invalidField('body.contactPoints', 'has nothing by which they can be told: no SMS go to the country of the number; give an e-mail address besides');
}

/** @throws DomainError `invalid/invalid-body`: a first password needs an address to go to */
function loginNameOf({ login, contactPoints }: NewCustomer): LoginName {
  const reachable = emailAddress({ contactPoints }) !== undefined;
  if (!reachable && login !== undefined && login !== 'none') throw invalidField('body.login', 'needs an e-mail contact point; without one there is none');
  return login ?? (reachable ? 'by-email' : 'none');
}

/** The login that belongs to a customer; `undefined` for who has none. */
export function loginOf({ id, login, contactPoints }: Pick<Customer, 'id' | 'login' | 'contactPoints'>): NewLogin | undefined {
  const email = emailAddress({ contactPoints });
  return login === 'none' || email === undefined ? undefined : { username: id, email, byEmail: login === 'by-email', group: 'customer' };
}

/** Whether they can log in to the portal; others are not sent there. */
export const hasPortal = ({ login }: Pick<Customer, 'login'>): boolean => login !== 'none';

/** Whether the login of a customer is another afterwards, or at another address. */
export const loginMoves = (before: Customer, after: Customer): boolean => before.login !== after.login || emailAddress(before) !== emailAddress(after);

/** @throws DomainError `invalid/invalid-body` when the relationship would end before it started. */
export function checkRelationshipEnd({ relationshipStartedOn }: Pick<Customer, 'relationshipStartedOn'>, endedOn: string): void {
  if (endedOn >= relationshipStartedOn) return;
  throw invalidField('body.endedOn', 'lies before the start of the relationship');
}

/** Whether the relationship runs on a day: its last one too. */
export const runsOn = ({ relationshipEndedOn }: Pick<Customer, 'relationshipEndedOn'>, day: Day): boolean =>
  relationshipEndedOn === undefined || relationshipEndedOn >= day;

/** An end that lies further back than this was recorded so late, or mistyped, that somebody should look again. */
const arrearsDays = 30;
/** So long they have. */
const secondLookDays = 14;

/** The day before which an end recorded today deletes nothing; `undefined` where it may follow at once. */
export const settlesOn = (endedOn: Day, today: Day): Day | undefined => (endedOn < addDays(today, -arrearsDays) ? addDays(today, secondLookDays) : undefined);

/**
 * The customer with the channel on which they wish to be told.
 * @throws DomainError `conflict/no-verified-contact-point` when there is no verified address for it.
 */
export function notifiedBy(customer: Customer, channel: Channel): Customer {
  requireChannel(customer.contactPoints, channel, 'body.notifyBy');
  return { ...customer, notifyBy: channel, version: customer.version + 1 };
}

function requireChannel(points: readonly ContactPoint[], channel: Channel, field: string): void {
  if (!points.some((point) => point.channel === channel)) {
    throw new DomainError('conflict', 'no-verified-contact-point', [{ field, problem: 'there is no verified address for this channel' }]);
  }
}

/** The same for somebody unknown, being erased, or kept for the law only. */
export const noSuchCustomer = (): DomainError => new DomainError('not-found', 'no-such-customer');

/** Of somebody who was to have none, or whose login has ended with the relationship. */
export const noLogin = (fields: readonly FieldProblem[] = noLoginHere): DomainError => new DomainError('conflict', 'no-login', fields);

const noLoginHere = [
  {
    field: 'path.customerId',
    problem:
      'has no login: none was to be made, or it ended with the relationship; one comes back when that begins anew, and PUT of the master data with `login` makes one for who has an e-mail address',
  },
];

/** Somebody was faster than whoever saw the customer. */
export const profileChanged = (): DomainError => new DomainError('stale', 'profile-changed');
