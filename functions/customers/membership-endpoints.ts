import { correctRelationshipStart } from './correct-relationship-start.ts';
import { correctCustomer } from './correct-customer.ts';
import { correctRelationshipEnd } from './correct-relationship-end.ts';
import { findCustomers } from './find-customers.ts';
import { inviteCustomer } from './invite-customer.ts';
import { registerCustomer } from './register-customer.ts';
import { reopenRelationship } from './reopen-relationship.ts';

/** Taking people in, and back, and finding them: what the Lambda answers that makes logins and keyed hashes. No customer's request reaches a function that may. */
export const membershipEndpoints = [
  registerCustomer,
  inviteCustomer,
  findCustomers,
  correctCustomer,
  correctRelationshipEnd,
  reopenRelationship,
  correctRelationshipStart,
];
