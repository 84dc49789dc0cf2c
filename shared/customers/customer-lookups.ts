import { customerErased, DomainError } from '../domain-error.ts';
import { loginEmailTaken } from '../logins/refusals.ts';
import { lookupKeyOf } from '../personal-data/lookup-partition.ts';
import { putHead, type Dating } from '../storage/item-writes.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import type { Write } from '../storage/transact.ts';
import {
  emailLookupKeyOf,
  emailLookupKind,
  loginKey,
  loginKind,
  loginLookupKind,
  lookupKind,
  phoneLookupKeyOf,
  phoneLookupKind,
  type CustomerItem,
  type CustomerItemKind,
  type KnownEnd,
} from './customer-item.ts';
import type { LoginName } from './login-name.ts';

/** The keyed hashes under which a customer is found: by the first they must be the only one. */
export interface Lookups {
  readonly insuranceNumber: string;
  /** Of the e-mail address, if they have one; others may have the same, but only one logs in by it. */
  readonly email?: string | undefined;
  /** Of the number for SMS, if they have one; others may have the same. */
  readonly phone?: string | undefined;
}

/** The keyed hashes as the customer's own item has them. */
export const lookupAttributes = ({ insuranceNumber, email, phone }: Lookups) => ({ lookupKey: insuranceNumber, emailLookupKey: email, phoneLookupKey: phone });

/** An item by which a customer is found, or logs in: of each kind one at most. */
export interface Placed {
  readonly kind: CustomerItemKind;
  readonly key: ItemKey;
  readonly write: Write;
}

/** What all of somebody's are made of. */
export interface Whose {
  readonly id: string;
  readonly login: LoginName;
  /** What each of them knows of the relationship that it goes with. */
  readonly made: KnownEnd & Pick<CustomerItem, 'createdAt'>;
  readonly dating: Dating;
}

/** The items by which somebody is found. @throws DomainError in a refusal: `conflict/customer-exists`, `conflict/customer-erased` */
export function lookupWrites({ id, made, dating }: Whose, { insuranceNumber, email, phone }: Lookups): Placed[] {
  const found = { gsi1pk: id, gsi1sk: 'lookup', ...made };
  const onlyTheirs = lookupKeyOf(insuranceNumber);
  const refusal = (current: Item | undefined) => (current?.kind === 'tombstone' ? customerErased() : customerExists());
  const byEmail = email === undefined ? undefined : emailLookupKeyOf(email, id);
  const byPhone = phone === undefined ? undefined : phoneLookupKeyOf(phone, id);
  return [
    { kind: lookupKind, key: onlyTheirs, write: putHead(lookupKind, { ...onlyTheirs, ...found }, dating, { refusal }) },
    ...(byEmail ? [{ kind: emailLookupKind, key: byEmail, write: putHead(emailLookupKind, { ...byEmail, ...found }, dating) }] : []),
    ...(byPhone ? [{ kind: phoneLookupKind, key: byPhone, write: putHead(phoneLookupKind, { ...byPhone, ...found }, dating) }] : []),
  ];
}

/**
 * The items of a login: for who logs in by e-mail, that the address (by its keyed hash) is theirs; none for who has no login.
 * @throws DomainError in a refusal: `conflict/login-email-taken`
 */
export function loginWrites({ id, login, made, dating }: Whose, mac: string | undefined): Placed[] {
  if (login === 'none') return [];
  const lookupKey = loginLookupOf(login, mac);
  const key = loginKey(id);
  const theLogin = { kind: loginKind, key, write: putHead(loginKind, { ...key, username: id, lookupKey, ...made }, dating) };
  if (lookupKey === undefined) return [theLogin];
  const taken = lookupKeyOf(lookupKey);
  const write = putHead(loginLookupKind, { ...taken, gsi1pk: id, gsi1sk: 'lookup', ...made }, dating, { refusal: addressTaken });
  return [{ kind: loginLookupKind, key: taken, write }, theLogin];
}

/** The keyed hash of an address that only this login may have. */
export const loginLookupOf = (login: LoginName, mac: string | undefined): string | undefined => (login === 'by-email' ? mac : undefined);

const customerExists = (): DomainError =>
  new DomainError('conflict', 'customer-exists', [
    { field: 'body.insuranceNumber', problem: "is a customer's already: GET /v1/customers?insuranceNumber=… finds them" },
  ]);

/** Of a customer's address: what whoever takes them in can do. It says that somebody has it, and not who. */
export const addressTaken = (): DomainError =>
  loginEmailTaken([
    { field: 'body.login', problem: "the e-mail address is somebody else's login: 'by-id' makes one that is named by the customer's id, 'none' makes none" },
  ]);
