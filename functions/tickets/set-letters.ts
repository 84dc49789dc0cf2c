import { hasPortal, type Customer } from '../../shared/customers/customer.ts';
import type { FileKeeper } from '../../shared/files/file-keeper.ts';
import type { NewId } from '../../shared/id.ts';
import { automaticSignatory, recipientOf } from '../../shared/letters/letter-parties.ts';
import { composeLetter } from '../../shared/letters/letter-template.ts';
import { issued, letterFileKey, letterFileName, lockedUntil, type Letter } from '../../shared/letters/letter.ts';
import { valuesFor } from '../../shared/letters/master-data-fields.ts';
import type { LetterContent, LetterSender } from '../../shared/letters/typesetting/content.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import type { DeletionRule } from '../../shared/personal-data/deletion-rules.ts';
import type { Plan } from '../../shared/rules/plan.ts';

/** What sets letters. */
export interface LetterPress {
  readonly files: FileKeeper;
  readonly sender: LetterSender;
  /** How letters are kept: the rule of the class `letter-centre`. */
  readonly letterRule: DeletionRule;
  readonly render: (content: LetterContent, date: Date) => Promise<Uint8Array>;
  readonly newId: NewId;
}

/** A letter as it is to be set. */
interface Composed {
  readonly content: LetterContent;
  readonly template: Plan['letters'][number]['template'];
}

/** What the letters of a plan say. @throws DomainError of a value that the template does not take, or a sum beyond what it allows */
export const composedLetters = ({ letters, before }: Plan, customer: Customer, at: Date, sender: LetterSender): Composed[] =>
  letters.map(({ template, values }) => ({
    template,
    content: composeLetter(template, {
      recipient: recipientOf(customer),
      reference: { ours: before.number, insuranceNumber: customer.insuranceNumber },
      date: dayOf(at),
      values: valuesFor(template, values, customer),
      sender: hasPortal(customer) ? sender : { ...sender, portal: undefined },
      signatory: automaticSignatory(template.category),
    }),
  }));

/**
 * Sets letters and stores their files, each under an id of its own: the letters become visible with everything else that the rule does. What does not come to
 * that is a file that nothing names, which `remove-orphan-file` takes away.
 */
export const setLetters = ({ before, rule }: Plan, composed: readonly Composed[], at: Date, press: LetterPress): Promise<Letter[]> =>
  Promise.all(
    composed.map(async ({ template, content }) => {
      const { customerId, id: ticketId, number: ticketNumber } = before;
      const id = press.newId('let');
      const file = await press.files.keep(letterFileKey(customerId, id), await press.render(content, at), {
        fileName: letterFileName({ id, issuedAt: at.toISOString() }),
        lockUntil: lockedUntil(press.letterRule, dayOf(at)),
      });
      return issued({ id, customerId, ticketId, ticketNumber, issuedBy: rule.id }, template, file, at);
    }),
  );
