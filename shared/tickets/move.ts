import { DomainError, invalidField, processingRestricted } from '../domain-error.ts';
import { kindOf } from './kinds/kinds.ts';
import { beingFiled, ticketChanged, ticketMerged, type Ticket } from './ticket.ts';

/** A case in the file of the wrong customer, with everything that decides whether it can go to another's. */
export interface Standing {
  readonly ticket: Ticket;
  /** Something is being filed from it or to it. */
  readonly filing: boolean;
  /** It is evidence (legal hold). */
  readonly held: boolean;
  /** Other cases have become part of it, and lead to it. */
  readonly joined: boolean;
  /** The customer in whose file it is reported it, or has said or sent something on it. */
  readonly saidSomething: boolean;
  /** Money went to them because of it, whether or not it came back. */
  readonly paid: boolean;
  /** Letters were issued to them because of it. */
  readonly letters: boolean;
  /** Its steps name another case of theirs, of which it was part, or which was part of it. */
  readonly wasJoined: boolean;
  /** Files were announced on it, or came, and have not been looked at. */
  readonly openDocuments: boolean;
}

/**
 * A case as it is in the file of another customer: the same, with its clerk, its clocks and its number. What led to other cases of the one leads nowhere there.
 * @throws DomainError `stale/ticket-changed`, `invalid/invalid-body`, `conflict/ticket-merged`, `conflict/being-filed`, `conflict/processing-restricted`,
 *   `conflict/ticket-locked`, `conflict/reported-by-device`, `conflict/waits-for-customer`, `conflict/was-merged`, `conflict/documents-under-way`, `conflict/others-merged`, `conflict/customer-wrote`, `conflict/paid-already`, `conflict/letters-issued`
 */
export function movedTo(standing: Standing, customerId: string, versionSeen: number): Ticket {
  const { ticket } = standing;
  if (ticket.customerId === customerId) throw invalidField('body.customerId', 'is the customer in whose file it is');
  if (ticket.version !== versionSeen) throw ticketChanged();
  if (ticket.mergedInto !== undefined) throw ticketMerged();
  if (ticket.restricted) throw processingRestricted();
  if (standing.held) throw lockedTicket();
  if (standing.filing) throw beingFiled();
  if (kindOf(ticket.matter).openedBy !== undefined) throw reportedByDevice();
  if (ticket.waitingFor === 'customer') throw waitsForThem();
  for (const [name, refusal] of inTheWay) if (standing[name]) throw refusal();
  return { ...ticket, ...leftBehind, customerId, version: ticket.version + 1 };
}

/** What is of the one customer alone: what led to other cases of theirs, and what they were told or have not looked at. */
export const leftBehind = { separatedFrom: undefined, followedUpBy: undefined, messagesToldAt: undefined, news: undefined, newsUpTo: undefined };

const refused = (code: string, problem: string) => (): DomainError => new DomainError('conflict', code, [{ field: 'path.ticketId', problem }]);

/** What the one customer has a part in stays in their file: what to do instead. */
const instead = 'close it, and open a new one for the right customer (POST /v1/tickets)';

export const customerWrote = refused(
  'customer-wrote',
  `holds what the customer in whose file it is reported, wrote or sent themselves, which is nobody else’s to read: ${instead}`,
);
export const paidAlready = refused('paid-already', `has a payout to the customer in whose file it is, whose voucher stays with them: ${instead}`);
export const lettersIssued = refused('letters-issued', `has letters to the customer in whose file it is, who has them: ${instead}`);
export const othersMerged = refused(
  'others-merged',
  'has other tickets of the customer as part of it: undo that first (DELETE …/merge on them), or open a new one for the right customer (POST /v1/tickets)',
);
export const wasMerged = refused('was-merged', `has been one with another ticket of the customer in whose file it is, which its steps name: ${instead}`);
export const documentsUnderWay = refused(
  'documents-under-way',
  'has files that are announced or being checked: wait until they are through; what was announced and does not come is gone after a day',
);
export const reportedByDevice = refused(
  'reported-by-device',
  'was reported by a device: have it registered for the right customer, for whom it reports from then on, and close this one',
);
export const waitsForThem = refused('waits-for-customer', 'waits for the customer in whose file it is: let it go on first (DELETE …/waiting)');
export const lockedTicket = refused('ticket-locked', 'is kept as evidence (legal hold), or its customer’s data is, and stays where it is until that is lifted');

/** What keeps a case where it is, in the order in which it is told. */
const inTheWay = [
  ['joined', othersMerged],
  ['saidSomething', customerWrote],
  ['paid', paidAlready],
  ['letters', lettersIssued],
  ['wasJoined', wasMerged],
  ['openDocuments', documentsUnderWay],
] as const satisfies readonly (readonly [keyof Standing, () => DomainError])[];
