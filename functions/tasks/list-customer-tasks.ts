import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { placeOf } from '../../shared/tasks/task-item.ts';
import { taskNeeds } from '../../shared/tasks/task-table.ts';
import { TaskId } from '../../shared/tasks/task.ts';
import { findCustomer } from './find-customer.ts';
import { TaskView } from './views.ts';

const uses = { tasks: only(taskNeeds, 'list'), customers: only(customerReaderNeeds, 'customer') };

export const listCustomerTasks = endpoint({
  method: 'GET',
  path: '/v1/customers/{customerId}/tasks',
  allow: ['agent'],
  summary: 'The tasks of a customer that are of none of their tickets, done or not, in the order in which they were added',
  params: z.strictObject({ customerId: CustomerId }),
  query: PageRequest(TaskId),
  returns: PageOf(TaskView),
  status: 200,
  uses,
  async handle({ params: { customerId }, query: { limit, cursor } }, { tasks, customers }: Used<typeof uses>) {
    return tasks.list(placeOf(await findCustomer(customers, customerId)), limit, cursor);
  },
});
