import { correctionKind, formerAddressKind } from './customers/correction-item.ts';
import { customerKind, emailLookupKind, loginKind, loginLookupKind, lookupKind, phoneLookupKind, tombstoneKind } from './customers/customer-item.ts';
import { relationshipStepKind } from './customers/relationship-step-item.ts';
import { documentKind } from './documents/document-item.ts';
import { feedbackKind } from './feedback/feedback-item.ts';
import { importKind, importPlaceKind } from './letters/imports/import-item.ts';
import { letterFeedbackKind } from './letters/letter-feedback-item.ts';
import { letterKind } from './letters/letter-item.ts';
import { letterModuleKind, letterModuleVersionKind } from './letters/modules/letter-module-item.ts';
import { notificationKind } from './notifications/notification-item.ts';
import { statisticsKind } from './privacy/deletion/statistics-item.ts';
import { erasureCountKind, erasureRequestKind } from './privacy/erasure/erasure-item.ts';
import { ledgerKind } from './privacy/erasure/ledger-item.ts';
import { registryOf } from './privacy/registry/registry.ts';
import { deletionRunKind, runCountKind, runPartKind } from './privacy/runs/deletion-run-item.ts';
import { agentKind, skillKind, staffLoginLookupKind, teamMemberKind } from './staff/agent-item.ts';
import { outboxEvent } from './storage/event-item.ts';
import { idempotencyMarker } from './storage/idempotency.ts';
import { requestCountKind } from './storage/request-count-item.ts';
import { feedbackNoticeKind } from './tasks/feedback-notice-item.ts';
import { reminderKind } from './tasks/reminder-item.ts';
import { taskKind } from './tasks/task-item.ts';
import { ruleKind, ruleVersionKind } from './rules/rule-item.ts';
import { textModuleKind, textModuleVersionKind } from './text-modules/text-module-item.ts';
import { topicKind, topicVersionKind } from './topics/topic-item.ts';
import { departureKind } from './tickets/departure-item.ts';
import { draftKind } from './tickets/draft-item.ts';
import { correspondenceKind, noteKind, payoutKind, timeEntryKind } from './tickets/interaction-item.ts';
import { ticketLinkKind } from './tickets/link-item.ts';
import { loginIpKind, loginTimeKind } from './tickets/login-trace-item.ts';
import { ticketKind } from './tickets/ticket-item.ts';
import { ticketNumberKind } from './tickets/ticket-number-item.ts';
import { workloadKind } from './tickets/workload-item.ts';
import { daySheetKind } from './time/day-sheet-item.ts';
import { effortKind, effortPeopleKind } from './time/effort-item.ts';
import { stopwatchKind } from './time/stopwatch-item.ts';
import { recordedTimeKind } from './time/time-entry-item.ts';

/**
 * Every kind of item that is stored anywhere: the one list that erasure, deletion run, data map, documents and proof walk.
 * A kind that is missing here can't be read back by them, and its table's items stop a run: nothing is passed over in silence.
 */
export const storedItems = registryOf([
  customerKind,
  loginKind,
  lookupKind,
  loginLookupKind,
  phoneLookupKind,
  emailLookupKind,
  tombstoneKind,
  relationshipStepKind,
  correctionKind,
  formerAddressKind,
  ticketKind,
  ticketNumberKind,
  ticketLinkKind,
  correspondenceKind,
  payoutKind,
  noteKind,
  timeEntryKind,
  loginIpKind,
  loginTimeKind,
  draftKind,
  departureKind,
  workloadKind,
  letterKind,
  importKind,
  importPlaceKind,
  letterFeedbackKind,
  notificationKind,
  agentKind,
  skillKind,
  teamMemberKind,
  staffLoginLookupKind,
  feedbackKind,
  feedbackNoticeKind,
  erasureRequestKind,
  erasureCountKind,
  deletionRunKind,
  runPartKind,
  runCountKind,
  ledgerKind,
  idempotencyMarker,
  requestCountKind,
  outboxEvent,
  statisticsKind,
  taskKind,
  reminderKind,
  textModuleKind,
  textModuleVersionKind,
  topicKind,
  topicVersionKind,
  letterModuleKind,
  letterModuleVersionKind,
  ruleKind,
  ruleVersionKind,
  documentKind,
  recordedTimeKind,
  daySheetKind,
  effortKind,
  effortPeopleKind,
  stopwatchKind,
]);
