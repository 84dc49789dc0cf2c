import * as z from 'zod';
import { DomainError } from '../domain-error.ts';
import { derivedId, idOf } from '../id.ts';
import { staffData, technical } from '../personal-data/classification.ts';
import type { Agent } from '../staff/agent.ts';

/** An entry of an inbox [Posteingang]: something that came up. Its id is made of the event that said so: a repeat makes no second one. */
export const InboxEntryId = idOf('inb');

export const entryIdOf = (eventId: string): string => derivedId('inb', eventId);

/** Whose inbox: a clerk's, a team's, or that of everybody. */
export type InboxOwner = { readonly agent: string } | { readonly team: string } | 'everybody';

/**
 * What lies in an inbox says so itself, and nothing else does: so it goes with its item, and lies in one at most. All of a kind whose items may lie
 * in inboxes.
 */
export const inboxAttributes = {
  inboxPk: staffData(z.string(), 'In wessen Posteingang (Person oder Team)', 'Bearbeitung des Falls').optional(),
  inboxSk: technical(z.string(), 'Kennung im Posteingang').optional(),
};

/** The partition of an inbox. */
export const inboxKey = (owner: InboxOwner): string => {
  if (owner === 'everybody') return 'everybody';
  return 'agent' in owner ? owner.agent : `team#${owner.team}`;
};

/** Puts an item into an inbox: to be set with a change of the item. */
export const inInbox = (owner: InboxOwner, entryId: string) => ({ inboxPk: inboxKey(owner), inboxSk: entryId });

/** Takes it out: to be removed with the change that makes it needless. */
export const outOfInbox = Object.keys(inboxAttributes) as (keyof typeof inboxAttributes)[];

/** Whether somebody works here, so that things may be given to them and they are reminded. */
export const isAtWork = (agent: Agent | undefined): boolean => agent?.role === 'agent' && agent.leftOn === undefined;

export const noSuchEntry = (): DomainError => new DomainError('not-found', 'no-such-entry');
