import type { CustomerTable } from '../../shared/customers/customer-table.ts';
import type { LookupKeys } from '../../shared/customers/lookup-keys.ts';
import type { NewId } from '../../shared/id.ts';
import type { Logins } from '../../shared/logins/logins.ts';

/** What the endpoints of customers work with. */
export interface CustomerDeps {
  readonly customers: CustomerTable;
  readonly lookupKeys: LookupKeys;
  readonly logins: Logins;
  readonly newId: NewId;
  readonly now: () => Date;
}
