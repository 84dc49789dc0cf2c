import type { CustomerReader } from '../../shared/customers/customer-reader.ts';
import type { NewId } from '../../shared/id.ts';
import type { LetterContent, LetterSender } from '../../shared/letters/typesetting/content.ts';
import type { LetterFiles } from '../../shared/letters/letter-files.ts';
import type { LetterLinks } from '../../shared/letters/letter-links.ts';
import type { LetterTable } from '../../shared/letters/letter-table.ts';
import type { DeletionRule } from '../../shared/personal-data/deletion-rules.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import type { TicketReader } from '../../shared/tickets/ticket-reader.ts';

/** What the endpoints of the letter centre work with. */
export interface LetterDeps {
  readonly letters: LetterTable;
  readonly links: LetterLinks;
  readonly now: () => Date;
}

/** What issuing a letter works with; it has a Lambda of its own. */
export interface IssueLetterDeps {
  readonly letters: Pick<LetterTable, 'issue' | 'earlier' | 'ofCustomer'>;
  readonly files: Pick<LetterFiles, 'put'>;
  readonly customers: CustomerReader;
  readonly tickets: Pick<TicketReader, 'ofCustomer'>;
  readonly staff: Pick<StaffReader, 'agent'>;
  readonly sender: LetterSender;
  /** How letters are kept: the rule of the class `letter-centre`. */
  readonly rule: DeletionRule;
  /** @throws DomainError `invalid/unsupported-character` naming the parts of `value` (called `name`) that our letters cannot print */
  assertPrintable(value: unknown, name: string): void;
  render(content: LetterContent, date: Date): Promise<Uint8Array>;
  readonly newId: NewId;
  readonly now: () => Date;
}
