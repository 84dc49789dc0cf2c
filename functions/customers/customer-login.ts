import { emailAddress, loginOf, noSuchCustomer, runsOn, type Customer } from '../../shared/customers/customer.ts';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { addressTaken } from '../../shared/customers/customer-lookups.ts';
import type { CustomerTable } from '../../shared/customers/customer-table.ts';
import { refuseForeignLogin, type Logins } from '../../shared/logins/logins.ts';
import type { Day } from '../../shared/personal-data/calendar.ts';

interface LoginDeps {
  readonly customers: Pick<CustomerTable, 'own'>;
  readonly logins: Logins;
}

/**
 * Asked before the commit. An address that another customer had, and a crash has left at their login, is free afterwards.
 * @throws DomainError `conflict/login-email-taken` by a login that no item tells of
 */
export async function refuseForeignAddress(customer: Customer, { customers, logins }: LoginDeps): Promise<void> {
  const login = loginOf(customer);
  if (!login?.byEmail) return;
  const holder = await refuseForeignLogin(logins, login, addressTaken());
  const other = holder !== customer.id && CustomerId.safeParse(holder).success ? await customers.own(holder!) : undefined;
  const theirs = other && loginOf(other);
  if (theirs) await logins.readdress(theirs);
}

/**
 * Has the login follow its customer, after a commit, and before one for whoever asks again: a crash may have left it out. One that has ended
 * with the relationship stays away.
 * @throws DomainError `not-found/no-such-customer`, `conflict/login-email-taken`
 */
export async function loginFollows(customer: Customer, today: Day, deps: LoginDeps): Promise<void> {
  await reached(customer, runsOn(customer, today) ? deps.logins.ensure : deps.logins.readdress, deps);
}

/**
 * The login of a customer who has one, after the commit, on a repeat too: the order, and what a crash leaves, is told at `Logins`.
 * @throws DomainError `not-found/no-such-customer`, `conflict/login-email-taken`
 */
export async function ensureLogin(customer: Customer, deps: LoginDeps): Promise<void> {
  await reached(customer, deps.logins.ensure, deps);
}

/** Until the login is where the customer is: another correction may have overtaken this one. */
async function reached(customer: Customer, bring: Logins['ensure' | 'readdress'], deps: LoginDeps): Promise<void> {
  const login = loginOf(customer);
  if (!login) return;
  await bring(login);
  const now = await removeIfGone(customer.id, deps);
  if (now.login !== customer.login || emailAddress(now) !== login.email) await reached(now, bring, deps);
}

/**
 * The same where the erasure is through: nothing tells any more who it was, but their address still leads to a login that was made too late.
 * Somebody's who is here stays.
 */
export async function removeIfErased(customer: Customer, { customers, logins }: { customers: Pick<CustomerTable, 'own'>; logins: Logins }): Promise<void> {
  const login = loginOf(customer);
  const holder = login?.byEmail ? await logins.holder(login.email) : undefined;
  if (holder?.startsWith('cus_') && !(await customers.own(holder))) await logins.remove(holder);
}

/** An erasure that overtook whoever made a login has looked for it before it was there. @throws DomainError `not-found/no-such-customer` */
export async function removeIfGone(
  customerId: string,
  { customers, logins }: { customers: Pick<CustomerTable, 'own'>; logins: Pick<Logins, 'remove'> },
): Promise<Customer> {
  const customer = await customers.own(customerId);
  if (customer) return customer;
  await logins.remove(customerId);
  throw noSuchCustomer();
}
