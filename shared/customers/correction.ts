import { canonicalJson } from '../canonical-json.ts';
import { DomainError } from '../domain-error.ts';
import { dayOf } from '../personal-data/calendar.ts';
import { emailAddress, noLogin, runsOn, verifiedPoints, type Customer } from './customer.ts';
import { masterDataNames, type ContactPoint, type MasterData, type MasterDataField } from './new-customer.ts';

/** A customer as they are after a correction, under the next version, and what of them is not as it was. */
export interface Correction {
  readonly customer: Customer;
  readonly fields: readonly MasterDataField[];
}

/**
 * The customer with this master data instead: what is absent there is absent from now on, but for the way in which they log in. Where that is
 * what is stored already, in whatever order, it is the same customer, and no field.
 * @throws DomainError `invalid/invalid-body` for a verification in the future, `conflict/no-verified-contact-point`,
 *   `conflict/login-needs-address`, `conflict/no-login` where the relationship has ended
 */
export function corrected(before: Customer, { login = before.login, ...data }: MasterData, now: Date): Correction {
  const contactPoints = verifiedPoints(data, now).map((point, index) => asBefore(before.contactPoints, point, data.contactPoints[index]!, now));
  checkLogin(before, { login, contactPoints }, now);
  const absent = Object.fromEntries(masterDataNames.map((name) => [name, undefined]));
  const after: Customer = { ...before, ...absent, ...data, login, contactPoints, version: before.version + 1 };
  const fields = masterDataNames.filter((name) => canonicalJson(inOrder(before[name])) !== canonicalJson(inOrder(after[name])));
  return { customer: fields.length === 0 ? before : after, fields };
}

/** By a clock ahead of ours the same verification would be another one with each repeat. */
function asBefore(had: readonly ContactPoint[], point: ContactPoint, said: ContactPoint, now: Date): ContactPoint {
  const same = had.find(({ channel, address }) => channel === point.channel && address === point.address);
  return same && said.verifiedAt > now.toISOString() ? same : point;
}

function checkLogin(before: Customer, { login, contactPoints }: Pick<Customer, 'login' | 'contactPoints'>, now: Date): void {
  if (login === 'none') return;
  if (before.login === 'none' && !runsOn(before, dayOf(now)))
    throw noLogin([{ field: 'body.login', problem: 'the relationship has ended: there is no login to it' }]);
  if (emailAddress({ contactPoints }) !== undefined) return;
  throw new DomainError('conflict', 'login-needs-address', [
    { field: 'body.contactPoints', problem: "lacks an e-mail address, which a login needs: with the login 'none' there is none any more" },
  ]);
}

/** Contact points say the same in any order. */
const inOrder = (value: unknown): unknown =>
  Array.isArray(value) ? value.toSorted((one: { channel: string }, other: { channel: string }) => one.channel.localeCompare(other.channel)) : value;
