import type { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { untold } from '../functions/notifications/deliver.ts';
import type { Channel } from '../shared/customers/customer.ts';
import type { StageSettings } from './stages.ts';

/** What may become of a notification so that the customer was not told, is told late, or nobody knows. */
export type Untold = keyof typeof untold;

/** Metrics of the stage's own. */
export const metricNamespace = ({ name }: StageSettings): string => `Schutzbrief/${name}`;

/** Answers to erasure requests that were refused, or of which nobody knows. */
export const unansweredMetric = (settings: StageSettings, period: Duration): Metric => ownMetric(settings, 'erasure-unanswered', period);

/** Parts of deletion runs that found due items of which no end can be told. */
export const unreadableMetric = (settings: StageSettings, period: Duration): Metric => ownMetric(settings, 'items-unreadable', period);

/** Deletion runs that took all that was due on their day. */
export const runsFinishedMetric = (settings: StageSettings, period: Duration): Metric => ownMetric(settings, 'deletion-runs-finished', period);

/** Looks at parts of runs that are not done for long. */
export const runsSlowMetric = (settings: StageSettings, period: Duration): Metric => ownMetric(settings, 'deletion-runs-slow', period);

/** Looks at erasure requests without an answer, whose month is nearly over. */
export const erasuresDueMetric = (settings: StageSettings, period: Duration): Metric => ownMetric(settings, 'erasures-due-soon', period);

/** What the weekly reconciliation of files found and does not mend by itself. */
export const filesAmissMetric = (settings: StageSettings, period: Duration): Metric => ownMetric(settings, 'files-amiss', period);

/** Looks for a clerk, for tickets that have been without one for long, that found none. */
export const clerklessMetric = (settings: StageSettings, period: Duration): Metric => ownMetric(settings, 'tickets-without-clerk', period);

/** Looks at documents that have waited for their scanner for long. */
export const unscannedMetric = (settings: StageSettings, period: Duration): Metric => ownMetric(settings, 'documents-unscanned', period);

/** Letters printed elsewhere on which nobody decided, or at which nobody could look, until their files went. */
export const importsGivenUpMetric = (settings: StageSettings, period: Duration): Metric => ownMetric(settings, 'letter-imports-given-up', period);

/** Rules that could not do what they say, that this release does not take any more, or that more answered to a case than may. */
export const rulesInVainMetric = (settings: StageSettings, period: Duration): Metric => ownMetric(settings, 'rules-in-vain', period);

/** Minutes that were too short to wake all whose time had come. */
export const wakesLeftOverMetric = (settings: StageSettings, period: Duration): Metric => ownMetric(settings, 'wakes-left-over', period);

/** How many notifications of a channel ended so, or are late. */
export const untoldMetric = (settings: StageSettings, channel: Channel, outcome: Untold, period: Duration): Metric =>
  ownMetric(settings, `${channel}-${outcome}`, period);

/** The whole name says it: dimensions would cost, and could be made to say who. */
const ownMetric = (settings: StageSettings, metricName: string, period: Duration): Metric =>
  new Metric({ namespace: metricNamespace(settings), metricName, statistic: Stats.SUM, period });
