import * as z from 'zod';
import type { Priority } from '../priority.ts';
import { usualEscalation, usualTargets, type EscalationStep, type Target } from '../service-levels.ts';
import { bicycleAccident } from './bicycle-accident.ts';
import { complaint } from './complaint.ts';
import { contractChange } from './contract-change.ts';
import { deviceReport } from './device-report.ts';
import { familyQuestionnaire } from './family-questionnaire.ts';
import { healthCard } from './health-card.ts';
import { liability } from './liability.ts';
import { medicalAid } from './medical-aid.ts';
import { productFeedback } from './product-feedback.ts';
import { question } from './question.ts';
import { reimbursement } from './reimbursement.ts';
import { theft } from './theft.ts';
import type { TicketKind } from './ticket-kind.ts';

/** Every kind of ticket there is. */
export const ticketKinds = [
  bicycleAccident,
  theft,
  liability,
  question,
  complaint,
  contractChange,
  reimbursement,
  medicalAid,
  healthCard,
  familyQuestionnaire,
  productFeedback,
  deviceReport,
] as const;

/** What a ticket can be about; `kind` in the API. */
export type Matter = (typeof ticketKinds)[number]['name'];
export const matters = ticketKinds.map(({ name }) => name) as [Matter, ...Matter[]];

/** Those that people report. */
export const reportedKinds: readonly TicketKind[] = ticketKinds.filter(({ openedBy }: TicketKind) => openedBy === undefined);

const byName = new Map<string, TicketKind>(ticketKinds.map((kind) => [kind.name, kind]));

/** The kind of this name. */
export const kindOf = (matter: Matter): TicketKind => byName.get(matter)!;

/** Whether tickets of this kind tell of health: then so does all that is written on them. */
export const tellsOfHealth = (matter: Matter): boolean => kindOf(matter).details?.special === 'health';

/** The priority with which a ticket of this kind begins. */
export const firstPriority = (matter: Matter): Priority => kindOf(matter).priority ?? 'normal';

/** So many days after its end a ticket of this kind goes on as the same case. */
export const reopensForDays = (matter: Matter): number => kindOf(matter).reopensForDays ?? 90;

/** Whether its customer can take a ticket of this kind back by themselves. */
export const isWithdrawable = (matter: Matter): boolean => kindOf(matter).withdrawnByClerkOnly !== true;

/** How soon a ticket of this kind and priority is answered and closed. */
export const targetOf = (matter: Matter, priority: Priority): Target => kindOf(matter).targets?.[priority] ?? usualTargets[priority];

/** What happens as the time of a ticket of this kind runs. */
export const escalationOf = (matter: Matter): readonly EscalationStep[] => kindOf(matter).escalation ?? usualEscalation;

/** What some kinds ask for besides, of whichever of them. */
export const TicketDetails = z.union(ticketKinds.flatMap(({ details }: TicketKind) => (details ? [details.schema] : [])));
