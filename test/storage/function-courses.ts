import { agentLeft } from '../../events/agent-left.ts';
import { notificationPlanned } from '../../events/notification-planned.ts';
import { notificationSent } from '../../events/notification-sent.ts';
import { ticketOpened } from '../../events/ticket-opened.ts';
import { interactionAdded } from '../../events/interaction-added.ts';
import { letterIssued } from '../../events/letter-issued.ts';
import { correctRelationshipStart } from '../../functions/customers/correct-relationship-start.ts';
import { correctCustomer } from '../../functions/customers/correct-customer.ts';
import { correctRelationshipEnd } from '../../functions/customers/correct-relationship-end.ts';
import { endRelationship } from '../../functions/customers/end-relationship.ts';
import { getCustomer } from '../../functions/customers/get-customer.ts';
import { findCustomers } from '../../functions/customers/find-customers.ts';
import { getMe } from '../../functions/customers/get-me.ts';
import { inviteCustomer } from '../../functions/customers/invite-customer.ts';
import { registerCustomer } from '../../functions/customers/register-customer.ts';
import { reopenRelationship } from '../../functions/customers/reopen-relationship.ts';
import { setPreferences } from '../../functions/customers/set-preferences.ts';
import { announceDocument } from '../../functions/documents/announce-document.ts';
import { getDocumentFile } from '../../functions/documents/get-document-file.ts';
import { getDocument } from '../../functions/documents/get-document.ts';
import { listDocuments } from '../../functions/documents/list-documents.ts';
import { redactDocument } from '../../functions/documents/redact-document.ts';
import { answerFeedback } from '../../functions/feedback/answer-feedback.ts';
import { correctFeedback } from '../../functions/feedback/correct-feedback.ts';
import { countTeamFeedback } from '../../functions/feedback/count-team-feedback.ts';
import { getFeedback } from '../../functions/feedback/get-feedback.ts';
import { handOnFeedback } from '../../functions/feedback/hand-on-feedback.ts';
import { listOwnFeedback } from '../../functions/feedback/list-own-feedback.ts';
import { listTeamFeedback } from '../../functions/feedback/list-team-feedback.ts';
import { openFeedback } from '../../functions/feedback/open-feedback.ts';
import { takeBackFeedback } from '../../functions/feedback/take-back-feedback.ts';
import { feedbackTable } from '../../shared/feedback/feedback-table.ts';
import { NewFeedback } from '../../shared/feedback/feedback.ts';
import { reconcileFiles, Reconciliation } from '../../functions/files/reconcile-files.ts';
import { removeOrphanFile } from '../../functions/files/remove-orphan-file.ts';
import { announceImport } from '../../functions/letters/announce-import.ts';
import { decideImport } from '../../functions/letters/decide-import.ts';
import { getImport } from '../../functions/letters/get-import.ts';
import { getImportFile } from '../../functions/letters/get-import-file.ts';
import { listReviews } from '../../functions/letters/list-reviews.ts';
import { withdrawImport } from '../../functions/letters/withdraw-import.ts';
import { getLetterFile } from '../../functions/letters/get-letter-file.ts';
import { getLetter } from '../../functions/letters/get-letter.ts';
import { issueLetter } from '../../functions/letters/issue-letter.ts';
import { getLetterFeedback } from '../../functions/letters/get-letter-feedback.ts';
import { giveLetterFeedback } from '../../functions/letters/give-letter-feedback.ts';
import { listLetters } from '../../functions/letters/list-letters.ts';
import { markLetter } from '../../functions/letters/mark-letter.ts';
import { recordNotification as recordOnLetter } from '../../functions/letters/record-notification.ts';
import { planNotification } from '../../functions/notifications/plan-notification.ts';
import { sendEmail } from '../../functions/notifications/send-email.ts';
import { sendSms } from '../../functions/notifications/send-sms.ts';
import { eraseCustomer } from '../../functions/privacy/erase-customer.ts';
import { getDataMap } from '../../functions/privacy/get-data-map.ts';
import { getDeletionLog } from '../../functions/privacy/get-deletion-log.ts';
import { getDeletionRun } from '../../functions/privacy/get-deletion-run.ts';
import { getErasureRequest } from '../../functions/privacy/get-erasure-request.ts';
import { planDeletionRun } from '../../functions/privacy/plan-deletion-run.ts';
import { requestErasure } from '../../functions/privacy/request-erasure.ts';
import { startDeletionRun } from '../../functions/privacy/start-deletion-run.ts';
import { addAbsence } from '../../functions/staff/add-absence.ts';
import { changeAgent } from '../../functions/staff/change-agent.ts';
import { getAgent } from '../../functions/staff/get-agent.ts';
import { inviteAgent } from '../../functions/staff/invite-agent.ts';
import { listAbsences } from '../../functions/staff/list-absences.ts';
import { listColleagues } from '../../functions/staff/list-colleagues.ts';
import { listStaff } from '../../functions/staff/list-staff.ts';
import { recordDeparture } from '../../functions/staff/record-departure.ts';
import { registerAgent } from '../../functions/staff/register-agent.ts';
import { removeAbsence } from '../../functions/staff/remove-absence.ts';
import { setStatus } from '../../functions/staff/set-status.ts';
import { reminderDue } from '../../events/reminder-due.ts';
import { taskDue } from '../../events/task-due.ts';
import { addTime } from '../../functions/time/add-time.ts';
import { correctTime } from '../../functions/time/correct-time.ts';
import { exportEffort } from '../../functions/time/export-effort.ts';
import { listOwnTime } from '../../functions/time/list-own-time.ts';
import { listTime } from '../../functions/time/list-time.ts';
import { removeTime } from '../../functions/time/remove-time.ts';
import { reportEffort } from '../../functions/time/report-effort.ts';
import { discardStopwatch } from '../../functions/time/discard-stopwatch.ts';
import { endStopwatch } from '../../functions/time/end-stopwatch.ts';
import { getStopwatch } from '../../functions/time/get-stopwatch.ts';
import { startStopwatch } from '../../functions/time/start-stopwatch.ts';
import { stopStopwatch } from '../../functions/time/stop-stopwatch.ts';
import { sumTime } from '../../functions/time/sum-time.ts';
import { addCustomerTask } from '../../functions/tasks/add-customer-task.ts';
import { addTask } from '../../functions/tasks/add-task.ts';
import { changeCustomerTask } from '../../functions/tasks/change-customer-task.ts';
import { changeTask } from '../../functions/tasks/change-task.ts';
import { clearEntry } from '../../functions/tasks/clear-entry.ts';
import { listCustomerTasks } from '../../functions/tasks/list-customer-tasks.ts';
import { listReminders } from '../../functions/tasks/list-reminders.ts';
import { listTasks } from '../../functions/tasks/list-tasks.ts';
import { putInInbox } from '../../functions/tasks/put-in-inbox.ts';
import { readInbox } from '../../functions/tasks/read-inbox.ts';
import { removeReminder } from '../../functions/tasks/remove-reminder.ts';
import { setReminder } from '../../functions/tasks/set-reminder.ts';
import { NewReminder, reminderSet } from '../../shared/tasks/reminder.ts';
import { timeSpent } from '../../shared/time/time-entry.ts';
import { addedTask, NewTask, WholeTask } from '../../shared/tasks/task.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { addRule } from '../../functions/rules/add-rule.ts';
import { changeRule } from '../../functions/rules/change-rule.ts';
import { getRule } from '../../functions/rules/get-rule.ts';
import { listRules } from '../../functions/rules/list-rules.ts';
import { tryRule } from '../../functions/tickets/try-rule.ts';
import { WholeRule } from '../../shared/rules/rule.ts';
import { addLetterModule } from '../../functions/letters/add-letter-module.ts';
import { approveLetterModule } from '../../functions/letters/approve-letter-module.ts';
import { changeLetterModule } from '../../functions/letters/change-letter-module.ts';
import { getLetterModule } from '../../functions/letters/get-letter-module.ts';
import { listLetterModules } from '../../functions/letters/list-letter-modules.ts';
import { previewLetterModule } from '../../functions/letters/preview-letter-module.ts';
import { withdrawLetterModule } from '../../functions/letters/withdraw-letter-module.ts';
import { letterModuleTable } from '../../shared/letters/modules/letter-module-table.ts';
import { approved, draftOf, NewLetterModule } from '../../shared/letters/modules/letter-module.ts';
import { headAfter } from '../../shared/letters/modules/module-head.ts';
import { madeUp } from '../../shared/letters/modules/named-values.ts';
import { letterModuleReader } from '../../shared/letters/modules/letter-module-reader.ts';
import { sender as companyOfLetters } from '../letters/samples.ts';
import { addTextModule } from '../../functions/text-modules/add-text-module.ts';
import { changeTextModule } from '../../functions/text-modules/change-text-module.ts';
import { getTextModule } from '../../functions/text-modules/get-text-module.ts';
import { listTextModules } from '../../functions/text-modules/list-text-modules.ts';
import { addTopic } from '../../functions/topics/add-topic.ts';
import { changeTopic } from '../../functions/topics/change-topic.ts';
import { getTopic } from '../../functions/topics/get-topic.ts';
import { listTopics } from '../../functions/topics/list-topics.ts';
import { addInteraction } from '../../functions/tickets/add-interaction.ts';
import { answerTables } from '../../shared/tickets/answer-table.ts';
import { clerksAtWork } from '../../shared/tickets/clerks-at-work.ts';
import { assignTicket } from '../../functions/tickets/assign-ticket.ts';
import { changeTicket } from '../../functions/tickets/change-ticket.ts';
import { closeTicket } from '../../functions/tickets/close-ticket.ts';
import { correctInteraction } from '../../functions/tickets/correct-interaction.ts';
import { escalateTicket } from '../../functions/tickets/escalate-ticket.ts';
import { escalationTable } from '../../shared/tickets/escalation-table.ts';
import { ticketEscalationDue } from '../../events/ticket-escalation-due.ts';
import { discardDraft } from '../../functions/tickets/discard-draft.ts';
import { getDraft } from '../../functions/tickets/get-draft.ts';
import { getTicket } from '../../functions/tickets/get-ticket.ts';
import { fileMerged } from '../../functions/tickets/file-merged.ts';
import { linkTickets } from '../../functions/tickets/link-tickets.ts';
import { listDrafts } from '../../functions/tickets/list-drafts.ts';
import { listInteractions } from '../../functions/tickets/list-interactions.ts';
import { listLinks } from '../../functions/tickets/list-links.ts';
import { listTickets } from '../../functions/tickets/list-tickets.ts';
import { markRead } from '../../functions/tickets/mark-read.ts';
import { fileMoved } from '../../functions/tickets/file-moved.ts';
import { moveTicket } from '../../functions/tickets/move-ticket.ts';
import { mergeTickets } from '../../functions/tickets/merge-tickets.ts';
import { separateTickets } from '../../functions/tickets/separate-tickets.ts';
import { carryingTable } from '../../shared/tickets/carrying-table.ts';
import type { FileMover } from '../../shared/files/file-mover.ts';
import { filingTable } from '../../shared/tickets/filing-table.ts';
import { openTicket } from '../../functions/tickets/open-ticket.ts';
import { recordNotification as recordOnTicket } from '../../functions/tickets/record-notification.ts';
import { previewAnswer } from '../../functions/tickets/preview-answer.ts';
import { reportDeviceEvent } from '../../functions/tickets/report-device-event.ts';
import { rateTicket } from '../../functions/tickets/rate-ticket.ts';
import { redactInteraction } from '../../functions/tickets/redact-interaction.ts';
import { redactReminder } from '../../functions/tickets/redact-reminder.ts';
import { redactTask } from '../../functions/tickets/redact-task.ts';
import { returnTickets } from '../../functions/tickets/return-tickets.ts';
import { reopenTicket } from '../../functions/tickets/reopen-ticket.ts';
import { resumeTicket } from '../../functions/tickets/resume-ticket.ts';
import { hearCustomer } from '../../functions/tickets/hear-customer.ts';
import { countWorklists } from '../../functions/tickets/count-worklists.ts';
import { handOverTicket } from '../../functions/tickets/hand-over-ticket.ts';
import { pullTicket } from '../../functions/tickets/pull-ticket.ts';
import { readWorklist } from '../../functions/tickets/read-worklist.ts';
import { Worklist, WorklistSort } from '../../shared/tickets/worklist.ts';
import { returnTicket } from '../../functions/tickets/return-ticket.ts';
import { sendAnswer } from '../../functions/tickets/send-answer.ts';
import { takeTicket } from '../../functions/tickets/take-ticket.ts';
import { unlinkTickets } from '../../functions/tickets/unlink-tickets.ts';
import { withdrawTicket } from '../../functions/tickets/withdraw-ticket.ts';
import { waitFor } from '../../functions/tickets/wait-for.ts';
import { wakeItems } from '../../functions/wake/wake-items.ts';
import { saveDraft } from '../../functions/tickets/save-draft.ts';
import type { LambdaName } from '../../infra/lambda-entries.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { allStores } from '../../shared/files/all-stores.ts';
import type { Channel } from '../../shared/customers/customer.ts';
import { smsGoesTo } from '../../shared/lambda/sms-countries.ts';
import { limitOf } from '../../shared/lambda/limit.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { documentReader } from '../../shared/documents/document-reader.ts';
import { customerKind } from '../../shared/customers/customer-item.ts';
import { importKind } from '../../shared/letters/imports/import-item.ts';
import { quarantineKey } from '../../shared/letters/imports/import-state.ts';
import { letterReader } from '../../shared/letters/letter-reader.ts';
import { letterTable } from '../../shared/letters/letter-table.ts';
import { notScannedYet } from '../../shared/documents/check/malware.ts';
import { documentFileKey, uploadKey } from '../../shared/documents/document.ts';
import { letterFileKey } from '../../shared/letters/letter.ts';
import { notificationReader } from '../../shared/notifications/notification-reader.ts';
import { planned } from '../../shared/notifications/notification.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Database } from '../../shared/storage/database.ts';
import { dueKeys, dueShards } from '../../shared/storage/due-index.ts';
import { headEnding } from '../../shared/storage/item-kind.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { letterFeedbackTable } from '../../shared/letters/letter-feedback-table.ts';
import { newTextModule, type TextModuleContent } from '../../shared/text-modules/text-module.ts';
import { textModuleReader } from '../../shared/text-modules/text-module-reader.ts';
import { textModuleTable } from '../../shared/text-modules/text-module-table.ts';
import { NewTopic } from '../../shared/topics/topic.ts';
import { topicTable } from '../../shared/topics/topic-table.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import type { Report } from '../../shared/tickets/report.ts';
import { waits } from '../../shared/tickets/ticket.ts';
import { interactionWrites } from '../../shared/tickets/interaction-item.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { fewest } from '../../shared/privacy/deletion/statistics-ladder.ts';
import { sender } from '../letters/samples.ts';
import { email, paula } from '../unit/customers/people.ts';
import { usualHours } from '../unit/business-time/usual-hours.ts';
import { silent } from '../unit/notifications/world.ts';
import { sampleItem } from '../unit/storage/sample-item.ts';
import type { Storage } from './harness.ts';
import { newIdInFirstPart, officer, rules, type World } from './privacy-fixtures.ts';
import { medicalAid } from '../../shared/tickets/kinds/medical-aid.ts';
import { png } from '../unit/documents/made-files.ts';
import { documentWorld, saidOf } from './document-fixtures.ts';
import { importWorld, letterTo, oms } from './import-fixtures.ts';
import { someLetter } from './letter-fixtures.ts';
import { sleepingClerks, sleepingNotifications, sleepingTickets } from './sleepers.ts';
import { sampleChild } from './sample-family.ts';
import { ruleWorld, theft } from './rule-fixtures.ts';
import { outcome, report, ticketTables } from './ticket-world.ts';

