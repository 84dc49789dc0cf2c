import { customerNeeds } from '../../shared/customers/customer-table.ts';
import type { RelationshipChange } from '../../shared/customers/relationship.ts';
import type { NewId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import type { Logins } from '../../shared/logins/logins.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { loginFollows, refuseForeignAddress } from './customer-login.ts';
import { ownProfile } from './own-profile.ts';

/** What changing a relationship works with on the tables. */
export const relationshipUses = { customers: only(customerNeeds, 'own', 'changeRelationship', 'hasLogin', 'forgetLogin') };

export interface RelationshipDeps extends Used<typeof relationshipUses> {
  readonly logins: Logins;
  readonly newId: NewId;
  readonly now: () => Date;
}

/**
 * Changes what is recorded of a relationship, and gives the customer. A login that has ended meanwhile is made anew if the relationship runs, for
 * whoever asks again too: a crash may have left it out.
 */
export async function changeRelationship(
  customerId: string,
  change: RelationshipChange,
  { caller, ifMatch }: { caller: Caller; ifMatch: number },
  { customers, logins, newId, now }: RelationshipDeps,
) {
  const at = now();
  const today = dayOf(at);
  const before = await ownProfile(customers, customerId);
  await refuseForeignAddress(before, { customers, logins });
  const customer = await customers.changeRelationship(customerId, change, { id: newId('rel'), by: caller.id, ifMatch }, at);
  await loginFollows(customer, today, { customers, logins });
  return customer;
}
