import { changedMeanwhile } from '../domain-error.ts';
import { isOpen } from '../storage/customer-guard.ts';
import type { Item } from '../storage/item.ts';
import { keyOf } from '../storage/item.ts';
import { both, notHidden, sameStates } from '../storage/item-states.ts';
import { putHead, remove, update, type Dating } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import type { Correction } from './correction.ts';
import { correctionKey, correctionKind, formerAddressKey, formerAddressKind } from './correction-item.ts';
import { emailAddress, loginMoves, noSuchCustomer, profileChanged } from './customer.ts';
import { customerKey, customerKind, customerOf, loginKind, type CustomerItem, type CustomerItemKind } from './customer-item.ts';
import { loginLookupOf, loginWrites, lookupAttributes, lookupWrites, type Lookups, type Placed } from './customer-lookups.ts';

interface Correcting extends Correction {
  readonly before: CustomerItem;
  /** All by which they are found and log in, as it is there. */
  readonly theirs: readonly [CustomerItemKind, Item][];
  /** Of the corrected data. */
  readonly lookups: Lookups;
  readonly step: { readonly id: string; readonly by: string };
  readonly dating: Dating;
  readonly now: Date;
}

/** Whether the owner of a login is sent a first password after a correction, as by an invitation: it is new, or at another address. */
export const invites = ({ before, theirs, customer }: Pick<Correcting, 'before' | 'theirs' | 'customer'>): boolean =>
  customer.login !== 'none' && loginMoves(customerOf(before), customer) && (before.login === 'none' || theirs.some(([kind]) => kind === loginKind));

/** What a correction of master data writes, in one transaction. */
export function correctionWrites({ before, theirs, customer, fields, lookups, step, dating, now }: Correcting): Write[] {
  const { id, login, version } = customer;
  const { createdAt, relationshipEndedOn, relationshipEndSettlesOn } = before;
  const whose = { id, login, made: { createdAt, relationshipEndedOn, relationshipEndSettlesOn }, dating };
  const loginItem = theirs.find(([kind]) => kind === loginKind)?.[1];
  // A login that has ended with the relationship does not come back by a correction; one that is taken away is forgotten when it is gone from the pool.
  const stays = loginItem ? [{ kind: loginKind, key: keyOf(loginItem) }] : [];
  const loginPlaced = login === 'none' ? stays : loginItem || before.login === 'none' ? loginWrites(whose, lookups.email) : [];
  const at = now.toISOString();
  const formerAddress = emailAddress(before);
  return [
    update(
      customerKind,
      customerKey(id),
      changesTo(before, { ...Object.fromEntries(fields.map((name) => [name, customer[name]])), ...lookupAttributes(lookups), version }),
      {
        if: both({ equals: { version: version - 1, status: 'active' } }, notHidden),
        refusal: (current) => (isOpen(current) ? profileChanged() : noSuchCustomer()),
      },
    ),
    ...moved(theirs, [...lookupWrites(whose, lookups), ...loginPlaced]),
    ...(loginItem ? renamed(loginItem, loginLookupOf(login, lookups.email)) : []),
    putHead(correctionKind, { ...correctionKey(id, step.id), id: step.id, at, byId: step.by, fields: [...fields] }, dating),
    ...(formerAddress === undefined || formerAddress === emailAddress(customer)
      ? []
      : [putHead(formerAddressKind, { ...formerAddressKey(id, step.id), at, address: formerAddress }, dating)]),
  ];
}

/** What is there and stays is left alone; the rest goes, and what is new comes. */
function moved(theirs: Correcting['theirs'], placed: readonly (Omit<Placed, 'write'> & Partial<Placed>)[]): Write[] {
  const there = theirs.filter(([kind]) => kind !== customerKind);
  const isSame = ([kind, item]: (typeof theirs)[number], to: Pick<Placed, 'kind' | 'key'>): boolean =>
    kind === to.kind && item.pk === to.key.pk && item.sk === to.key.sk;
  const left = there.filter((one) => !placed.some((to) => isSame(one, to)));
  return [
    ...left.map(([kind, item]) => remove(kind, keyOf(item), { if: both({ exists: true }, sameStates(item)), refusal: changedMeanwhile })),
    ...placed.filter((to) => !there.some((one) => isSame(one, to))).flatMap(({ write }) => write ?? []),
  ];
}

/** The login knows by which address it is taken. */
function renamed(login: Item, lookupKey: string | undefined): Write[] {
  if (login.lookupKey === lookupKey) return [];
  return [update(loginKind, keyOf(login), changesTo(login, { lookupKey }), { if: both({ exists: true }, sameStates(login)), refusal: changedMeanwhile })];
}

/** Sets what is there afterwards, and removes what was and is not. */
const changesTo = <Changed extends object>(before: Item, after: Changed) => ({
  set: after,
  remove: (Object.keys(after) as (keyof Changed & string)[]).filter((name) => after[name] === undefined && before[name] !== undefined),
});
