import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { NewTask } from '../../shared/tasks/task.ts';
import { findCustomer } from './find-customer.ts';
import { addingUses, addOnce, type AddingDeps } from './task-work.ts';
import { TaskView } from './views.ts';

const uses = { ...addingUses, customers: only(customerReaderNeeds, 'customer') };

export const addCustomerTask = endpoint({
  method: 'POST',
  path: '/v1/customers/{customerId}/tasks',
  allow: ['agent'],
  summary:
    'Add a task that is of a customer, and of none of their tickets: for an agent or a team; it comes up in their inbox when it is due. Every agent can read it: nothing of health belongs there',
  params: z.strictObject({ customerId: CustomerId }),
  body: NewTask,
  example: { title: 'Neue Anschrift bestätigen lassen', team: 'kundenbetreuung', due: { on: '2027-03-16' } },
  returns: TaskView,
  status: 201,
  version: (task) => task.version,
  uses,
  async handle({ params: { customerId }, ...asked }, deps: Used<typeof uses> & AddingDeps) {
    return addOnce(() => findCustomer(deps.customers, customerId), asked, deps);
  },
});
