/** How soon somebody must look: at any hour, or on the next working day. Each has a topic of its own. */
export const severities = ['urgent', 'soon'] as const;
export type Severity = (typeof severities)[number];

/** The construct of a severity's topic, in the Data stack. */
export const alarmTopicId = (severity: Severity): string => `Alarms${severity.charAt(0).toUpperCase()}${severity.slice(1)}`;

/**
 * Kinds of alarms. Each has a section of that name in `docs/runbook.md`: what it means for people, how to look, how to mend, and
 * how to see that it is mended.
 */
export const alarmKinds = {
  'failing-route': 'urgent',
  'failing-requests': 'soon',
  'dead-letters': 'soon',
  'undelivered-to-a-topic': 'urgent',
  'late-queue': 'urgent',
  'late-publisher': 'urgent',
  'events-given-up': 'urgent',
  'refused-notifications': 'urgent',
  'unclear-notifications': 'soon',
  'late-notifications': 'soon',
  'sms-spend': 'urgent',
  'undelivered-sms': 'soon',
  'erasure-without-an-answer': 'soon',
  'erasure-due-soon': 'urgent',
  'unreadable-items': 'soon',
  'no-deletion-run': 'urgent',
  'slow-deletion-run': 'soon',
  'tickets-without-a-clerk': 'soon',
  'unscanned-documents': 'soon',
  'letter-imports-given-up': 'soon',
  'rules-that-cannot-act': 'soon',
  'failing-clock': 'urgent',
  'standing-clock': 'urgent',
  'slow-clock': 'soon',
  'files-amiss': 'soon',
} as const satisfies Record<string, Severity>;

export type AlarmKind = keyof typeof alarmKinds;

/** Where whoever hears an alarm reads on: the file in this project, and the heading as it is linked to. */
export const runbookSection = (kind: AlarmKind): string => `docs/runbook.md#${kind}`;