/** What a function does in a course: everything that its role lets it do to the tables, by its own code, over this database. */
export type Course = (db: Database) => Promise<void>;

const none = { params: undefined, query: undefined, body: undefined, ifMatch: undefined };
/** A request of its own, under the limit that its caller has. */
const once = (route?: Parameters<typeof limitOf>[0], caller?: Parameters<typeof limitOf>[1]) => ({
  key: newId('acc'),
  body: '{}',
  ...(route && caller && { limit: limitOf(route, caller) }),
});

/** What a letter of settlement needs to be set by a rule. */
const settlementValues = {
  incident: { text: 'Diebstahl' },
  incidentDate: { day: 'incident-day' },
  items: { lines: [{ label: 'Rad', amount: { detail: 'valueCents' } }] },
};

/** A course for each function. What it needs beforehand is made by others, over the whole of the storage. */
export function functionCourses(storage: Storage): Record<LambdaName, Course> {
  const documents = documentWorld(storage, { firstPartOnly: true });
  const imports = importWorld(storage, { firstPartOnly: true });
  const world: World = documents;
  const ruled = ruleWorld(storage);
  const now = () => world.clock.at;
  const firstDay = world.clock.at;
  /** Another course may have left the clock in a year from which nothing here is recent. */
  const atFirst = () => void (world.clock.at = firstDay);
  const agent: Caller = { id: 'agt_01', roles: ['agent'] };
  const agentStep = { role: 'agent' as const, id: 'agt_01' };
  const customerOf = (id: string): Caller => ({ id, roles: ['customer'] });
  const logins = {
    sendsInvitations: true,
    holder: async () => undefined,
    ensure: async () => undefined,
    readdress: async () => undefined,
    standing: async () => 'unused' as const,
    inviteAgain: async () => undefined,
    remove: async () => undefined,
  };
  const lookupKeys = { insuranceNumber: async () => newId('acc'), email: async () => newId('acc'), phone: async () => 'mac-of-a-phone' };
  const event = { id: newId('evt'), at: world.clock.at };

  /** A letter of a customer's case, and its notification. */
  async function withLetter(notifyBy: Channel = 'sms') {
    const customer = await world.person({ notifyBy });
    const { ticket, letterId } = await world.aCase(customer.id, { closedAt: undefined });
    const about = letterIssued.make({ ...event, aggregateId: letterId!, data: { category: 'claim' } });
    const notice = planned({ ...about, id: newId('evt') }, customer, ticket.id, now());
    return { customer, ticket, letterId: letterId!, about, notice };
  }

  /** Something to do on a case today, and a reminder with a mail. */
  async function withTask(ticket: Ticket, clerk: string = agent.id) {
    const by = { id: clerk, at: now() };
    const of = { customerId: ticket.customerId, ticketId: ticket.id, ticketNumber: ticket.number };
    const task = addedTask(newId('tsk'), of, { title: 'Gutachten', checklist: [], due: { on: dayOf(now()) } }, by);
    const reminder = reminderSet(newId('rem'), of, NewReminder.parse({ at: now().toISOString(), byMail: true }), by);
    await world.deps.tasks.add(task, { request: once(), status: 201, madeId: task.id }, now());
    await world.deps.reminders.set(reminder, { request: once(), status: 201, madeId: reminder.id }, now());
    return { task, reminder };
  }

  /** A text to answer with, by which a task is added. */
  async function withTextModule(more: Partial<TextModuleContent>) {
    const content = { title: 'Eingang', texts: { de: '{{salutation}}, wir melden uns zu {{ticketNumber}}.' }, addsTask: { title: 'Nachsehen', dueInDays: 3 } };
    const module = newTextModule(newId('txt'), { ...content, ...more }, { id: 'adm_01', at: now() });
    await textModuleTable({ db: storage.db, rules }).add(module, { request: once(), status: 201, madeId: module.id }, now());
    return module;
  }

  /** A code that no module has: each is one of its kind. */
  const newModuleCode = (): string =>
    `course-${Array.from(newId('acc').slice(-12), (sign) => String.fromCodePoint(97 + (Number.parseInt(sign, 36) % 26))).join('')}`;

  /** A letter module of which a version is in force. */
  async function withLetterModule() {
    const { content } = NewLetterModule.parse(addLetterModule.example);
    const by = { id: 'adm_01', at: now() };
    const modules = letterModuleTable({ db: storage.db, rules });
    const draft = draftOf(newModuleCode(), 1, content, { ...by, id: 'adm_02' });
    await modules.add(draft, { request: once(), status: 201, madeId: draft.code }, now());
    const after = approved(draft, { from: dayOf(now()) }, by, dayOf(now()));
    await modules.change(headAfter(await modules.head(draft.code), after, by, dayOf(now())), { before: draft, after }, now());
    return after;
  }

  const sending = (db: Database) => ({
    notifications: world.over(db).notifications,
    customers: customerReader(db),
    log: silent,
    now,
    random: () => 0,
    turn: async () => undefined,
  });
  const movingDeps = (db: Database) => ({
    staff: staffReader(db),
    customers: customerReader(db),
    letterReader: letterReader(db),
    documentReader: documentReader(db),
    newId,
    now,
  });
  const provider = { send: async () => ({ status: 'sent' as const }) };
  const busy = { send: async () => ({ status: 'busy' as const }) };
  /** A reconciliation that finds these files. */
  const reconciling = (db: Database, keys: readonly string[]) => ({
    deps: { db, stores: allStores, handOver: async () => undefined, send: async () => undefined, hasTime: () => true, brake: 1, log: silent, now },
    walks: Object.fromEntries(
      allStores.map(({ name }) => [
        name,
        { page: async () => ({ files: keys.map((key) => ({ key, changedAt: new Date(0) })) }), has: async (key: string) => keys.includes(key) },
      ]),
    ),
  });
  const texts = {
    company: sender.company,
    portalUrl: 'https://portal.example',
    portalPaths: { tickets: '/tickets', letters: '/letters' },
    imprint: ['Amtsgericht Köln HRB 00000'],
  };

  return {
    'tickets-api': async (db) => {
      atFirst();
      const deps = { ...ticketTables(db), customers: customerReader(db), staff: staffReader(db), newId, newNumber: newTicketNumber, now, random: () => 0 };
      const { id } = await world.person();
      const caller = customerOf(id);
      const opened = await openTicket.handle({ ...none, body: report, caller, once: once(openTicket, caller) }, deps);
      const params = { ticketId: opened.id };
      await getTicket.handle({ ...none, params, caller, once: undefined }, deps);
      await addInteraction.handle({ ...none, params, body: { type: 'message', text: 'Danke.' }, caller, once: once() }, deps);
      const payout = { type: 'payout' as const, amountCents: 100, reference: 'SB-2026-1', paidOn: '2026-03-15' };
      const { id: payoutId } = await addInteraction.handle({ ...none, params, body: payout, caller: agent, once: once() }, deps);
      const reversal = { type: 'payout-reversal' as const, payoutId, reversedOn: '2026-03-15' };
      await addInteraction.handle({ ...none, params, body: reversal, caller: agent, once: once() }, deps);
      // Time that is given with a step counts with it, and a repeat of what filled the day is answered.
      const timed = once();
      const spender: Caller = { id: await world.clerk(), roles: ['agent'] };
      for (const minutesSpent of [5, 1435, 1435]) {
        const body = { type: 'message' as const, text: 'Ich sehe es mir an.', minutesSpent };
        await addInteraction.handle({ ...none, params, body, caller: spender, once: minutesSpent === 5 ? once() : timed }, deps);
      }
      await listInteractions.handle({ ...none, params, query: { limit: 10 }, caller, once: undefined }, deps);
      await listTickets.handle({ ...none, query: { limit: 10 }, caller: agent, once: undefined }, deps);
      const lastInteractionId = (await listInteractions.handle({ ...none, params, query: { limit: 10 }, caller: agent, once: undefined }, deps)).items.at(
        -1,
      )!.id;
      await listTickets.handle({ ...none, query: { limit: 10, sort: 'last-customer-message' }, caller: agent, once: undefined }, deps);
      await listTickets.handle({ ...none, query: { limit: 10, number: opened.number }, caller, once: undefined }, deps);
      await listTickets.handle({ ...none, query: { limit: 10, unread: 'true', assignee: 'nobody' }, caller: agent, once: undefined }, deps);
      await markRead.handle({ ...none, params, body: { lastInteractionId }, caller: agent, once: undefined }, deps);
      const { news } = await getTicket.handle({ ...none, params, caller, once: undefined }, deps);
      await markRead.handle({ ...none, params, body: { upTo: news!.upTo }, caller, once: undefined }, deps);
      await takeTicket.handle({ ...none, params, body: { assignee: await world.clerk() }, caller: agent, once: undefined, ifMatch: 1 }, deps);
      await returnTicket.handle({ ...none, params, caller: agent, once: undefined, ifMatch: 2 }, deps);
      for (const [before, to] of [{ team: 'claims' }, { agent: await world.clerk() }].entries()) {
        const body = { to, reason: 'Kennt sich damit aus.' };
        await handOverTicket.handle({ ...none, params, body, caller: agent, once: once(), ifMatch: 3 + before }, deps);
      }
      await closeTicket.handle({ ...none, params, body: { outcome: 'settled', lastInteractionId }, caller: agent, once: once(), ifMatch: 5 }, deps);
      await changeTicket.handle({ ...none, params, body: { retention: 'ten-years' }, caller: agent, once: undefined, ifMatch: 6 }, deps);
      await reopenTicket.handle({ ...none, params, body: {}, caller, once: once(), ifMatch: 7 }, deps);
      await waitFor.handle({ ...none, params, body: { waitingFor: 'expert' }, caller: agent, once: once(), ifMatch: 8 }, deps);
      await resumeTicket.handle({ ...none, params, body: {}, caller: agent, once: once(), ifMatch: 9 }, deps);
      // Where a ticket has become part of another, what the customer writes arrives there.
      const [duplicate, into] = [await world.openTicket(id), await world.openTicket(id)];
      const connected = { ...world.deps, staff: staffReader(storage.db), newId, now };
      await mergeTickets.handle({ ...none, params: { ticketId: duplicate.id }, body: { into: into.id }, caller: agent, once: once(), ifMatch: 1 }, connected);
      await addInteraction.handle({ ...none, params: { ticketId: duplicate.id }, body: { type: 'message', text: 'Danke.' }, caller, once: once() }, deps);
      // What tells of health is read by agents who have the skill, which is looked at.
      const { incident: _, ...said } = report;
      const aid: Report = { ...said, kind: 'medical-aid', details: { aid: 'Hörgerät' } };
      const ofHealth = await openTicket.handle({ ...none, body: aid, caller, once: once(openTicket, caller) }, deps);
      const skilled: Caller = { id: await world.clerk(), roles: ['agent'] };
      await listInteractions.handle({ ...none, params: { ticketId: ofHealth.id }, query: { limit: 10 }, caller: skilled, once: undefined }, deps);
    },

    'devices-api': async (db) => {
      const deps = { tickets: ticketTables(db).tickets, newId, newNumber: newTicketNumber, now, hours: usualHours };
      const body = {
        customerId: (await world.person()).id,
        device: { id: 'CS-1', type: 'crash-sensor' as const },
        eventId: newId('evt'),
        occurredAt: now().toISOString(),
        severity: 'high' as const,
        measured: [],
      };
      const platform: Caller = { id: 'platform', roles: ['device'] };
      // Sent again, it is the same ticket.
      for (let time = 0; time < 2; time++) {
        await reportDeviceEvent.handle({ ...none, body, caller: platform, once: once(reportDeviceEvent, platform) }, deps);
      }
    },

    'customer-steps-api': async (db) => {
      const deps = { ...ticketTables(db), staff: staffReader(db), newId, now };
      const ticket = await world.openTicket((await world.person()).id);
      const [params, caller] = [{ ticketId: ticket.id }, customerOf(ticket.customerId)];
      await takeTicket.handle(
        { ...none, params, body: { assignee: await world.clerk() }, caller: agent, once: undefined, ifMatch: 1 },
        { ...world.deps, staff: staffReader(storage.db), newId, now },
      );
      const kind = { kind: 'theft' } as const;
      await saveDraft.handle({ ...none, params: kind, body: { subject: 'Fahrrad weg' }, caller, once: undefined }, deps);
      await getDraft.handle({ ...none, params: kind, caller, once: undefined }, deps);
      await listDrafts.handle({ ...none, caller, once: undefined }, deps);
      await discardDraft.handle({ ...none, params: kind, caller, once: undefined }, deps);
      await withdrawTicket.handle({ ...none, params, body: {}, caller, once: once(withdrawTicket, caller), ifMatch: 2 }, deps);
      // A repeat shows what the first one wrote.
      const said = once();
      for (const again of [said, said]) await rateTicket.handle({ ...none, params, body: { score: 5, comment: 'Danke.' }, caller, once: again }, deps);
    },

    'worklists-api': async (db) => {
      const deps = { ...ticketTables(db), staff: staffReader(db), newId, now, random: () => 0 };
      const skilled: Caller = { id: await world.clerk(), roles: ['agent'] };
      await world.openTicket((await world.person()).id);
      for (const whose of ['mine', 'team'] as const) await countWorklists.handle({ ...none, query: { of: whose }, caller: skilled, once: undefined }, deps);
      for (const list of Worklist.options) {
        for (const sort of WorklistSort.options) {
          await readWorklist.handle({ ...none, params: { list }, query: { limit: 10, sort }, caller: skilled, once: undefined }, deps);
        }
      }
      const asked = once();
      const pulled = await pullTicket.handle({ ...none, body: {}, caller: skilled, once: asked }, deps);
      const again = await pullTicket.handle({ ...none, body: {}, caller: skilled, once: asked }, deps);
      if (!pulled.ticket || again.ticket?.id !== pulled.ticket.id) throw new Error('A clerk was given nothing, or something else when they asked again');
    },

    'corrections-api': async (db) => {
      atFirst();
      const deps = { ...ticketTables(db), staff: staffReader(db), newId, now };
      const ticket = await world.openTicket((await world.person()).id);
      const { items } = await world.deps.interactions.interactions(ticket, 1);
      const spoken = {
        id: newId('int'),
        ticketId: ticket.id,
        at: now().toISOString(),
        by: agentStep,
        content: { type: 'message', text: '510 Euro.' } as const,
      };
      await world.deps.interactions.append(ticket, spoken, { request: once(), status: 201, madeId: spoken.id }, now());
      const params = { ticketId: ticket.id, interactionId: spoken.id };
      const right = { text: 'Es sind 150 Euro.', reason: 'vertippt' };
      await correctInteraction.handle({ ...none, params, body: right, caller: agent, once: once() }, deps);
      for (const interactionId of [spoken.id, items[0]!.id]) {
        const sent = once();
        for (let time = 0; time < 2; time++)
          await redactInteraction.handle({ ...none, params: { ...params, interactionId }, body: { reason: 'other' }, caller: officer, once: sent }, deps);
      }
      const { task, reminder } = await withTask(ticket);
      const written = { ...reminder, id: newId('rem'), note: 'Frau Grün anrufen.' };
      await world.deps.reminders.set(written, { request: once(), status: 201, madeId: written.id }, now());
      const body = { reason: 'other' as const };
      await redactTask.handle({ ...none, params: { ticketId: ticket.id, taskId: task.id }, body, caller: officer, once: once() }, deps);
      await redactReminder.handle({ ...none, params: { ticketId: ticket.id, reminderId: written.id }, body, caller: officer, once: once() }, deps);
      // What tells of health is put right by agents who have the skill, which is looked at.
      const { incident: _, ...said } = report;
      const ofHealth = await world.openTicket(ticket.customerId, undefined, { ...said, kind: 'medical-aid', details: { aid: 'Hörgerät' } });
      const noted = { ...spoken, id: newId('int'), ticketId: ofHealth.id };
      await world.deps.interactions.append(ofHealth, noted, { request: once(), status: 201, madeId: noted.id }, now());
      const skilled: Caller = { id: await world.clerk(), roles: ['agent'] };
      const sent = once();
      for (let time = 0; time < 2; time++)
        await correctInteraction.handle(
          { ...none, params: { ticketId: ofHealth.id, interactionId: noted.id }, body: right, caller: skilled, once: sent },
          deps,
        );
    },

    'connections-api': async (db) => {
      const deps = { ...ticketTables(db), staff: staffReader(db), newId, now };
      const { id } = await world.person();
      const [one, other, duplicate] = [await world.openTicket(id), await world.openTicket(id), await world.openTicket(id)];
      const params = { ticketId: one.id };
      const linked = { relation: 'same-event' as const, ticketId: other.id };
      await linkTickets.handle({ ...none, params, body: linked, caller: agent, once: once() }, deps);
      await listLinks.handle({ ...none, params, query: { limit: 10 }, caller: agent, once: undefined }, deps);
      await unlinkTickets.handle({ ...none, params: { ...params, otherTicketId: other.id }, caller: agent, once: undefined }, deps);
      // What tells of health is merged by agents who have the skill, which is looked at.
      const { incident: _, ...said } = report;
      const aid: Report = { ...said, kind: 'medical-aid', details: { aid: 'Hörgerät' } };
      const [first, second] = [await world.openTicket(id, undefined, aid), await world.openTicket(id, undefined, aid)];
      const skilled: Caller = { id: await world.clerk(), roles: ['agent'] };
      for (const [ticket, into, caller] of [
        [duplicate, other, agent],
        [first, second, skilled],
      ] as const) {
        const of = { ticketId: ticket.id };
        await mergeTickets.handle({ ...none, params: of, body: { into: into.id }, caller, once: once(), ifMatch: 1 }, deps);
        await fileMerged({ aggregateId: ticket.id }, { tickets: world.deps.tickets, filing: filingTable({ db: storage.db, registry: storedItems }) });
        await separateTickets.handle({ ...none, params: of, caller, once: undefined, ifMatch: 2 }, deps);
      }
      const wrong = await world.openTicket(id, undefined, undefined, agentStep);
      const body = { customerId: (await world.person()).id, reason: 'similar-name' as const };
      const moving = { ...deps, ...movingDeps(db) };
      await moveTicket.handle({ ...none, params: { ticketId: wrong.id }, body, caller: agent, once: once(), ifMatch: 1 }, moving);
    },

    'assign-ticket': async (db) => {
      const { tickets, workloads } = world.over(db);
      const ticket = await world.openTicket((await world.person()).id);
      const deps = {
        tickets,
        clerks: clerksAtWork({ workloads, staff: staffReader(db), now, random: () => 0 }),
        now,
        hasTime: () => true,
        log: silent,
      };
      const opened = ticketOpened.make({ ...event, aggregateId: ticket.id, data: { kind: ticket.matter } });
      // Nobody is there yet, and then somebody is.
      await assignTicket(opened, deps);
      const clerk = await world.clerk();
      await assignTicket(opened, deps);
      // Somebody whom the customer knows, in a worker that has seen nobody yet.
      const again = await world.openTicket(ticket.customerId);
      const anew = { ...deps, clerks: clerksAtWork({ workloads, staff: staffReader(db), now, random: () => 0 }) };
      await assignTicket(ticketOpened.make({ ...event, id: newId('evt'), aggregateId: again.id, data: { kind: again.matter } }), anew);
      if ((await tickets.byId(again.id))?.assignee !== clerk) throw new Error('The clerk whom the customer knows was passed over');
    },

    'escalate-ticket': async (db) => {
      atFirst();
      const { tickets } = world.over(db);
      const deps = { tickets, escalations: escalationTable({ db, rules, newId }), staff: staffReader(db), hours: usualHours, log: silent, now };
      const ticket = await world.openTicket((await world.person()).id);
      const clerk = await world.clerk();
      await world.assignTo(clerk, ticket, now().toISOString());
      const due = () => ticketEscalationDue.make({ ...event, id: newId('evt'), aggregateId: ticket.id, data: { kind: ticket.matter } });
      // Too early, and then not.
      await escalateTicket(due(), deps);
      world.clock.at = new Date(firstDay.getTime() + 10 * 24 * 3_600_000);
      await escalateTicket(due(), deps);
      atFirst();
    },

    'return-tickets': async (db) => {
      const { tickets, workloads } = world.over(db);
      const clerk = await world.clerk();
      for (const closes of [false, true]) {
        const ticket = await world.assignTo(clerk, await world.openTicket((await world.person()).id), now().toISOString());
        if (closes) await world.closeTicket(ticket, now().toISOString());
      }
      await world.dismiss(clerk);
      await returnTickets({ aggregateId: clerk, type: 'agent.left' }, { tickets, workloads, staff: staffReader(db), logins, now, hours: usualHours });
    },

    'hear-customer': async (db) => {
      atFirst();
      const { tickets, interactions } = world.over(db);
      const deps = { tickets, interactions, newId, newNumber: newTicketNumber, now, hours: usualHours };
      const clerk = await world.clerk();
      const hears = async (closed: boolean, later: Date) => {
        const { id } = await world.person();
        const ticket = await world.assignTo(clerk, await world.openTicket(id), now().toISOString());
        const step = {
          id: newId('int'),
          ticketId: ticket.id,
          at: now().toISOString(),
          by: agentStep,
          content: { type: 'waiting' as const, waitingFor: 'customer' as const },
        };
        if (closed) await world.closeTicket(ticket, now().toISOString());
        else await world.deps.tickets.setStateHeard(waits(ticket, 'customer', now()), step, now());
        world.clock.at = later;
        await world.append(ticket, now().toISOString(), { type: 'message', text: 'Noch etwas.' }, { by: { role: 'customer' } });
        await hearCustomer({ id: newId('evt'), aggregateId: ticket.id }, deps);
        atFirst();
      };
      await hears(false, firstDay);
      await hears(true, firstDay);
      // So late that another case follows it up.
      await hears(true, new Date(firstDay.getTime() + 400 * 24 * 3_600_000));
    },

    'file-moved': async (db) => {
      atFirst();
      const [from, to] = [(await world.person()).id, (await world.person()).id];
      const [ticket, linkedTo] = [await world.openTicket(from, undefined, undefined, agentStep), await world.openTicket(from, undefined, undefined, agentStep)];
      await world.append(ticket, now().toISOString(), { type: 'internal-note', text: 'Vermerk' }, { minutesSpent: 5 });
      const origin = { customerId: from, ticketId: ticket.id, ticketNumber: ticket.number };
      const task = addedTask(newId('tsk'), origin, NewTask.parse({ title: 'Anrufen' }), { id: 'agt_01', at: now() });
      await world.deps.tasks.add(task, { request: once(), status: 201, madeId: task.id, subjectId: from }, now());
      await world.timed(ticket);
      const document = await documents.announce(agent, ticket.id, saidOf(png(), 'image/png'));
      await documents.check(documents.come(from, document.id, png()));
      const api = { ...world.deps, ...movingDeps(storage.db) };
      const linked = { relation: 'same-event' as const, ticketId: linkedTo.id };
      await linkTickets.handle({ ...none, params: { ticketId: ticket.id }, body: linked, caller: agent, once: once() }, api);
      const body = { customerId: to, reason: 'similar-name' as const };
      await moveTicket.handle({ ...none, params: { ticketId: ticket.id }, body, caller: agent, once: once(), ifMatch: 1 }, api);
      const { tickets, moves } = world.over(db);
      // It ended when the copy was there, and the file before was not gone yet.
      const ends: FileMover = { ...documents.mover, remove: () => Promise.reject(new Error('The function ended')) };
      for (const files of [ends, documents.mover]) {
        const deps = { tickets, moves, carrying: carryingTable({ db, registry: storedItems, files }), now };
        await fileMoved({ aggregateId: ticket.id }, deps).catch((error: unknown) => {
          if (files !== ends) throw error;
        });
      }
      const through = { tickets, moves, carrying: carryingTable({ db, registry: storedItems, files: ends }), now };
      if ((await outcome(fileMoved({ aggregateId: ticket.id }, through))) !== 'conflict/already-done') throw new Error('Something is under way still');
    },

    'file-merged': async (db) => {
      const clerk = await world.clerk();
      const { id } = await world.person();
      const { ticket } = await world.aCase(id, { closedAt: undefined });
      await documents.sent(ticket, png(), 'image/png');
      const origin = { customerId: id, ticketId: ticket.id, ticketNumber: ticket.number };
      const task = addedTask(newId('tsk'), origin, NewTask.parse({ title: 'Anrufen' }), { id: clerk, at: now() });
      await world.deps.tasks.add(task, { request: once(), status: 201, madeId: task.id, subjectId: id }, now());
      const into = await world.openTicket(id);
      const api = { ...world.deps, staff: staffReader(storage.db), newId, now };
      const params = { ticketId: ticket.id };
      const deps = { tickets: world.over(db).tickets, filing: filingTable({ db, registry: storedItems }) };
      // A worker's step, a task, and time, that stand on both already.
      const [entryId, taskId] = [newId('tim'), newId('tsk')];
      for (const to of [ticket.id, into.id]) {
        const twice = { ...origin, ticketId: to };
        const same = addedTask(taskId, twice, NewTask.parse({ title: 'Anrufen' }), { id: clerk, at: now() });
        await world.deps.tasks.add(same, { request: once(), status: 201, madeId: same.id, subjectId: id }, now());
        const spent = { minutes: 5, activity: 'phone' as const, on: dayOf(now()) };
        const entry = timeSpent(entryId, { ...twice, matter: ticket.matter }, spent, { id: clerk, team: 'claims' }, now());
        await world.deps.times.add(entry, { request: once(), status: 201, madeId: entryId, subjectId: id }, now());
      }
      await mergeTickets.handle({ ...none, params, body: { into: into.id }, caller: agent, once: once(), ifMatch: 1 }, api);
      const noted = world.step(ticket, now().toISOString(), { type: 'notification', channel: 'email', template: 'ticket-confirmation', result: 'sent' });
      await storage.db.commit({ writes: interactionWrites(id, noted, { rules, today: '2026-03-15' }, {}) });
      await world.deps.interactions.note(into, { ...noted, ticketId: into.id }, now());
      await fileMerged({ aggregateId: ticket.id }, deps);
      await separateTickets.handle({ ...none, params, caller: agent, once: undefined, ifMatch: 2 }, api);
      await fileMerged({ aggregateId: ticket.id }, deps);
    },

    'record-ticket-notification': async (db) => {
      const { id } = await world.person();
      const ticket = await world.openTicket(id);
      const about = ticketOpened.make({ ...event, aggregateId: ticket.id, data: { kind: ticket.matter } });
      const notification = planned(about, { id, notifyBy: 'email' }, ticket.id, now());
      await world.deps.notifications.plan(notification);
      const sent = notificationSent.make({ ...event, aggregateId: notification.id, data: { channel: 'email', template: notification.template } });
      const other = await world.openTicket(id);
      const api = { ...world.deps, staff: staffReader(storage.db), newId, now };
      await mergeTickets.handle({ ...none, params: { ticketId: ticket.id }, body: { into: other.id }, caller: agent, once: once(), ifMatch: 1 }, api);
      await recordOnTicket(sent, { tickets: ticketReader(db), interactions: world.over(db).interactions, notifications: notificationReader(db), now });
    },

    'letters-api': async (db) => {
      const { letters } = world.over(db);
      const { customer, ticket, letterId } = await withLetter();
      const deps = { letters, staff: staffReader(db), links: { link: async () => ({ url: 'https://made-up.example', expiresAt: now() }) } as never, now };
      const params = { letterId };
      await getLetter.handle({ ...none, params, caller: agent, once: undefined }, deps);
      await listLetters.handle({ ...none, query: { limit: 10 }, caller: customerOf(customer.id), once: undefined }, deps);
      await listLetters.handle({ ...none, query: { limit: 10, ticketId: ticket.id }, caller: agent, once: undefined }, deps);
      const fileOf = (id: string, caller: Caller) =>
        getLetterFile.handle({ ...none, params: { letterId: id }, query: { disposition: 'attachment' }, caller, once: undefined }, deps);
      await fileOf(letterId, customerOf(customer.id));
      const feedback = { letterFeedback: letterFeedbackTable({ db, rules }), now };
      const reader = customerOf(customer.id);
      await giveLetterFeedback.handle({ ...none, params, body: { helpful: true }, caller: reader, once: once(giveLetterFeedback, reader) }, feedback);
      await getLetterFeedback.handle({ ...none, params, caller: reader, once: undefined }, feedback);
      await markLetter.handle({ ...none, params, body: { state: 'archived' }, caller: customerOf(customer.id), once: undefined }, deps);
      // Of one that tells of health an agent's skill is looked at.
      const one = { ...someLetter({ customer: agent, customerId: customer.id, ticketId: ticket.id, clerk: agent }), special: 'health' as const };
      await world.deps.letters.issue(one, { request: once(), status: 201, madeId: one.id, subjectId: customer.id }, now());
      await fileOf(one.id, { id: await world.clerk(), roles: ['agent'] });
    },

    'issue-letter': async (db) => {
      const { id } = await world.person();
      const ticket = await world.openTicket(id);
      const deps = {
        letters: world.over(db).letters,
        files: { keep: async () => ({ sha256: 'ab'.repeat(32), sizeBytes: 4711, versionId: 'v1' }) },
        customers: customerReader(db),
        tickets: ticketReader(db),
        staff: staffReader(db),
        modules: letterModuleReader(db),
        sender,
        rule: rules['letter-centre'],
        assertPrintable: () => undefined,
        render: async () => Buffer.from('%PDF'),
        newId,
        now,
      };
      const caller: Caller = { id: await world.clerk(), roles: ['agent'] };
      const request = { ...none, body: { ...issueLetter.example!, customerId: id, ticketId: ticket.id }, caller, once: once(issueLetter, caller) };
      await issueLetter.handle(request, deps);
      await issueLetter.handle(request, deps);
      // One that is not the first answer.
      await issueLetter.handle({ ...request, once: once(issueLetter, caller) }, deps);
      const { code, content } = await withLetterModule();
      const values = madeUp(
        content.values.map(({ name }) => name),
        'de',
      );
      const fromModule = { template: 'module' as const, module: code, language: 'de' as const, customerId: id, ticketId: ticket.id, values };
      await issueLetter.handle({ ...request, body: fromModule, once: once(issueLetter, caller) }, deps);
    },

    'record-letter-notification': async (db) => {
      const notification = (await withLetter()).notice;
      await world.deps.notifications.plan(notification).catch(() => undefined);
      const sent = notificationSent.make({ ...event, aggregateId: notification.id, data: { channel: 'email', template: notification.template } });
      await recordOnLetter(sent, { letters: world.over(db).letters, notifications: notificationReader(db) });
    },

    'remove-orphan-file': async (db) => {
      const keys = [letterFileKey(newId('cus'), newId('let')), uploadKey(newId('cus'), newId('doc')), quarantineKey(newId('cus'), newId('imp'))];
      for (const key of keys) await removeOrphanFile(key, { db, stores: allStores, erasers: world.outside.erasers });
    },

    'reconcile-files': async (db) => {
      const { customer, letterId } = await withLetter();
      const key = letterFileKey(customer.id, letterId);
      const { deps, walks } = reconciling(db, [key]);
      const ticket = await world.openTicket(customer.id);
      await documents.sent(ticket, png(), 'image/png');
      const unnamed = reconciling(db, [quarantineKey(customer.id, newId('imp'))]).walks;
      await reconcileFiles(Reconciliation.parse({ walk: 'files', store: 'letter-quarantine' }), { ...deps, walks: unnamed });
      // Files that are there, and files that are not.
      for (const store of ['letter-files', 'document-files']) {
        const found = store === 'letter-files' ? walks : reconciling(db, [documentFileKey(customer.id, newId('doc'))]).walks;
        await reconcileFiles(Reconciliation.parse({ walk: 'files', store }), { ...deps, walks: found });
        const items = Reconciliation.parse({ walk: 'items', store, shard: 0, lastShard: dueShards - 1 });
        await reconcileFiles(items, { ...deps, walks: reconciling(db, []).walks });
      }
    },

    'plan-notification': async (db) => {
      const { ticket, about } = await withLetter();
      const deps = {
        notifications: world.over(db).notifications,
        tickets: ticketReader(db),
        letters: letterReader(db),
        customers: customerReader(db),
        now,
        gatherMs: 300_000,
        smsGoesTo: () => true,
      };
      await planNotification(ticketOpened.make({ id: newId('evt'), at: now(), aggregateId: ticket.id, data: { kind: ticket.matter } }), deps);
      await planNotification({ ...about, id: newId('evt') }, deps);
      await planNotification(interactionAdded.make({ id: newId('evt'), at: now(), aggregateId: ticket.id, data: { type: 'message', by: 'agent' } }), deps);
    },

    'send-sms': async (db) => {
      const notification = (await withLetter()).notice;
      await world.deps.notifications.plan(notification);
      const told = notificationPlanned.make({ ...event, aggregateId: notification.id, data: { channel: 'sms', template: notification.template } });
      await sendSms(told, { ...sending(db), sms: busy, sender: texts, goesTo: () => true });
      await sendSms(told, { ...sending(db), sms: provider, sender: texts, goesTo: () => true });
      // By e-mail, since SMS do not go there.
      const abroad = (await withLetter()).notice;
      await world.deps.notifications.plan(abroad);
      await sendSms({ ...told, aggregateId: abroad.id }, { ...sending(db), sms: provider, sender: texts, goesTo: () => false });
      // It has gone to the other sender meanwhile.
      await sendSms({ ...told, aggregateId: abroad.id }, { ...sending(db), sms: provider, sender: texts, goesTo: () => false });
    },

    'send-email': async (db) => {
      const notification = (await withLetter('email')).notice;
      await world.deps.notifications.plan(notification);
      const told = notificationPlanned.make({ ...event, aggregateId: notification.id, data: { channel: 'email', template: notification.template } });
      await sendEmail(told, { ...sending(db), email: busy, sender: texts });
      await sendEmail(told, { ...sending(db), email: provider, sender: texts });
      // One that is not for this sender.
      const bySms = (await withLetter()).notice;
      await world.deps.notifications.plan(bySms);
      await sendEmail({ ...told, aggregateId: bySms.id }, { ...sending(db), email: provider, sender: texts });
    },

    'membership-api': async (db) => {
      atFirst();
      const { customers } = world.over(db);
      const deps = { customers, tickets: ticketReader(db), lookupKeys, logins, newId, now, smsGoesTo: smsGoesTo(['+49']) };
      const taken = await registerCustomer.handle({ ...none, body: paula, caller: agent, once: once(registerCustomer, agent) }, deps);
      await inviteCustomer.handle({ ...none, params: { customerId: taken.id }, body: { anew: false }, caller: agent, once: once() }, deps);
      await findCustomers.handle({ ...none, query: { phone: '+4915112345678' }, caller: agent, once: undefined }, deps);
      const { relationshipStartedOn, ...master } = {
        ...paula,
        insuranceNumber: 'K-2026-000099',
        contactPoints: [email('p.sommer@example.org')],
        notifyBy: 'email' as const,
      };
      await correctCustomer.handle({ ...none, params: { customerId: taken.id }, body: master, caller: agent, once: undefined, ifMatch: 1 }, deps);
      await correctCustomer.handle(
        { ...none, params: { customerId: taken.id }, body: { ...master, login: 'none' }, caller: agent, once: undefined, ifMatch: 2 },
        deps,
      );
      const { id: customerId } = await world.person();
      const { number: ticketNumber } = await world.openTicket(customerId);
      await findCustomers.handle({ ...none, query: { ticketNumber }, caller: agent, once: undefined }, deps);
      await world.leave({ id: customerId }, '2026-03-31');
      const params = { customerId };
      const asked = (ifMatch: number) => ({ ...none, params, caller: agent, once: undefined, ifMatch });
      await correctRelationshipEnd.handle({ ...asked(2), body: { reason: 'mistyped', endedOn: '2026-04-30' } }, deps);
      await reopenRelationship.handle({ ...asked(3), query: { reason: 'recorded-by-mistake' } }, deps);
      await correctRelationshipEnd.handle({ ...asked(4), body: { reason: 'never-began' } }, deps);
      await correctRelationshipStart.handle({ ...asked(5), body: { reason: 'returned', startedOn: '2026-12-01' } }, deps);
    },

    'customers-api': async (db) => {
      const deps = { customers: world.over(db).customers, now };
      const { id } = await world.person();
      await getMe.handle({ ...none, caller: customerOf(id), once: undefined }, deps);
      await setPreferences.handle({ ...none, body: { notifyBy: 'email' }, caller: customerOf(id), once: undefined }, deps);
      const ended = { ...none, params: { customerId: id }, body: { endedOn: '2026-03-31' }, caller: agent };
      await endRelationship.handle({ ...ended, once: once() }, deps);
      // The same day again: nothing to do but to see that it is so.
      await endRelationship.handle({ ...ended, once: once() }, deps);
      await getCustomer.handle({ ...none, params: { customerId: id }, caller: agent, once: undefined }, deps);
    },

    'staff-api': async (db) => {
      atFirst();
      const deps = { staff: world.over(db).staff, lookupKeys, logins, newId, now };
      const admin: Caller = { id: newId('adm'), roles: ['admin'] };
      const body = registerAgent.body!.parse(registerAgent.example);
      const registered = await registerAgent.handle({ ...none, body, caller: admin, once: once() }, deps);
      const params = { agentId: registered.id };
      await listStaff.handle({ ...none, query: { limit: 10, left: 'false' }, caller: admin, once: undefined }, deps);
      await listColleagues.handle({ ...none, query: { limit: 10 }, caller: { id: registered.id, roles: ['agent'] }, once: undefined }, deps);
      const { version } = await getAgent.handle({ ...none, params, caller: admin, once: undefined }, deps);
      await changeAgent.handle({ ...none, params, body: { skills: [{ skill: 'service', level: 2 }] }, caller: admin, once: undefined, ifMatch: version }, deps);
      await setStatus.handle({ ...none, params, body: { status: 'away' }, caller: admin, once: undefined }, deps);
      await setStatus.handle({ ...none, params, body: { status: 'busy' }, caller: admin, once: undefined }, deps);
      const away = { from: '2027-03-01', to: '2027-03-12' };
      const { id: absenceId } = await addAbsence.handle({ ...none, params, body: away, caller: admin, once: once() }, deps);
      await listAbsences.handle({ ...none, params, caller: admin, once: undefined }, deps);
      await removeAbsence.handle({ ...none, params: { ...params, absenceId }, caller: admin, once: undefined }, deps);
      await inviteAgent.handle({ ...none, params, body: { anew: false }, caller: admin, once: once() }, deps);
      for (const again of [once(), once()]) await recordDeparture.handle({ ...none, params, body: { leftOn: '2026-03-15' }, caller: admin, once: again }, deps);
    },

    'privacy-api': async (db) => {
      const { api } = world.over(db);
      const { id } = await world.person();
      await world.timed((await world.aCase(id)).ticket);
      const { id: requestId } = await requestErasure.handle({ ...none, body: {}, caller: customerOf(id), once: once(requestErasure, customerOf(id)) }, api);
      // Answered in part, and asked for again.
      await eraseCustomer(requestId, world.deps.erase);
      await requestErasure.handle({ ...none, body: {}, caller: customerOf(id), once: once() }, api);
      await getErasureRequest.handle({ ...none, params: { requestId }, caller: officer, once: undefined }, api);
      await getDataMap.handle({ ...none, caller: customerOf(id), once: undefined }, api);
      const withLetters = await world.person();
      await imports.handedIn(withLetters, letterTo(withLetters));
      await getDataMap.handle({ ...none, caller: customerOf(withLetters.id), once: undefined }, api);
      const { id: runId } = await startDeletionRun.handle({ ...none, body: { dryRun: true }, caller: officer, once: once() }, api);
      await getDeletionRun.handle({ ...none, params: { runId }, caller: officer, once: undefined }, api);
      // Not done yet, so it is read and not told.
      await getDeletionLog.handle({ ...none, params: { runId }, caller: officer, once: undefined }, api).catch(() => undefined);
      // Of nobody: it has to look everywhere before it says so.
      await requestErasure.handle({ ...none, body: { customerId: newId('cus') }, caller: officer, once: once() }, api).catch(() => undefined);
    },

    'erase-customer': async (db) => {
      atFirst();
      const [one, another] = [await world.person(), await world.person()];
      for (const customer of [one, another]) {
        const { ticket } = await world.aCase(customer.id);
        await withTask(ticket);
        await world.timed(ticket);
        await documents.sent(ticket, png(), 'image/png');
        await imports.handedIn(customer, letterTo(customer));
        await world.announced(ticket);
        await world.leave(customer, '2026-03-31');
      }
      // Of one the law keeps most; of the other nothing any more, and no run has taken it yet.
      for (const [customer, day] of [
        [one, '2026-04-02'],
        [another, '2062-04-02'],
      ] as const) {
        world.clock.at = new Date(`${day}T09:00:00Z`);
        await eraseCustomer(await world.askForErasure(customer.id), world.over(db).erase);
      }
    },

    'plan-deletion-run': async (db) => {
      await planDeletionRun({ detail: { type: 'deletion-run.scheduled' } }, world.over(db).plan);
    },

    'delete-due': async (db) => {
      // Heads of every kind with their children: some that say they are due and are not, since periods were changed, and some that are.
      for (const dueOn of ['2026-03-15', '2026-12-31']) {
        const pk = newIdInFirstPart('cus');
        for (const kind of storedItems.kinds.filter(headEnding)) {
          const head = { table: kind.table, item: { ...sampleItem(kind, { pk, id: newId('tck') }), ...dueKeys(pk, dueOn) } };
          await storage.put(kind.table, head.item);
          for (const child of storedItems.childKinds(kind)) await storage.put(child.table, sampleChild(child, head, 'one').item);
        }
      }
      // Enough people whose cases end alike that the statistics count them.
      for (const kind of storedItems.kinds.filter((one) => headEnding(one)?.anonymised)) {
        const places = Array.from({ length: fewest }, () => ({ pk: newIdInFirstPart('cus'), id: newId('tck') }));
        const due = dueKeys(places[0]!.pk, '2026-12-31');
        await storage.put(kind.table, ...places.map((place) => ({ ...sampleItem(kind, place), ...due, dueSk: `${due.dueOn}#${place.id}` })));
      }
      // What goes while that stays on which it hangs.
      for (const whole of storedItems.wholeKinds) {
        const place = { pk: newIdInFirstPart('cus'), id: newId('tck') };
        await storage.put(whole.table, sampleItem(whole, place));
        for (const part of storedItems.partKinds(whole)) await storage.put(part.table, { ...sampleItem(part, place), ...dueKeys(place.pk, '2026-12-31') });
      }
      // What still has time when the use of everything else of somebody ends.
      const pk = newIdInFirstPart('cus');
      await storage.put('customers', { ...sampleItem(customerKind, { pk, id: pk }), ...dueKeys(pk, '2026-12-31') });
      const later = { ...sampleItem(importKind, { pk, id: newIdInFirstPart('imp') }), state: 'published', publishedAt: '2199-06-01T00:00:00.000Z' };
      await storage.put('letters', { ...later, ...dueKeys(pk, '2200-06-01') });
      for (const day of ['2026-03-16', '2199-12-31']) await world.runOf(day, storedItems.tablesWithDueDates, { over: db });
    },

    'wake-items': async (db) => {
      atFirst();
      await world.askForErasure((await world.person()).id);
      await storage.put('tickets', ...sleepingTickets(1, now()));
      await storage.put('notifications', ...sleepingNotifications(1, now()));
      await storage.put('staff', ...sleepingClerks(1, now()));
      await withTask(await world.openTicket((await world.person()).id));
      await world.timed(await world.openTicket((await world.person()).id));
      const withDocument = await world.openTicket((await world.person()).id);
      await documents.announce(customerOf(withDocument.customerId), withDocument.id, saidOf(png(), 'image/png'));
      const waiting = await world.person();
      await imports.announce(imports.saidOf(waiting, letterTo(waiting)));
      const tomorrow = new Date(now().getTime() + 25 * 3_600_000);
      await wakeItems({ db, kinds: storedItems.kinds, newId, now: () => tomorrow, log: silent, hasTime: () => true });
    },

    'documents-api': async (db) => {
      atFirst();
      const deps = documents.apiOver(db);
      const ticket = await world.openTicket((await world.person()).id);
      const callers = [customerOf(ticket.customerId), { id: await world.clerk(), roles: ['agent'] } as Caller];
      for (const caller of callers) {
        const asked = { ...none, params: { ticketId: ticket.id }, caller, once: undefined };
        const made = await announceDocument.handle({ ...asked, body: saidOf(png(), 'image/png'), once: once(announceDocument, caller) }, deps);
        await documents.check(documents.come(ticket.customerId, made.id, png()));
        await listDocuments.handle({ ...asked, query: { limit: 10 } }, deps);
        const one = { ...asked, params: { ...asked.params, documentId: made.id } };
        await getDocument.handle(one, deps);
        await getDocumentFile.handle(one, deps);
        const taken = { ...one, caller: officer, body: { reason: 'other' as const }, once: once(redactDocument, officer) };
        await redactDocument.handle(taken, deps);
      }
      // Whether somebody may read of health is asked of their own entry.
      const aid = { ...report, kind: medicalAid.name, incident: undefined, details: medicalAid.details!.example } as never;
      const special = await world.openTicket((await world.person()).id, undefined, aid);
      await listDocuments.handle({ ...none, params: { ticketId: special.id }, query: { limit: 10 }, caller: callers[1]!, once: undefined }, deps);
    },

    'check-document': async (db) => {
      atFirst();
      const ticket = await world.openTicket((await world.person()).id);
      for (const said of [saidOf(png(), 'image/png'), saidOf(png(), 'image/jpeg')]) {
        const { id } = await documents.announce(customerOf(ticket.customerId), ticket.id, said);
        await documents.check(documents.come(ticket.customerId, id, png()), documents.workerOver(db));
      }
      // It cannot be looked at now, and is looked at again by the clock.
      const later = await documents.announce(customerOf(ticket.customerId), ticket.id, saidOf(png(), 'image/png'));
      documents.come(ticket.customerId, later.id, png());
      const saysNothing = async (): Promise<never> => {
        throw notScannedYet();
      };
      await documents.look(later.id, { ...documents.workerOver(db), scan: saysNothing });
      // Taken out of its case, its file goes.
      const removed = await documents.sent(ticket, png(), 'image/png');
      await documents.redact(newId('agt'), ticket.id, removed.id, 'other');
      await documents.look(removed.id, documents.workerOver(db));
      // By staff the case is asked for without being unread.
      const { id } = await documents.announce({ id: await world.clerk(), roles: ['agent'] }, ticket.id, saidOf(png(), 'image/png'));
      await documents.check(documents.come(ticket.customerId, id, png()), documents.workerOver(db));
    },

    'letter-imports-api': async (db) => {
      atFirst();
      const deps = { ...imports.apiOver(db), letters: letterTable({ db, rules, newId }) };
      const customer = await world.person();
      const ticket = await world.openTicket(customer.id);
      const { familyName, address, insuranceNumber } = customer;
      const file = letterTo(customer);
      const said = imports.saidOf(customer, file, { ticketId: ticket.id });
      const { id } = await announceImport.handle({ ...none, body: said, caller: oms, once: once(announceImport, oms) }, deps);
      const byNumber = { ...said, recipient: { insuranceNumber, familyName, postalCode: address.postalCode } };
      await announceImport.handle({ ...none, body: byNumber, caller: oms, once: once(announceImport, oms) }, deps);
      await imports.check(imports.come(customer.id, id, file));
      const asked = { ...none, params: { importId: id }, caller: oms, once: undefined };
      await getImport.handle(asked, deps);
      await withdrawImport.handle({ ...asked, body: { reason: 'sent-twice' }, once: once(withdrawImport, oms) }, deps);
      // Whether an agent may read of health is asked of their own entry.
      const aid = { ...report, kind: medicalAid.name, incident: undefined, details: medicalAid.details!.example } as never;
      const special = await world.openTicket(customer.id, undefined, aid);
      const made = await imports.announce(imports.saidOf(customer, letterTo(customer), { ticketId: special.id }));
      const reader: Caller = { id: await world.clerk(), roles: ['agent'] };
      await getImport.handle({ ...asked, params: { importId: made.id }, caller: reader }, deps);
    },

    'letter-reviews-api': async (db) => {
      atFirst();
      const deps = imports.apiOver(db);
      const customer = await world.person();
      const aid = { ...report, kind: medicalAid.name, incident: undefined, details: medicalAid.details!.example } as never;
      const ticket = await world.openTicket(customer.id, undefined, aid);
      const caller: Caller = { id: await world.clerk(), roles: ['agent'] };
      const decisions = [{ decision: 'publish' as const }, { decision: 'refuse' as const, reason: 'wrong-recipient' as const }];
      for (const body of decisions) {
        const file = letterTo({ ...customer, familyName: 'Sommerfeld' });
        const { id } = await imports.handedIn(customer, file, { ticketId: ticket.id });
        const asked = { ...none, params: { importId: id }, caller, once: undefined };
        await listReviews.handle({ ...none, query: { status: 'needs-review', limit: 10 }, caller, once: undefined }, deps);
        await getImportFile.handle(asked, deps);
        await decideImport.handle({ ...asked, body, once: once(decideImport, caller) }, deps);
      }
    },

    'check-letter-import': async (db) => {
      atFirst();
      const worker = imports.workerOver(db);
      const customer = await world.person();
      const ticket = await world.openTicket(customer.id);
      for (const file of [letterTo(customer), Buffer.from('GIF89a')]) {
        const { id } = await imports.announce(imports.saidOf(customer, file, { ticketId: ticket.id }));
        await imports.check(imports.come(customer.id, id, file), worker);
      }
      // Nobody said that its file came.
      const file = letterTo(customer);
      const { id } = await imports.announce(imports.saidOf(customer, file));
      imports.come(customer.id, id, file);
      await imports.look(id, worker);
    },

    'tasks-api': async (db) => {
      atFirst();
      const deps = { ...world.over(db), tickets: ticketReader(db), customers: customerReader(db), staff: staffReader(db), newId, now };
      const clerk: Caller = { id: await world.clerk(), roles: ['agent'] };
      const ticket = await world.openTicket((await world.person()).id);
      const params = { ticketId: ticket.id };
      const asked = { ...none, params, caller: clerk, once: undefined };
      const body = {
        title: 'Gutachten',
        assignee: clerk.id,
        due: { on: '2026-12-01' },
        checklist: [],
        repeats: { every: 1, unit: 'weeks', until: '2026-12-31' },
      };
      const task = await addTask.handle({ ...asked, body: NewTask.parse(body), once: once() }, deps);
      await listTasks.handle({ ...asked, query: { limit: 10 } }, deps);
      const change = { ...asked, params: { ...params, taskId: task.id } };
      // The first is followed by another one, so that as many are open as before; without repeating, one less.
      await changeTask.handle({ ...change, body: WholeTask.parse({ ...body, title: 'Gutachten?', status: 'done' }), ifMatch: 1 }, deps);
      await changeTask.handle({ ...change, body: WholeTask.parse({ title: 'Gutachten', team: 'claims', status: 'open' }), ifMatch: 2 }, deps);
      const theirs = { ...asked, params: { customerId: ticket.customerId } };
      const ofPerson = await addCustomerTask.handle({ ...theirs, body: NewTask.parse(body), once: once() }, deps);
      await listCustomerTasks.handle({ ...theirs, query: { limit: 10 } }, deps);
      const personChange = { ...theirs, params: { ...theirs.params, taskId: ofPerson.id }, body: WholeTask.parse({ ...body, status: 'done' }), ifMatch: 1 };
      await changeCustomerTask.handle(personChange, deps);
      const reminder = await setReminder.handle({ ...asked, body: NewReminder.parse({ at: '2026-12-01T09:00:00Z' }), once: once() }, deps);
      await listReminders.handle({ ...asked, query: { limit: 10 } }, deps);
      await world.deps.reminders.fire({ ...reminder, customerId: ticket.customerId }, { team: 'claims' }, newId('inb'), now());
      const { items } = await readInbox.handle({ ...none, query: { limit: 10, of: 'team' }, caller: clerk, once: undefined }, deps);
      await clearEntry.handle({ ...none, params: { entryId: items[0]!.id }, query: { of: 'team' }, caller: clerk, once: undefined }, deps);
      await removeReminder.handle({ ...asked, params: { ...params, reminderId: reminder.id } }, deps);
    },

    'feedback-api': async (db) => {
      atFirst();
      const deps = { feedback: feedbackTable(db), staff: staffReader(db), newId, now };
      const opener: Caller = { id: await world.clerk(), roles: ['agent'] };
      const helper: Caller = { id: await world.clerk([], 'tools'), roles: ['agent'] };
      const by = (caller: Caller) => ({ ...none, caller, once: undefined });
      const body = NewFeedback.parse(openFeedback.example);
      const feedback = await openFeedback.handle({ ...by(opener), body: { ...body, team: 'tools' }, once: once() }, deps);
      const params = { agentId: opener.id, feedbackId: feedback.id };
      await getFeedback.handle({ ...by(helper), params }, deps);
      await listOwnFeedback.handle({ ...by(opener), query: { limit: 10 } }, deps);
      await listTeamFeedback.handle({ ...by(helper), query: { limit: 10, status: 'open' } }, deps);
      await countTeamFeedback.handle({ ...by(helper), query: {} }, deps);
      await correctFeedback.handle({ ...by(opener), params, body: { stopsWork: true }, ifMatch: 1 }, deps);
      await handOnFeedback.handle({ ...by(helper), params, body: { team: 'claims' }, ifMatch: 2 }, deps);
      await answerFeedback.handle({ ...by(opener), params, body: { text: 'Danke, behoben.', status: 'done' }, ifMatch: 3, once: once() }, deps);
      await takeBackFeedback.handle({ ...by(opener), params }, deps);
    },

    'time-api': async (db) => {
      atFirst();
      const deps = { ...world.over(db), tickets: ticketReader(db), staff: staffReader(db), newId, now };
      const clerk: Caller = { id: await world.clerk(), roles: ['agent'] };
      const ticket = await world.openTicket((await world.person()).id);
      const { task } = await withTask(ticket);
      const params = { ticketId: ticket.id };
      const asked = { ...none, params, caller: clerk, once: undefined };
      const spent = { minutes: 25, activity: 'assessment' as const, on: dayOf(now()) };
      const { id: timeEntryId } = await addTime.handle({ ...asked, body: { ...spent, taskId: task.id }, once: once() }, deps);
      const one = { ...asked, params: { ...params, timeEntryId } };
      await listTime.handle({ ...asked, query: { limit: 10 } }, deps);
      await sumTime.handle(asked, deps);
      await listOwnTime.handle({ ...none, query: { limit: 10 }, caller: clerk, once: undefined }, deps);
      await correctTime.handle({ ...one, body: { ...spent, minutes: 5 }, ifMatch: 1 }, deps);
      await removeTime.handle(one, deps);
      await startStopwatch.handle({ ...asked, body: { activity: 'phone', taskId: task.id }, once: once() }, deps);
      await getStopwatch.handle({ ...none, caller: clerk, once: undefined }, deps);
      await stopStopwatch.handle({ ...asked, body: {}, once: once() }, deps);
      await startStopwatch.handle({ ...asked, body: { activity: 'phone' }, once: once() }, deps);
      await discardStopwatch.handle(asked, deps);
      // For a ticket that has become part of another one meanwhile.
      await startStopwatch.handle({ ...asked, body: { activity: 'phone' }, once: once() }, deps);
      const into = await world.openTicket(ticket.customerId);
      const connected = { ...world.deps, staff: staffReader(storage.db), newId, now };
      await mergeTickets.handle({ ...none, params, body: { into: into.id }, caller: agent, once: once(), ifMatch: 1 }, connected);
      await stopStopwatch.handle({ ...asked, body: {}, once: once() }, deps);
      const query = { from: dayOf(now()), to: dayOf(now()) };
      const admin: Caller = { id: newId('adm'), roles: ['admin'] };
      await reportEffort.handle({ ...none, query, caller: admin, once: undefined }, deps);
      await exportEffort.handle({ ...none, query: { ...query, team: 'claims' }, caller: admin, once: undefined }, deps);
    },

    'end-stopwatch': async (db) => {
      atFirst();
      const readers = { tickets: ticketReader(db), staff: staffReader(db), now };
      const { stopwatches } = world.over(db);
      const deps = { ...world.deps, tickets: ticketReader(storage.db), staff: staffReader(storage.db), newId, now };
      // It lasts; it may not be worked on; it is in another customer's file.
      const other = (await world.person()).id;
      for (const becomes of ['as it was', 'restricted', 'moved'] as const) {
        const ticket = await world.openTicket((await world.person()).id);
        const clerk: Caller = { id: await world.clerk(), roles: ['agent'] };
        atFirst();
        await startStopwatch.handle({ ...none, params: { ticketId: ticket.id }, body: { activity: 'phone' }, caller: clerk, once: once() }, deps);
        world.clock.at = new Date(firstDay.getTime() + 9 * 3_600_000);
        const key = ticketKey(ticket.customerId, ticket.id);
        const item = (await storage.db.get('tickets', key))!;
        if (becomes === 'restricted') await storage.put('tickets', { ...item, restrictedSince: now().toISOString() });
        if (becomes === 'moved') {
          await storage.put('tickets', { ...item, pk: other });
          await storage.db.deleteAll('tickets', [key]);
        }
        await endStopwatch({ aggregateId: clerk.id }, { stopwatches, ...readers });
      }
      atFirst();
    },

    'answers-api': async (db) => {
      atFirst();
      const readers = { customers: customerReader(db), staff: staffReader(db), textModules: textModuleReader(db) };
      const deps = { ...answerTables({ db, rules, newId }), ...readers, newId, now, hours: usualHours };
      const clerk: Caller = { id: await world.clerk(), roles: ['agent'] };
      const ticket = await world.assignTo(clerk.id, await world.openTicket((await world.person()).id), now().toISOString());
      const params = { ticketId: ticket.id };
      const modules = await Promise.all([
        withTextModule({ addsTask: undefined }),
        withTextModule({}),
        withTextModule({ sets: { status: 'closed', outcome: 'answered' } }),
      ]);
      for (const [before, { id }] of modules.entries()) {
        await previewAnswer.handle({ ...none, params: { ...params, textModuleId: id }, query: { language: 'de' }, caller: clerk, once: undefined }, deps);
        const { items } = await world.deps.interactions.interactions(ticket, 100);
        const seen = { lastInteractionId: items.at(-1)!.id, openTasksSeen: true as const };
        const request = {
          ...none,
          params,
          body: { textModule: { id, version: 1 }, language: 'de' as const, ...seen, minutesSpent: before === 0 ? 1440 : 0 },
          caller: clerk,
          once: once(),
          ifMatch: ticket.version + before,
        };
        const sent = await sendAnswer.handle(request, deps);
        const again = await sendAnswer.handle(request, deps);
        if (again.interaction.id !== sent.interaction.id) throw new Error('An answer went out twice');
      }
    },

    'letter-modules-api': async (db) => {
      const deps = { modules: letterModuleTable({ db, rules }), sender: companyOfLetters, render: () => Promise.resolve(new Uint8Array()), now };
      const [writer, second] = [newId('adm'), newId('adm')].map((id): Caller => ({ id, roles: ['admin'] })) as [Caller, Caller];
      const code = newModuleCode();
      const body = { ...NewLetterModule.parse(addLetterModule.example), code };
      const asked = { ...none, params: { moduleCode: code }, caller: writer, once: undefined };
      await addLetterModule.handle({ ...none, body, caller: writer, once: once() }, deps);
      await approveLetterModule.handle({ ...asked, body: { version: 1, from: dayOf(now()) }, caller: second, once: once(), ifMatch: 1 }, deps);
      await changeLetterModule.handle({ ...asked, body: { ...body.content, importance: 'important' }, ifMatch: 2 }, deps);
      await previewLetterModule.handle({ ...asked, body: { language: 'de', onlyRequired: false }, once: once() }, deps);
      await withdrawLetterModule.handle({ ...asked, body: { version: 1 }, once: once(), ifMatch: 3 }, deps);
      await getLetterModule.handle({ ...asked, query: { version: 1 } }, deps);
      await listLetterModules.handle({ ...none, query: { limit: 10 }, caller: writer, once: undefined }, deps);
    },

    'text-modules-api': async (db) => {
      const deps = { textModules: textModuleTable({ db, rules }), staff: staffReader(db), newId, now };
      const caller: Caller = { id: newId('adm'), roles: ['admin'] };
      const asked = { ...none, caller, once: undefined };
      await world.clerk();
      const body = { ...addTextModule.example!, addsTask: { title: 'Unterlagen da?', team: 'claims', dueInDays: 14 } };
      const { id } = await addTextModule.handle({ ...asked, body, once: once() }, deps);
      const params = { textModuleId: id };
      await changeTextModule.handle({ ...asked, params, body: { ...body, status: 'retired' }, ifMatch: 1 }, deps);
      await getTextModule.handle({ ...asked, params, query: { version: 1 } }, deps);
      await listTextModules.handle({ ...asked, query: { limit: 10, status: 'retired' } }, deps);
    },

    'topics-api': async (db) => {
      const deps = { topics: topicTable({ db, rules }), now };
      const caller: Caller = { id: newId('adm'), roles: ['admin'] };
      const asked = { ...none, caller, once: undefined };
      const body = NewTopic.parse(addTopic.example!);
      const { name } = await addTopic.handle({ ...asked, body, once: once() }, deps);
      const params = { topicName: name };
      await changeTopic.handle({ ...asked, params, body: { texts: body.texts, status: 'retired' }, ifMatch: 1 }, deps);
      await getTopic.handle({ ...asked, params, query: { version: 1 } }, deps);
      await listTopics.handle({ ...asked, query: { limit: 10, status: 'retired' } }, deps);
      await listTopics.handle({ ...asked, query: { limit: 10, names: name, language: 'de' } }, deps);
    },

    'rules-api': async (db) => {
      atFirst();
      ruled.clock.at = now();
      const deps = ruled.over(db);
      const caller: Caller = { id: newId('adm'), roles: ['admin'] };
      const asked = { ...none, caller, once: undefined };
      const clerk = await world.clerk();
      const module = await withTextModule({});
      const then = [
        { do: 'assign' as const, to: { agent: clerk } },
        { do: 'add-task' as const, title: 'Nachsehen', team: 'claims' },
        { do: 'answer' as const, textModule: module.id, language: 'de' as const },
      ];
      const when = [
        { fact: 'kind', is: 'one-of', values: [report.kind] },
        { fact: 'documents', is: 'at-most', value: 9 },
      ];
      const body = WholeRule.parse({ title: 'Regel', on: 'ticket-opened', when, then, active: true });
      const request = once();
      const { id } = await addRule.handle({ ...asked, body, once: request }, deps);
      await addRule.handle({ ...asked, body, once: request }, deps);
      const params = { ruleId: id };
      await changeRule.handle({ ...asked, params, body: { ...body, title: 'Anders' }, ifMatch: 1 }, deps);
      await getRule.handle({ ...asked, params, query: { version: 1 } }, deps);
      await listRules.handle({ ...asked, query: { limit: 10, status: 'active' } }, deps);
    },

    'rule-trials-api': async (db) => {
      atFirst();
      ruled.clock.at = now();
      const clerk = await world.clerk();
      const module = await withTextModule({});
      const rule = await ruled.add({
        title: 'Regel',
        on: 'ticket-opened',
        when: [
          { fact: 'kind', is: 'one-of', values: [report.kind] },
          { fact: 'documents', is: 'at-most', value: 9 },
          { fact: 'others-of-kind-this-year', is: 'at-most', value: 9 },
        ],
        then: [
          { do: 'assign', to: { agent: clerk } },
          { do: 'answer', textModule: module.id },
        ],
      });
      const params = { ruleId: rule.id };
      const asked = { ...none, caller: agent };
      const deps = ruled.over(db);
      await world.openTicket((await world.person()).id);
      const { acts } = await tryRule.handle({ ...asked, params, body: { last: 5 }, once: once() }, deps);
      if (acts === 0) throw new Error('Nothing to try the rule on');
    },

    'run-rules': async (db) => {
      atFirst();
      ruled.clock.at = now();
      const clerk = await world.clerk();
      const module = await ruled.text();
      await ruled.add({
        title: 'Alles',
        on: 'ticket-opened',
        when: [
          { fact: 'kind', is: 'one-of', values: ['theft'] },
          { fact: 'documents', is: 'at-most', value: 9 },
          { fact: 'others-of-kind-this-year', is: 'at-most', value: 9 },
        ],
        then: [
          { do: 'pay-out', amount: { detail: 'valueCents' }, atMostCents: 250_000 },
          { do: 'assign', to: { agent: clerk } },
          { do: 'add-task', title: 'Nachsehen' },
          { do: 'answer', textModule: module.id },
          { do: 'issue-letter', template: 'claim-settlement', values: settlementValues },
        ],
        active: true,
      });
      const ticket = await world.assignTo(
        await world.clerk(),
        await world.openTicket((await world.person()).id, now().toISOString(), theft),
        now().toISOString(),
      );
      await ruled.run(
        ticketOpened.make({ id: newId('evt'), at: new Date(now().getTime() + 60_000), aggregateId: ticket.id, data: { kind: 'theft' } }),
        ruled.workerOver(db),
      );
      if ((await world.deps.tickets.ofCustomer(ticket.customerId, ticket.id))?.assignee !== clerk) throw new Error('The rule did nothing');
    },

    'put-in-inbox': async (db) => {
      atFirst();
      const clerk = await world.clerk();
      const ticket = await world.openTicket((await world.person()).id);
      const { task, reminder } = await withTask(ticket, clerk);
      const deps = { ...world.over(db), tickets: ticketReader(db), customers: customerReader(db), staff: staffReader(db), log: silent, now };
      await putInInbox(taskDue.make({ id: newId('evt'), at: now(), aggregateId: task.id, data: {} }), { ...deps, mail: async () => 'sent' });
      const due = reminderDue.make({ id: newId('evt'), at: now(), aggregateId: reminder.id, data: {} });
      // The provider is too busy, and then it is not.
      await putInInbox(due, { ...deps, mail: async () => 'busy' });
      await putInInbox(due, { ...deps, mail: async () => 'sent' });
      // One of no ticket, and who has it leaves.
      const content = { title: 'Anrufen', checklist: [], assignee: clerk, due: { on: dayOf(now()) } };
      const call = addedTask(newId('tsk'), { customerId: ticket.customerId }, content, { id: clerk, at: now() });
      await world.deps.tasks.add(call, { request: once(), status: 201, madeId: call.id }, now());
      await putInInbox(taskDue.make({ id: newId('evt'), at: now(), aggregateId: call.id, data: {} }), { ...deps, mail: async () => 'sent' });
      await putInInbox(agentLeft.make({ id: newId('evt'), at: now(), aggregateId: clerk, data: { role: 'agent' } }), { ...deps, mail: async () => 'sent' });
    },

    'publish-events': async () => undefined,
    'health-api': async () => undefined,
  };
}
