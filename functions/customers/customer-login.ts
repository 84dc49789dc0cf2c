import { loginOf, noSuchCustomer, type Customer } from '../../shared/customers/customer.ts';
import { addressTaken, type CustomerTable } from '../../shared/customers/customer-table.ts';
import { refuseForeignLogin, type Logins } from '../../shared/logins/logins.ts';

/** Asked before the commit. @throws DomainError `conflict/login-email-taken` by a login that no item tells of */
export async function refuseForeignAddress(customer: Customer, logins: Pick<Logins, 'holder'>): Promise<void> {
  const login = loginOf(customer);
  if (login) await refuseForeignLogin(logins, login, addressTaken());
}

/**
 * The login of a customer who has one, after the commit, on a repeat too: the order, and what a crash leaves, is told at `Logins`.
 * @throws DomainError `not-found/no-such-customer`, `conflict/login-email-taken`
 */
export async function ensureLogin(customer: Customer, { customers, logins }: { customers: Pick<CustomerTable, 'own'>; logins: Logins }): Promise<void> {
  const login = loginOf(customer);
  if (!login) return;
  await logins.ensure(login);
  await removeIfGone(customer.id, { customers, logins });
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
