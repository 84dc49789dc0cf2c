import { endRelationship } from './end-relationship.ts';
import { getMe } from './get-me.ts';
import { setPreferences } from './set-preferences.ts';

/** Everything that can be asked of customers. Taking them in is a list of its own: `register-customer-endpoints.ts`. */
export const customerEndpoints = [endRelationship, getMe, setPreferences];
