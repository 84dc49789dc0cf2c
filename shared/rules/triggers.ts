import * as z from 'zod';
import type { DomainEvent } from '../../events/event.ts';
import { interactionAdded } from '../../events/interaction-added.ts';
import { ticketOpened } from '../../events/ticket-opened.ts';
import { ticketReopened } from '../../events/ticket-reopened.ts';

interface TriggerDeclaration {
  /** The event that says so. */
  readonly event: { readonly type: string };
  /** Of an event that tells of many things: with which data, each one of these. */
  readonly where?: Readonly<Record<'type' | 'by', readonly string[]>>;
}

const step = (type: string, ...by: string[]): TriggerDeclaration => ({ event: interactionAdded, where: { type: [type], by } });

/**
 * What rules answer to. What a rule did is told with `by: rule`, and none of these: a run of rules follows what it causes itself, so that it ends
 * (`run.ts`). Nothing here tells of a case that has ended: rules leave it alone.
 */
export const triggers = {
  'ticket-opened': { event: ticketOpened },
  'ticket-reopened': { event: ticketReopened },
  'customer-message': step('message', 'customer'),
  'document-added': step('document', 'customer', 'agent'),
  answered: step('message', 'agent'),
  'handed-over': step('hand-over', 'agent'),
  'tags-changed': step('tags', 'agent'),
  'priority-changed': step('priority', 'agent'),
  escalated: step('escalation', 'system'),
  'waits-no-more': step('resumption', 'agent', 'system'),
} as const satisfies Record<string, TriggerDeclaration>;

export type Trigger = keyof typeof triggers;
export const Trigger = z.enum(Object.keys(triggers) as [Trigger, ...Trigger[]]);

/** With which data steps of a case mean something for rules, at least: what else comes through is let go (`triggerOf`). */
export const stepTriggers: Readonly<Record<'type' | 'by', string[]>> = (() => {
  const wheres = Object.values<TriggerDeclaration>(triggers).flatMap(({ where }) => where ?? []);
  const words = (field: 'type' | 'by'): string[] => [...new Set(wheres.flatMap((where) => where[field]))];
  return { type: words('type'), by: words('by') };
})();

/** What an event means for rules: nothing, or one of these. */
export const triggerOf = ({ type, data }: Pick<DomainEvent, 'type' | 'data'>): Trigger | undefined =>
  Trigger.options.find((name) => {
    const { event, where }: TriggerDeclaration = triggers[name];
    return event.type === type && Object.entries(where ?? {}).every(([field, words]) => words.includes(String(data[field])));
  });
