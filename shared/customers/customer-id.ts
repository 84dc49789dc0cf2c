import { idOf } from '../id.ts';

/** Id of a customer; by itself, so that who only names one does not carry along what validates them. */
export const CustomerId = idOf('cus');
