import { registerCustomer } from './register-customer.ts';

/** What the Lambda answers that makes logins and keyed hashes: no customer's request reaches a function that may. */
export const registerCustomerEndpoints = [registerCustomer];
