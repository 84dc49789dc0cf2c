import { noSuchCustomer, type Customer } from '../../shared/customers/customer.ts';
import type { CustomerTable } from '../../shared/customers/customer-table.ts';

/** @throws DomainError `not-found/no-such-customer`, the same for somebody unknown, being erased, or kept for the law only. */
export async function ownProfile(customers: Pick<CustomerTable, 'own'>, customerId: string): Promise<Customer> {
  const customer = await customers.own(customerId);
  if (!customer) throw noSuchCustomer();
  return customer;
}
