import { endRelationship } from './end-relationship.ts';
import { getMe } from './get-me.ts';
import { registerCustomer } from './register-customer.ts';
import { setPreferences } from './set-preferences.ts';

/** Everything that can be asked of customers. */
export const customerEndpoints = [registerCustomer, endRelationship, getMe, setPreferences];
