import { noSuchCustomer } from '../../shared/customers/customer.ts';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import type { CustomerTable } from '../../shared/customers/customer-table.ts';
import { loginEmailTaken, type Logins } from '../../shared/logins/logins.ts';

/** Asked before the commit: customers among themselves are told apart by the write. @throws DomainError `conflict/login-email-taken` */
export async function refuseStaffLogin(logins: Pick<Logins, 'holder'>, email: string): Promise<void> {
  const holder = await logins.holder(email);
  if (holder !== undefined && !CustomerId.safeParse(holder).success) throw loginEmailTaken();
}

/**
 * The login of a customer, after the commit, on a repeat too: the order, and what a crash leaves, is told at `Logins`. An erasure that
 * overtook us has looked for it before it was there.
 * @throws DomainError `not-found/no-such-customer`, `conflict/login-email-taken`
 */
export async function ensureLogin(id: string, email: string, { customers, logins }: { customers: Pick<CustomerTable, 'own'>; logins: Logins }): Promise<void> {
  await logins.ensure({ username: id, email, group: 'customer' });
  if (await customers.own(id)) return;
  await logins.remove(id);
  throw noSuchCustomer();
}
