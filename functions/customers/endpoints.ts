import { beginRelationshipAnew } from './begin-relationship-anew.ts';
import { correctRelationshipEnd } from './correct-relationship-end.ts';
import { endRelationship } from './end-relationship.ts';
import { getCustomer } from './get-customer.ts';
import { getMe } from './get-me.ts';
import { registerCustomer } from './register-customer.ts';
import { reopenRelationship } from './reopen-relationship.ts';
import { setPreferences } from './set-preferences.ts';

/** Everything that can be asked of customers. */
export const customerEndpoints = [
  registerCustomer,
  getCustomer,
  endRelationship,
  correctRelationshipEnd,
  reopenRelationship,
  beginRelationshipAnew,
  getMe,
  setPreferences,
];
