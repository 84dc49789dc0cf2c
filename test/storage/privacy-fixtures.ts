import { deleteDue, type DeleteDueDeps } from '../../functions/privacy/delete-due.ts';
import type { privacyEndpoints } from '../../functions/privacy/endpoints.ts';
import { eraseCustomer, type EraseDeps } from '../../functions/privacy/erase-customer.ts';
import { planDeletionRun } from '../../functions/privacy/plan-deletion-run.ts';
import { startDeletionRun } from '../../functions/privacy/start-deletion-run.ts';
import { requestErasure } from '../../functions/privacy/request-erasure.ts';
import { deletionRunRequested } from '../../events/deletion-run-requested.ts';
import { letterIssued } from '../../events/letter-issued.ts';
import { customerKey } from '../../shared/customers/customer-item.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { documentTable } from '../../shared/documents/document-table.ts';
import { awaited } from '../../shared/documents/document.ts';
import { allStores } from '../../shared/files/all-stores.ts';
import { fileSweep } from '../../shared/files/file-sweep.ts';
import { customerTable } from '../../shared/customers/customer-table.ts';
import { emailAddress, loginOf, registered, smsNumber, type Customer } from '../../shared/customers/customer.ts';
import type { NewCustomer } from '../../shared/customers/new-customer.ts';
import { idOfDay, newId as anyId, type NewId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import type { DepsOf } from '../../shared/lambda/endpoint.ts';
import { letterAttributes, letterKind } from '../../shared/letters/letter-item.ts';
import { letterTable } from '../../shared/letters/letter-table.ts';
import { issued, letterFileKey } from '../../shared/letters/letter.ts';
import { claimSettlement } from '../../shared/letters/templates/claim-settlement.ts';
import { notificationTable } from '../../shared/notifications/notification-table.ts';
import { planned } from '../../shared/notifications/notification.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { deletion } from '../../shared/privacy/deletion/deletion.ts';
import { deletionRunTable } from '../../shared/privacy/runs/deletion-run-table.ts';
import { partsOf, shardsPerPart, type DeletionRun, type RunPart } from '../../shared/privacy/runs/deletion-run.ts';
import { erasureTable } from '../../shared/privacy/erasure/erasure-table.ts';
import type { ErasureRequest } from '../../shared/privacy/erasure/erasure.ts';
import { guardState } from '../../shared/privacy/erasure/guard-state.ts';
import { staffTable } from '../../shared/staff/staff-table.ts';
import { departed, employed, type Skill } from '../../shared/staff/agent.ts';
import type { Database } from '../../shared/storage/database.ts';
import { eventOf } from '../../shared/storage/event-item.ts';
import { dueKeys } from '../../shared/storage/due-index.ts';
import { headItem } from '../../shared/storage/item-writes.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { reportContent, type Interaction, type InteractionContent } from '../../shared/tickets/interaction.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { lawOnly } from '../../shared/privacy/deletion/law-only.ts';
import { started } from '../../shared/tickets/clock.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { assigned, closed, chosen, opened, type Retention, type Ticket } from '../../shared/tickets/ticket.ts';
import type { Report } from '../../shared/tickets/report.ts';
import { usualHours } from '../unit/business-time/usual-hours.ts';
import { email, paula, sms } from '../unit/customers/people.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import { berlinMidnight } from '../unit/personal-data/civil-day.ts';
import type { Storage } from './harness.ts';
import { someLetter } from './letter-fixtures.ts';
import { Outside } from './outside.ts';
import { PartQueue } from './part-queue.ts';
import { taskTables } from '../../shared/tasks/task-tables.ts';
import { stopwatchStarted } from '../../shared/time/stopwatch.ts';
import { timeSpent } from '../../shared/time/time-entry.ts';
import { timeTables } from '../../shared/time/time-tables.ts';
import { once, report, ticketTables, trace } from './ticket-world.ts';

export const rules = deletionRules('insurer');

/** When the schedule starts the run of a day: at three in the morning in Berlin. */
export const morningOf = (day: string): Date => new Date(berlinMidnight(day) + 3 * 3_600_000);

export const officer: Caller = { id: anyId('agt'), roles: ['officer'] };
export const unanswered = { params: undefined, query: undefined, ifMatch: undefined };

/** What happened in a case, and when. */
export interface CaseOptions {
  readonly openedAt?: string;
  /** `undefined`: still open. */
  readonly closedAt?: string | undefined;
  readonly payoutAt?: string | undefined;
  readonly letterAt?: string | undefined;
}

const usual: Required<CaseOptions> = {
  openedAt: '2026-03-15T09:30:00Z',
  closedAt: '2026-03-20T15:00:00Z',
  payoutAt: '2026-03-18T11:00:00Z',
  letterAt: '2026-03-17T10:00:00Z',
};

export interface Case {
  readonly ticket: Ticket;
  readonly letterId: string | undefined;
}

let people = 0;

/** The shard of the due index in which an id lies. */
export const shardOf = (id: string): number => Number(dueKeys(id, '2026-01-01').duePk.slice('due#'.length));

/** Ids that all lie in the shards of a run's first part. */
export const newIdInFirstPart: NewId = (prefix) => {
  for (;;) {
    const id = anyId(prefix);
    if (shardOf(id) < shardsPerPart) return id;
  }
};

/**
 * Everything that privacy works on, made by those who write it, with one clock for all. `firstPartOnly`: all ids lie in the
 * first part of a run, and `runOf` runs just that, which is quicker by four.
 */
export function privacyWorld(storage: Storage, { firstPartOnly = false } = {}) {
  const newId = firstPartOnly ? newIdInFirstPart : anyId;
  const onceOf: typeof once = (madeId, more) => once(madeId, { key: newId('acc'), ...more });
  const clock = { at: new Date(usual.openedAt) };
  const now = () => clock.at;
  const outside = new Outside();
  const queue = new PartQueue();
  /** Answers that went out, and to whom. */
  const mails: { readonly to: string; readonly request: ErasureRequest }[] = [];
  const reported: unknown[] = [];
  const log = memoryLog();

  /** The same modules over another way to the tables. */
  const over = (db: Database) => {
    const erasures = erasureTable({ db, rules, newId });
    const runs = deletionRunTable({ db, rules, newId });
    const customers = customerReader(db);
    const law = lawOnly({ db, registry: storedItems, rules, now });
    const common = { db, registry: storedItems, outside: outside.stores, now };
    const parts = { db, registry: storedItems, deletion: deletion({ ...common, lawOnly: law }), rules, now };
    const erasing = { ...parts, deletion: deletion({ ...common, tombstones: rules }), lawOnly: law };
    const emailOf: EraseDeps['emailOf'] = async (id) => (await customers.customer(id))?.contactPoints.find(({ channel }) => channel === 'email')?.address;
    const sendAnswer: EraseDeps['sendAnswer'] = async (request, to) => {
      mails.push({ to, request });
      return 'sent';
    };
    return {
      erase: {
        ...erasing,
        outside: outside.stores,
        erasures,
        guard: guardState(db, storedItems),
        sweepFiles: fileSweep({ db, stores: allStores, erasers: outside.erasers }),
        emailOf,
        sendAnswer,
        log,
      } satisfies EraseDeps,
      remove: {
        ...parts,
        runs,
        hasTime: () => true,
        continueLater: (part: RunPart) => queue.send([part]),
        report: (_code, error) => void reported.push(error),
        log,
      } satisfies DeleteDueDeps,
      plan: { runs, hand: queue.send, now },
      api: { db, erasures, runs, customers, rules, newId, now, ownLogins: true as boolean, allowAsOf: true } satisfies DepsOf<typeof privacyEndpoints>,
      customers: customerTable({ db, rules }),
      ...ticketTables(db, newId),
      ...taskTables({ db, rules, newId }),
      ...timeTables({ db, rules }),
      documents: documentTable({ db, rules, newId }),
      letters: letterTable({ db, rules, newId }),
      notifications: notificationTable({ db, rules, newId }),
      staff: staffTable({ db, rules, newId }),
    };
  };
  const deps = over(storage.db);

  async function person(changes: Partial<NewCustomer> = {}): Promise<Customer> {
    const number = String(++people).padStart(6, '0');
    const data = { ...paula, insuranceNumber: `K-2026-${number}`, contactPoints: [email(`person${number}@example.org`), sms('+4915112345678')], ...changes };
    const customer = registered(newId('cus'), data, clock.at);
    const mac = (value: string | undefined) => value && `mac-${value}`;
    const lookups = { insuranceNumber: mac(data.insuranceNumber)!, email: mac(emailAddress(data)), phone: mac(smsNumber(data)) };
    await deps.customers.register(customer, lookups, onceOf(customer.id, { subjectId: customer.id }), clock.at);
    if (loginOf(customer)) outside.logins.add(customer.id);
    const mailed = emailAddress(data);
    if (mailed) outside.suppressions.add(mailed);
    return customer;
  }

  /** The relationship ends, as the CRM says. */
  const leave = (customer: Pick<Customer, 'id'>, on: string) =>
    deps.customers.endRelationship(customer.id, on, onceOf(customer.id, { subjectId: customer.id, status: 200 }), clock.at);

  const step = (ticket: Pick<Ticket, 'id'>, at: string, content: InteractionContent, more: Partial<Interaction> = {}): Interaction => ({
    id: newId('int'),
    ticketId: ticket.id,
    at: new Date(at).toISOString(),
    by: { role: 'agent', id: 'agt_01' },
    content,
    ...more,
  });

  async function openTicket(customerId: string, at = usual.openedAt, asked: Report = report, by: Interaction['by'] = { role: 'customer' }): Promise<Ticket> {
    const day = new Date(at);
    const profile = await storage.db.get('customers', customerKey(customerId));
    const of: Report = { ...asked, confirmedProfileVersion: Number(profile?.version ?? 1) };
    const ticket = started(opened({ id: newId('tck'), number: newTicketNumber(day), customerId }, of, day), day, usualHours);
    await deps.tickets.open(ticket, step(ticket, at, reportContent(of, day), { by }), trace, onceOf(ticket.id, { subjectId: customerId }), day);
    return ticket;
  }

  const append = (ticket: Pick<Ticket, 'id' | 'customerId'>, at: string, content: InteractionContent, more: Partial<Interaction> = {}) => {
    const interaction = step(ticket, at, content, more);
    return deps.interactions.append(ticket, interaction, onceOf(interaction.id, { subjectId: ticket.customerId }), new Date(at));
  };

  async function issueLetter(ticket: Pick<Ticket, 'id' | 'customerId'>, at: string): Promise<string> {
    const origin = { id: newId('let'), customerId: ticket.customerId, ticketId: ticket.id, ticketNumber: '26-7K3M-9QXN', issuedBy: 'agt_01' };
    const letter = issued(origin, claimSettlement, { sha256: 'ab'.repeat(32), sizeBytes: 4711, versionId: 'v1' }, new Date(at));
    outside.files.add(letterFileKey(letter.customerId, letter.id));
    await deps.letters.issue(letter, onceOf(letter.id, { subjectId: letter.customerId }), new Date(at));
    const event = letterIssued.make({ id: newId('evt'), aggregateId: letter.id, at: new Date(at), data: { category: letter.category } });
    await deps.notifications.plan(planned(event, { id: letter.customerId, notifyBy: 'sms' }, ticket.id, new Date(at)));
    return letter.id;
  }

  /** A case with everything in it: report, call note and message with time spent, letter, payout, closing. */
  async function aCase(customerId: string, options: CaseOptions = {}): Promise<Case> {
    const { openedAt, closedAt, payoutAt, letterAt } = { ...usual, ...options };
    const ticket = await openTicket(customerId, openedAt);
    await append(ticket, openedAt, { type: 'call-note', text: 'Paula Sommer ruft an.', direction: 'inbound' }, { minutesSpent: 12 });
    await append(ticket, openedAt, { type: 'message', text: 'Liebe Frau Sommer, bitte senden Sie uns ein Foto.' }, { minutesSpent: 5 });
    const letterId = letterAt && (await issueLetter(ticket, letterAt));
    if (payoutAt) {
      const payout = { type: 'payout' as const, amountCents: 84_500, reference: 'SB-2026-1', paidOn: payoutAt.slice(0, 10) };
      await append(ticket, payoutAt, payout, { payee: { name: 'Paula Sommer', iban: paula.iban } });
    }
    if (closedAt) await closeTicket(ticket, closedAt);
    return { ticket, letterId };
  }

  /** A file that somebody said they would send. */
  async function announced({ id: ticketId, customerId, number: ticketNumber }: Pick<Ticket, 'id' | 'customerId' | 'number'>): Promise<string> {
    const said = { fileName: 'Vorderrad.jpg', type: 'image/jpeg' as const, sizeBytes: 4711, sha256: 'ab'.repeat(32) };
    const document = awaited({ id: newId('doc'), customerId, ticketId, ticketNumber, by: { role: 'customer' } }, said, clock.at);
    await deps.documents.announce(document, onceOf(document.id, { subjectId: customerId }), clock.at);
    return document.id;
  }

  /** Time that was entered on a case, and a stopwatch that runs for it. */
  async function timed({ customerId, id: ticketId, number: ticketNumber, matter }: Pick<Ticket, 'customerId' | 'id' | 'number' | 'matter'>): Promise<void> {
    const [by, of] = [
      { id: newId('agt'), team: 'claims' },
      { customerId, ticketId, ticketNumber, matter },
    ];
    const entry = timeSpent(newId('tim'), of, { minutes: 5, activity: 'phone', on: dayOf(clock.at) }, by, clock.at);
    await deps.times.add(entry, onceOf(entry.id, { subjectId: customerId }), clock.at);
    const runs = stopwatchStarted(newId('tim'), of, { activity: 'phone' }, by.id, clock.at);
    await deps.stopwatches.start(runs, onceOf(runs.entryId, { subjectId: customerId }), clock.at);
  }

  async function assignTo(agentId: string, ticket: Ticket, at: string): Promise<Ticket> {
    const given = assigned(ticket, agentId);
    await deps.tickets.assign(given, step(ticket, at, { type: 'assignment', assignee: agentId }, { by: { role: 'system' } }), undefined, new Date(at));
    return given;
  }

  async function closeTicket(ticket: Ticket, at: string, also: { readonly openTasksSeen?: true } = {}): Promise<void> {
    const done = closed(ticket, 'settled', new Date(at));
    const closing = step(ticket, at, { type: 'closing', outcome: 'settled' });
    const steps = await deps.interactions.interactions(ticket, 100);
    const seen = { version: ticket.version, lastInteractionId: steps.items.at(-1)!.id, ...also };
    await deps.tickets.close(done, closing, seen, onceOf(ticket.id, { subjectId: ticket.customerId }), new Date(at));
  }

  /** Two open cases of somebody of which each leads to the other. */
  async function linked(customerId: string): Promise<void> {
    const { id } = await openTicket(customerId);
    const { id: otherId } = await openTicket(customerId);
    const link = { ticketId: id, otherId, relation: 'same-event' as const, at: clock.at.toISOString() };
    await deps.links.link(customerId, link, onceOf(otherId, { subjectId: customerId }), clock.at);
  }

  /** Another period for a case as it is stored. */
  async function chooseRetention({ customerId, id }: Pick<Ticket, 'id' | 'customerId'>, retention: Retention): Promise<void> {
    const ticket = (await deps.tickets.ofCustomer(customerId, id))!;
    const choice = step(ticket, clock.at.toISOString(), { type: 'retention', retention });
    await deps.tickets.change(chosen(ticket, { retention }), { retention }, [choice], ticket.version, clock.at);
  }

  async function clerk(skills: readonly Skill[] = ['claims', 'service', 'health'], team = 'claims'): Promise<string> {
    const agent = employed(
      newId('agt'),
      {
        displayName: 'Tobias Krüger',
        email: `clerk${++people}@lindenhof.example`,
        role: 'agent',
        team,
        skills: skills.map((skill) => ({ skill, level: 3 })),
        languages: ['de'],
        workingHours: [],
      },
      clock.at,
    );
    await deps.staff.register(agent, `mac-${agent.email}`, onceOf(agent.id), clock.at);
    await deps.staff.loginMade(agent, clock.at);
    outside.logins.add(agent.id);
    outside.suppressions.add(agent.email);
    return agent.id;
  }

  /** A clerk leaves, today. */
  async function dismiss(agentId: string): Promise<void> {
    const seen = await deps.staff.byId(agentId);
    await deps.staff.leave(departed(seen, dayOf(clock.at), clock.at), seen, onceOf(agentId), clock.at);
  }

  /** So many letters that were due long ago, of customers and cases that are gone, with their files. */
  async function oldLetters(count: number): Promise<{ customerId: string; id: string; key: string }[]> {
    const letters = Array.from({ length: count }, () => someLetter({ customerId: anyId('cus'), ticketId: anyId('tck'), clerk: officer, customer: officer }));
    const items = letters.map((letter) => headItem(letterKind, letterAttributes(letter), { rules, today: '2026-11-15' }));
    await storage.put('letters', ...items);
    const made = letters.map(({ id, customerId }) => ({ customerId, id, key: letterFileKey(customerId, id) }));
    for (const { key } of made) outside.files.add(key);
    return made;
  }

  const readRun = async (runId: string): Promise<DeletionRun> => (await deps.api.runs.read(runId))!;

  return {
    clock,
    outside,
    queue,
    mails,
    reported,
    log,
    deps,
    over,
    person,
    leave,
    openTicket,
    append,
    step,
    issueLetter,
    aCase,
    linked,
    announced,
    timed,
    assignTo,
    chooseRetention,
    closeTicket,
    clerk,
    dismiss,
    oldLetters,
    readRun,

    /** Forgets everything. */
    async clear(): Promise<void> {
      await storage.clear();
      outside.reset({ files: [], logins: [], suppressions: [] });
      outside.failing = () => undefined;
      mails.length = reported.length = log.lines.length = 0;
      queue.clear();
      clock.at = new Date(usual.openedAt);
    },

    /** The run that the schedule starts on a day, to its end. Time goes on to that day. */
    async scheduledRun(day: string): Promise<DeletionRun> {
      clock.at = morningOf(day);
      await planDeletionRun({ detail: { type: 'deletion-run.scheduled' } }, deps.plan);
      await queue.work((part) => deleteDue(part, deps.remove), { workers: 6 });
      return readRun(idOfDay('run', day));
    },

    /** A run of some tables only: quicker, where the others don't matter. */
    async runOf(day: string, only: readonly TableName[], { everyPart = !firstPartOnly, dryRun = false, over: db = storage.db } = {}): Promise<DeletionRun> {
      clock.at = morningOf(day);
      const id = newId('run');
      const parts = partsOf(id, only).filter(({ firstShard }) => everyPart || firstShard === 0);
      await deps.api.runs.start({ id, asOf: day, dryRun, trigger: 'schedule', startedAt: clock.at.toISOString(), partsTotal: parts.length });
      await queue.send(parts);
      const { remove } = over(db);
      await queue.work((part) => deleteDue(part, remove), { workers: 4 });
      return readRun(id);
    },

    /** A run that an officer asks for, through the API and its event, as far as the planner. Gives its id. */
    async requestRun(body: { dryRun: boolean; asOf?: string }): Promise<string> {
      const request = { ...unanswered, body, caller: officer, once: { key: newId('acc'), body: JSON.stringify(body) } };
      const { id } = await startDeletionRun.handle(request, deps.api);
      const { items } = await storage.db.page({ table: 'events', pk: id, limit: 10 });
      await planDeletionRun({ detail: deletionRunRequested.reads.parse(eventOf(items[0])) }, deps.plan);
      return id;
    },

    /** The same, to its end. */
    async requestedRun(body: { dryRun: boolean; asOf?: string }): Promise<DeletionRun> {
      const id = await this.requestRun(body);
      await queue.work((part) => deleteDue(part, deps.remove), { workers: 6 });
      return readRun(id);
    },

    /** Somebody asks for erasure, through the API. Gives the request's id. */
    async askForErasure(customerId: string, by: Caller = { id: customerId, roles: ['customer'] }): Promise<string> {
      const body: Parameters<typeof requestErasure.handle>[0]['body'] = by.id === customerId ? {} : { customerId };
      const request = { ...unanswered, body, caller: by, once: { key: newId('acc'), body: JSON.stringify(body) } };
      return (await requestErasure.handle(request, deps.api)).id;
    },

    /** Erases at once whoever asked. */
    async erased(customerId: string): Promise<ErasureRequest> {
      const id = await this.askForErasure(customerId);
      await eraseCustomer(id, deps.erase);
      return (await deps.erase.erasures.ofCustomer(customerId, id))!;
    },

    /** Puts an item under a hold or a restriction, as whoever does so has to: out of the due index. */
    async protect(table: TableName, key: { pk: string; sk: string }, state: 'heldSince' | 'restrictedSince'): Promise<void> {
      const { duePk: _pk, dueSk: _sk, ...item } = (await storage.db.get(table, key))!;
      await storage.put(table, { ...item, [state]: clock.at.toISOString() });
    },

    /** Lifts hold and restriction: back into the due index. */
    async release(table: TableName, key: { pk: string; sk: string }, due: object): Promise<void> {
      const { heldSince: _held, restrictedSince: _restricted, ...item } = (await storage.db.get(table, key))!;
      await storage.put(table, { ...item, ...due });
    },
  };
}

export type World = ReturnType<typeof privacyWorld>;

/** The counts of a run by `table/class`, without zeros: `{ 'tickets/case-notes': { deleted: 1 } }`. */
export const countsOf = ({ lines }: Pick<DeletionRun, 'lines'>): Record<string, Record<string, number>> =>
  Object.fromEntries(
    lines
      .map(({ table, class: cls, counts }) => [`${table}/${cls}`, Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))] as const)
      .filter(([, counts]) => Object.keys(counts).length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
