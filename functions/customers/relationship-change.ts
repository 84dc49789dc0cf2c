import { loginEmail } from '../../shared/customers/customer.ts';
import { customerNeeds } from '../../shared/customers/customer-table.ts';
import type { LookupKeys } from '../../shared/customers/lookup-keys.ts';
import type { RelationshipChange } from '../../shared/customers/relationship.ts';
import type { NewId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import type { Logins } from '../../shared/logins/logins.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ownProfile } from './own-profile.ts';

/** What changing a relationship works with on the tables. */
export const relationshipUses = { customers: only(customerNeeds, 'own', 'changeRelationship') };

export interface RelationshipDeps extends Used<typeof relationshipUses> {
  readonly lookupKeys: LookupKeys;
  readonly logins: Logins;
  readonly newId: NewId;
  readonly now: () => Date;
}

/** Changes what is recorded of a relationship, and gives the customer. A login that has ended meanwhile is made anew if it runs. */
export async function changeRelationship(
  customerId: string,
  change: RelationshipChange,
  { caller, ifMatch }: { caller: Caller; ifMatch: number },
  { customers, lookupKeys, logins, newId, now }: RelationshipDeps,
) {
  const email = loginEmail(await ownProfile(customers, customerId));
  const made = { id: newId('rel'), by: caller.id, ifMatch, loginEmail: await lookupKeys.email(email) };
  const customer = await customers.changeRelationship(customerId, change, made, now());
  // After the commit, as at registration: see `Logins`.
  if (customer.relationshipEndedOn === undefined) await logins.ensure({ username: customerId, email, group: 'customer' });
  return customer;
}
