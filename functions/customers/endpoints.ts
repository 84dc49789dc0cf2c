import { endRelationship } from './end-relationship.ts';
import { getCustomer } from './get-customer.ts';
import { getMe } from './get-me.ts';
import { setPreferences } from './set-preferences.ts';

/** Everything that can be asked of customers. Taking them in, and back, is a list of its own: `membership-endpoints.ts`. */
export const customerEndpoints = [getCustomer, endRelationship, getMe, setPreferences];
