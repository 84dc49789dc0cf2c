import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { AgentContent, Interaction } from '../tickets/interaction.ts';
import type { Activity } from './activity.ts';
import type { OfCase, TimeEntry } from './time-entry.ts';

/** What work on a step is, by the step's type. Who sees it otherwise corrects the entry. */
const activityOf: Readonly<Record<AgentContent['type'] | 'closing', Activity>> = {
  message: 'writing',
  'call-note': 'phone',
  'internal-note': 'other',
  payout: 'other',
  'payout-reversal': 'other',
  closing: 'other',
};

/** Time that a clerk gave with a step (`minutesSpent`): an entry like any other, which goes wherever its step goes. */
export interface StepTime {
  readonly entry: TimeEntry;
  readonly cameWith?: readonly string[] | undefined;
}

/**
 * What counts of a step, on the day on which it was written: nothing where no minutes were given, or none were spent, nor of anybody but a clerk. Its id is
 * its own. It does not hide whose time it was from colleagues who compare it with the steps of the case: ids tell when they were made, and this one is made with
 * its step's.
 */
export function stepTime(step: Interaction, of: OfCase, team: string, newId: NewId): StepTime | undefined {
  const { id, at, by, content, minutesSpent = 0, cameWith } = step;
  if (minutesSpent === 0 || by.role !== 'agent' || by.id === undefined || !(content.type in activityOf)) return undefined;
  const activity = activityOf[content.type as keyof typeof activityOf];
  const spent = { minutes: minutesSpent, activity, on: dayOf(new Date(at)), interactionId: id };
  return { entry: { id: newId('tim'), ...of, ...spent, team, by: by.id, at, version: 1 }, cameWith };
}
