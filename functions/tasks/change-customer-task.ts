import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { TaskId, WholeTask } from '../../shared/tasks/task.ts';
import { addCustomerTask } from './add-customer-task.ts';
import { findCustomer } from './find-customer.ts';
import { changeTo, changingUses, type ChangingDeps } from './task-work.ts';
import { TaskView } from './views.ts';

const uses = { ...changingUses, customers: only(customerReaderNeeds, 'customer') };

export const changeCustomerTask = endpoint({
  method: 'PUT',
  path: '/v1/customers/{customerId}/tasks/{taskId}',
  allow: ['agent'],
  summary: 'Change a task of a customer, all of it, as one of a ticket is changed',
  params: z.strictObject({ customerId: CustomerId, taskId: TaskId }),
  body: WholeTask,
  example: { ...addCustomerTask.example!, status: 'done' },
  returns: TaskView,
  status: 200,
  ifMatch: true,
  version: (task) => task.version,
  uses,
  async handle({ params: { customerId, taskId }, ...asked }, deps: Used<typeof uses> & ChangingDeps) {
    return changeTo(await findCustomer(deps.customers, customerId), taskId, asked, deps);
  },
});
