import { customerErased, DomainError, processingRestricted } from '../domain-error.ts';
import { both, isHidden, isSilenced, isStopped, notHidden, notSilenced, notStopped } from './item-states.ts';
import type { Item, ItemKey } from './item.ts';
import type { Condition } from './expression.ts';
import type { Effect } from './transact.ts';

/** The item of each customer that the guard looks at. The kind of master data lies there because it is said here. */
export const guarded = { table: 'customers', sk: 'customer' } as const;

/** What the status of that item says: whether the guard lets writers pass. */
export const guardStatus = { open: 'active', closed: 'erasing' } as const;

/**
 * The customer guard: nothing is written for somebody who is being erased, is kept for the law only, or is gone; and where their
 * data is restricted (Art. 18 GDPR) only what is merely stored.
 */
export interface Guard {
  readonly id: string;
  /** The version of the profile that the writer saw. */
  readonly profileVersion?: number;
  /** What the person says themselves, or a fact that is only noted: stored under a restriction too. */
  readonly onlyStores?: true;
  /** Something goes out to the person: not while any state silences it. */
  readonly speaks?: true;
  /** What else must hold of the customer's item, and what is said where it does not. */
  readonly also?: { readonly if: Condition; readonly refusal: () => DomainError };
  /** The field of the request by which they were named, where a refusal must say of whom of two it speaks. */
  readonly field?: string;
}

export const guardKey = (customerId: string): ItemKey => ({ pk: customerId, sk: guarded.sk });

/** Whether the guard is open: the customer is there to be seen, and to be written for where no restriction says otherwise. */
export const isOpen = (item: Item | undefined): boolean => item?.status === guardStatus.open && !isHidden(item);

/**
 * The guard as a check of a transaction.
 * @throws DomainError in its refusal: `conflict/customer-not-active` for who speaks, else `conflict/customer-erased`,
 *   `conflict/processing-restricted`, `stale/profile-changed`, and what `also` says
 */
export function guardCheck({ id, profileVersion, onlyStores, speaks, also, field }: Guard): Effect {
  const states = speaks ? notSilenced : onlyStores ? notHidden : notStopped;
  return {
    table: guarded.table,
    check: guardKey(id),
    if: both(both({ equals: { status: guardStatus.open, ...(profileVersion !== undefined && { version: profileVersion }) } }, states), also?.if ?? {}),
    refusal: (current) => {
      if (speaks && (!isOpen(current) || isSilenced(current))) return new DomainError('conflict', 'customer-not-active');
      if (!isOpen(current)) return about(customerErased(), field, 'is nobody for whom anything can be done any more');
      if (isStopped(current) && !onlyStores) return about(processingRestricted(), field, 'is somebody whose data is restricted: nothing is done with it');
      const sameProfile = profileVersion === undefined || current?.version === profileVersion;
      return also && sameProfile ? also.refusal() : new DomainError('stale', 'profile-changed');
    },
  };
}

/** A refusal that names a field. */
const about = ({ kind, code }: DomainError, field: string | undefined, problem: string): DomainError =>
  new DomainError(kind, code, field === undefined ? [] : [{ field, problem }]);
