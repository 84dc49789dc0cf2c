import type { DeletionRules } from '../../shared/personal-data/deletion-rules.ts';
import type { CustomerReader } from '../../shared/customers/customer-reader.ts';
import type { NewId } from '../../shared/id.ts';
import type { DeletionRunTable } from '../../shared/privacy/runs/deletion-run-table.ts';
import type { ErasureTable } from '../../shared/privacy/erasure/erasure-table.ts';
import type { Database } from '../../shared/storage/database.ts';

/** What the endpoints of privacy work with. */
export interface PrivacyDeps {
  /** Privacy walks the registry over all tables, with a role of its own. */
  readonly db: Database;
  readonly erasures: ErasureTable;
  readonly runs: DeletionRunTable;
  readonly customers: CustomerReader;
  readonly rules: DeletionRules;
  readonly newId: NewId;
  readonly now: () => Date;
  /** Whether runs may be made for another day than today: in stages without real people only. */
  readonly allowAsOf: boolean;
}
