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
 * Asked before the commit. An address that a crash has left at the login of another customer, who has another by now or is gone, is free afterwards.
 * @throws DomainError `conflict/login-email-taken` by a login that no item tells of
 */
export async function refuseForeignAddress(customer: Customer, deps: LoginDeps): Promise<void> {
  const login = loginOf(customer);
  if (!login?.byEmail) return;
  const holder = await refuseForeignLogin(deps.logins, login, addressTaken());
  if (holder !== undefined && holder !== customer.id) await putRight(holder, deps);
}

/** The same of the address of somebody whose erasure is through: nothing tells any more who it was, but it leads to a login that was made too late. */
export async function removeIfErased(customer: Customer, deps: LoginDeps): Promise<void> {
  const login = loginOf(customer);
  const holder = login?.byEmail ? await deps.logins.holder(login.email) : undefined;
  if (holder !== undefined) await putRight(holder, deps);
}

/** A customer's login is where they are: at their address, or gone with them. */
async function putRight(holder: string, { customers, logins }: LoginDeps): Promise<void> {
  if (!CustomerId.safeParse(holder).success) return;
  const owner = await customers.own(holder);
  const login = owner && loginOf(owner);
  await (login ? logins.readdress(login) : logins.remove(holder));
}

/**
 * Has the login follow its customer, after the commit, and for whoever asks again: a crash may have left it behind. One that has ended with the
 * relationship stays away; one that was taken from them goes, and then what is stored of it.
 * @throws DomainError `not-found/no-such-customer`, `conflict/login-email-taken`
 */
export async function loginFollows(
  customer: Customer,
  today: Day,
  { customers, logins }: { customers: Pick<CustomerTable, 'own' | 'hasLogin' | 'forgetLogin'>; logins: Logins },
): Promise<void> {
  if (customer.login !== 'none') return reached(customer, runsOn(customer, today) ? logins.ensure : logins.readdress, { customers, logins });
  if (!(await customers.hasLogin(customer.id))) return;
  await logins.remove(customer.id);
  if (await customers.forgetLogin(customer.id)) return;
  // Somebody has given them one again meanwhile.
  await loginFollows(await removeIfGone(customer.id, { customers, logins }), today, { customers, logins });
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
