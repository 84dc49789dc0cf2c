import type { Priority } from './priority.ts';

/** How soon something is to be done, in hours in which the house works. */
export interface Target {
  /** Until a clerk has written to the customer for the first time. */
  readonly firstAnswerHours: number;
  /** Until the case is closed, but for the time in which it waited for somebody. */
  readonly resolutionHours: number;
}
export type Targets = Readonly<Record<Priority, Target>>;

/** What the clocks of a case run towards. */
export const clockNames = ['first-answer', 'resolution'] as const;
export type ClockName = (typeof clockNames)[number];

/** What happens when a part of the time has run. */
export interface EscalationStep {
  readonly of: ClockName;
  /** Of the target: 100 is the moment by which it was to be done. */
  readonly atPercent: number;
  /** Before whom it comes up: whoever has the case, or their team. */
  readonly tells: 'clerk' | 'team';
  /** By one. */
  readonly raisesPriority?: true;
}

/** Of every kind that has none of its own. The house works ten hours a day, so `normal` is: by tomorrow, and in two weeks. */
export const usualTargets: Targets = {
  urgent: { firstAnswerHours: 2, resolutionHours: 20 },
  high: { firstAnswerHours: 5, resolutionHours: 50 },
  normal: { firstAnswerHours: 10, resolutionHours: 100 },
  low: { firstAnswerHours: 30, resolutionHours: 200 },
};

/** Of every kind that has none of its own, those of a clock in the order of their moments. */
export const usualEscalation: readonly EscalationStep[] = [
  { of: 'first-answer', atPercent: 75, tells: 'clerk' },
  { of: 'first-answer', atPercent: 100, tells: 'team' },
  { of: 'first-answer', atPercent: 200, tells: 'team', raisesPriority: true },
  { of: 'resolution', atPercent: 75, tells: 'clerk' },
  { of: 'resolution', atPercent: 100, tells: 'team' },
  { of: 'resolution', atPercent: 150, tells: 'team', raisesPriority: true },
];
