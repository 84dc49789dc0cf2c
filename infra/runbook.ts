/**
 * Kinds of alarms. Each has a section of that name in `docs/runbook.md`: what it means for people, how to look, how to mend, and
 * how to see that it is mended.
 */
export const alarmKinds = [
  'failing-route',
  'dead-letters',
  'undelivered-to-a-topic',
  'late-queue',
  'late-publisher',
  'events-given-up',
  'refused-notifications',
  'unclear-notifications',
  'late-notifications',
  'erasure-without-an-answer',
  'unreadable-items',
  'tickets-without-a-clerk',
  'failing-clock',
  'standing-clock',
  'slow-clock',
  'files-amiss',
] as const;

export type AlarmKind = (typeof alarmKinds)[number];

/** Where whoever hears an alarm reads on: the file in this project, and the heading as it is linked to. */
export const runbookSection = (kind: AlarmKind): string => `docs/runbook.md#${kind}`;
