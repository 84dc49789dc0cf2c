import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { hasPortal } from '../../shared/customers/customer.ts';
import { DomainError, isRefusal } from '../../shared/domain-error.ts';
import type { FileUploads } from '../../shared/files/file-uploads.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { Announcement } from '../../shared/letters/imports/announcement.ts';
import { importNeeds, referenceTaken } from '../../shared/letters/imports/import-table.ts';
import { quarantineKey } from '../../shared/letters/imports/import-state.ts';
import { announced, noSuchImport, repeats, type LetterImport } from '../../shared/letters/imports/letter-import.ts';
import { recipientProblem, recipientRefused } from '../../shared/letters/imports/recipient-check.ts';
import type { LookupKeys, ReferenceKeys } from '../../shared/personal-data/lookup-keys.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { tellsOfHealth } from '../../shared/tickets/kinds/kinds.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { importIdOf } from './import-id.ts';
import { announcedFor, AnnouncedImportView } from './import-views.ts';

const uses = {
  imports: only(importNeeds, 'announce', 'byId'),
  customers: only(customerReaderNeeds, 'whoIs', 'whoHas'),
  tickets: only(ticketReaderNeeds, 'ofCustomer'),
};

export interface AnnounceImportDeps extends Used<typeof uses> {
  readonly keys: Pick<LookupKeys, 'insuranceNumber'> & ReferenceKeys;
  readonly uploads: FileUploads;
  readonly now: () => Date;
}

export const announceImport = endpoint({
  method: 'POST',
  path: '/v1/letter-imports',
  allow: ['oms'],
  summary:
    'Hand in a letter that was printed elsewhere; the answer is a form to send its PDF by. The same reference with the same file is the same letter, however often it is handed in',
  body: Announcement,
  example: {
    reference: 'OMS-2026/000017',
    recipient: { insuranceNumber: 'K-2026-004711', familyName: 'Weißmüller', postalCode: '50667' },
    title: 'Ihre Beitragsrechnung',
    importance: 'important',
    category: 'payment',
    topic: 'annual-premium-invoice',
    issuedOn: '2026-03-13',
    post: 'replaced',
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    sizeBytes: 48_211,
  },
  returns: AnnouncedImportView,
  status: 201,
  uses,
  async handle({ body, caller, once }, deps: AnnounceImportDeps) {
    const { imports, customers, keys, uploads, now } = deps;
    const at = now();
    const id = await importIdOf(caller.id, body.reference, keys);
    const { customerId, insuranceNumber } = body.recipient;
    const [before, who] = await Promise.all([
      imports.byId(id),
      customerId === undefined ? keys.insuranceNumber(insuranceNumber!).then(customers.whoHas) : customers.whoIs(customerId),
    ]);
    const asked = { sha256: body.sha256, customerId: typeof who === 'string' ? undefined : who.id };
    const answer = async (letterImport: LetterImport) =>
      announcedFor(caller, letterImport, letterImport.state === 'awaiting-file' ? await formFor(letterImport, uploads, at) : undefined);

    if (before && repeats(before.letterImport, asked)) return answer(before.letterImport);
    const problem = recipientProblem(body.recipient, who);
    if (problem) throw recipientRefused(problem);
    if (typeof who === 'string' || !hasPortal(who)) throw new Error('Whom a letter is for was looked at, and is nobody');
    const origin = { id, sender: caller.id, customerId: who.id, ...(await ofCase(who.id, body.ticketId, deps)) };
    const made = announced(origin, body, at);
    try {
      await imports.announce(made, { request: once, status: 201, madeId: id, subjectId: who.id }, at);
      return await answer(made);
    } catch (error) {
      if (!isRefusal(error, referenceTaken())) throw error;
      // Of two at once, one was first.
      const first = await imports.byId(id);
      if (!first) throw noSuchImport();
      repeats(first.letterImport, asked);
      return answer(first.letterImport);
    }
  },
});

/** What an import has from its case. @throws DomainError `unprocessable/no-such-ticket` for one that is not this customer's */
async function ofCase(customerId: string, ticketId: string | undefined, { tickets }: Pick<AnnounceImportDeps, 'tickets'>) {
  if (ticketId === undefined) return {};
  const ticket = await tickets.ofCustomer(customerId, ticketId);
  if (!ticket) throw new DomainError('unprocessable', 'no-such-ticket', [{ field: 'body.ticketId', problem: 'is no case of this customer' }]);
  return tellsOfHealth(ticket.matter) ? { special: 'health' as const } : {};
}

const formFor = ({ customerId, id, sizeBytes, sha256 }: LetterImport, uploads: FileUploads, now: Date) =>
  uploads.form(quarantineKey(customerId, id), { contentType: 'application/pdf', sizeBytes, sha256 }, now);
