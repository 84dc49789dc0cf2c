import * as z from 'zod';
import { DomainError } from '../domain-error.ts';

/** How one case is connected with another of the same customer, and how the other is with it. */
const inverse = {
  'follow-up-of': 'followed-up-by',
  'followed-up-by': 'follow-up-of',
  'caused-by': 'cause-of',
  'cause-of': 'caused-by',
  'duplicate-of': 'duplicated-by',
  'duplicated-by': 'duplicate-of',
  'same-event': 'same-event',
} as const;

export const Relation = z.enum(Object.keys(inverse) as (keyof typeof inverse)[]);
export type Relation = z.infer<typeof Relation>;

/** What the other case is to this one, where this one is that to the other. */
export const inverseOf = (relation: Relation): Relation => inverse[relation];

/** That a case is connected with another, as it stands on one of the two. */
export interface Link {
  readonly ticketId: string;
  readonly otherId: string;
  readonly relation: Relation;
  readonly at: string;
  /** The clerk; absent where the house itself linked them. */
  readonly byId?: string | undefined;
}

export const alreadyLinked = (): DomainError =>
  new DomainError('conflict', 'already-linked', [
    { field: 'body.ticketId', problem: 'is linked with this ticket already: take that away first (DELETE /v1/tickets/{ticketId}/links/{otherTicketId})' },
  ]);

/** A case of somebody else: each customer's file speaks of them alone, and goes with them. */
export const otherCustomers = (field: string): DomainError =>
  new DomainError('conflict', 'of-another-customer', [{ field, problem: 'is a ticket of another customer, whose file must not speak of this one' }]);

export const noSuchLink = (): DomainError => new DomainError('not-found', 'no-such-link');
