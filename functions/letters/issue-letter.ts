import { hasPortal, type Customer } from '../../shared/customers/customer.ts';
import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { customerErased, DomainError, processingRestricted } from '../../shared/domain-error.ts';
import type { FileKeeper } from '../../shared/files/file-keeper.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { issued, letterFileKey, letterFileName, lockedUntil, noSuchLetter, type Letter } from '../../shared/letters/letter.ts';
import type { LetterContent, LetterSender } from '../../shared/letters/typesetting/content.ts';
import { composeLetter, type LetterTemplate } from '../../shared/letters/letter-template.ts';
import { letterNeeds } from '../../shared/letters/letter-table.ts';
import { valuesFor } from '../../shared/letters/master-data-fields.ts';
import { letterModuleReaderNeeds } from '../../shared/letters/modules/letter-module-reader.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import type { DeletionRule } from '../../shared/personal-data/deletion-rules.ts';
import { levelIn, type Agent } from '../../shared/staff/agent.ts';
import { healthSkillRequired } from '../../shared/staff/health-skill.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { noSuchTicket, type Ticket } from '../../shared/tickets/ticket.ts';
import { tellsOfHealth } from '../../shared/tickets/kinds/kinds.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { LetterForm } from './letter-form.ts';
import { sourceOf } from './letter-source.ts';
import { recipientOf, signatoryOf } from '../../shared/letters/letter-parties.ts';
import { letterFor, LetterView } from './views.ts';

/** What issuing a letter works with; it has a Lambda of its own. */
const uses = {
  letters: only(letterNeeds, 'issue', 'earlier', 'ofCustomer'),
  customers: only(customerReaderNeeds, 'customer'),
  tickets: only(ticketReaderNeeds, 'ofCustomer'),
  staff: only(staffReaderNeeds, 'agent'),
  modules: only(letterModuleReaderNeeds, 'inForce'),
};

export interface IssueLetterDeps extends Used<typeof uses> {
  readonly files: FileKeeper;
  readonly sender: LetterSender;
  /** How letters are kept: the rule of the class `letter-centre`. */
  readonly rule: DeletionRule;
  /** @throws DomainError `invalid/unsupported-character` naming the parts of `value` (called `name`) that our letters cannot print */
  readonly assertPrintable: (value: unknown, name: string) => void;
  readonly render: (content: LetterContent, date: Date) => Promise<Uint8Array>;
  readonly newId: NewId;
  readonly now: () => Date;
}

/**
 * The file is stored before the item that makes it visible, so a letter never lacks its file; what is left of a crash between
 * the two is a file that nobody sees, and `remove-orphan-file` takes it away.
 *
 * Each attempt takes a new id, hence a new key. An id derived from the Idempotency-Key would meet the file of an attempt that
 * crashed, with other values or after a change of address: the letter shown would not be the letter recorded. So repeats are
 * told by the marker alone. It is read with everything else, first in judgement, and written with the item: of two requests
 * at the same time one wins, and the loser's file has no item.
 */
export const issueLetter = endpoint({
  method: 'POST',
  path: '/v1/letters',
  allow: ['agent'],
  summary: 'Set a letter from a template or a letter module; the customer can read it at once',
  body: LetterForm,
  example: {
    template: 'claim-settlement',
    customerId: 'cus_01JQ0000000000000000000000',
    ticketId: 'tck_01JQ0000000000000000000000',
    values: {
      incident: 'Fahrradunfall',
      incidentDate: '2026-03-14',
      items: [
        { label: 'Reparatur des Vorderrads', amountCents: 18_940 },
        { label: 'Ersatz des Rahmens', amountCents: 112_000 },
      ],
      deductible: 15_000,
    },
  },
  returns: LetterView,
  status: 201,
  // Customers are told of each.
  limits: { agent: { most: 300, per: 'hour' } },
  uses,
  async handle({ body, caller, once }, { letters, files, customers, tickets, staff, modules, rule, newId, now, ...printer }: IssueLetterDeps) {
    const { customerId, ticketId } = body;
    const at = now();
    const [earlier, customer, ticket, clerk] = await Promise.all([
      letters.earlier(once, at),
      customers.customer(customerId),
      tickets.ofCustomer(customerId, ticketId),
      staff.agent(caller.id),
    ]);
    if (earlier) return letterFor(caller, await made(letters, customerId, earlier.id));
    if (!ticket) throw noSuchTicket();
    if (!customer) throw customerErased();
    if (ticket.restricted) throw processingRestricted();
    // A token is good for some minutes after its login is gone.
    if (!clerk || clerk.leftOn !== undefined) throw new DomainError('forbidden', 'no-such-agent');

    const special = tellsOfHealth(ticket.matter) ? ('health' as const) : undefined;
    if (special && levelIn(clerk, 'health') === undefined) throw healthSkillRequired();

    const { template, ownModule } = await sourceOf(body, modules, dayOf(at));
    const content = contentOf(template, { body, customer, ticket, clerk, at }, printer);
    const pdf = await printer.render(content, at);
    const id = newId('let');
    const file = await files.keep(letterFileKey(customerId, id), pdf, {
      fileName: letterFileName({ id, issuedAt: at.toISOString() }),
      lockUntil: lockedUntil(rule, dayOf(at)),
    });
    const letter = issued({ id, customerId, ticketId, ticketNumber: ticket.number, special, issuedBy: caller.id }, template, file, at);
    const rival = await letters.issue(letter, { request: once, status: 201, madeId: id, subjectId: customerId }, at, ticket.answeredAt, ownModule);
    return letterFor(caller, rival.earlier ? await made(letters, customerId, rival.earlier.id) : letter);
  },
});

/** The letter that the same request made before. */
async function made(letters: IssueLetterDeps['letters'], customerId: string, letterId: string): Promise<Letter> {
  const letter = await letters.ofCustomer(customerId, letterId);
  if (!letter) throw noSuchLetter();
  return letter;
}

interface Said {
  readonly body: LetterForm;
  readonly customer: Customer;
  readonly ticket: Pick<Ticket, 'number'>;
  readonly clerk: Agent;
  readonly at: Date;
}

/** What the letter says. @throws DomainError naming fields of the body */
function contentOf(
  template: LetterTemplate,
  { body, customer, ticket, clerk, at }: Said,
  { sender, assertPrintable }: Pick<IssueLetterDeps, 'sender' | 'assertPrintable'>,
): LetterContent {
  assertPrintable(body.values, 'body.values');
  try {
    return composeLetter(template, {
      recipient: recipientOf(customer),
      reference: { ours: ticket.number, insuranceNumber: customer.insuranceNumber },
      date: dayOf(at),
      values: valuesFor(template, body.values, customer),
      sender: hasPortal(customer) ? sender : { ...sender, portal: undefined },
      signatory: signatoryOf(clerk, template.category, template.language),
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(
      error.kind,
      error.code,
      error.fields.map(({ field, problem }) => ({ field: `body.${field}`, problem })),
    );
  }
}
