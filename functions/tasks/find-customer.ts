import { noSuchCustomer } from '../../shared/customers/customer.ts';
import type { CustomerReader } from '../../shared/customers/customer-reader.ts';
import type { TaskPlace } from '../../shared/tasks/task.ts';

/** The person of a path, as that of which a task is. @throws DomainError `not-found/no-such-customer` */
export async function findCustomer(customers: Pick<CustomerReader, 'customer'>, customerId: string): Promise<TaskPlace> {
  if (!(await customers.customer(customerId))) throw noSuchCustomer();
  return { customerId };
}
