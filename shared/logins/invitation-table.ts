import { alreadyDone, changedMeanwhile, isRefusal, type DomainError } from '../domain-error.ts';
import type { Database } from '../storage/database.ts';
import { earlierEffect, earlierNeeds } from '../storage/earlier.ts';
import { countNeeds, countWrite, type Limit, type LimitOfCaller } from '../storage/request-count.ts';
import type { Write } from '../storage/transact.ts';
import type { Condition } from '../storage/expression.ts';
import type { Once } from '../storage/idempotency.ts';
import type { ItemKind } from '../storage/item-kind.ts';
import { both, notHidden } from '../storage/item-states.ts';
import { update } from '../storage/item-writes.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { together, type NeedsOf, type Use } from '../storage/needs.ts';
import type { TableName } from '../storage/tables.ts';

/** So often somebody may be invited again in a day: each mail makes the password of the one before worthless, and nobody should be sent a hundred. */
export const mostInvitations: Limit = { most: 3, per: 'day' };

/** Under which they are counted: by whom they are sent to, whoever asks for them. */
export const invitationLimit = (id: string, isCustomer: boolean): LimitOfCaller => ({ ...mostInvitations, caller: id, route: 'invitation', isCustomer });

/** Counts an invitation of a customer that goes with another change. @throws DomainError `too-many/too-many-requests`, in its refusal */
export const invitationCount = (customerId: string, now: Date): Write => countWrite(invitationLimit(customerId, true), now);

/** What is noted of invitations, on the item of whoever has the login. */
export interface InvitationTable {
  /** What an earlier request with this key did: nothing, all of it, or all but the mail. @throws DomainError `unprocessable/idempotency-key-reused` */
  invitedEarlier(id: string, once: Once, now: Date): Promise<'no' | 'sent' | 'owed'>;
  /**
   * Counts an invitation, and notes that it is still to be sent, once. @returns whether this request has it to send
   * @throws DomainError `too-many/too-many-requests`, `conflict/changed-meanwhile`, and what the owner says of somebody who is gone
   */
  beginInvitation(id: string, once: Once, now: Date): Promise<boolean>;
  /** It was sent. Of somebody who went meanwhile nothing is noted. */
  invitationSent(id: string): Promise<void>;
}

/** What each of its methods asks of the table that the items lie in. */
export const invitationNeeds = (table: TableName): NeedsOf<InvitationTable> => ({
  invitedEarlier: together(earlierNeeds, [`gets ${table}` as Use]),
  beginInvitation: together([`updates ${table}` as Use, 'puts idempotency'], countNeeds),
  invitationSent: [`updates ${table}`],
});

/** Where it is noted: a kind with `invitationOwed`. */
export interface InvitationParts {
  readonly db: Database;
  readonly kind: ItemKind;
  readonly keyOf: (id: string) => ItemKey;
  /** What must hold of somebody who is invited, beside being there for people to see. */
  readonly if?: Condition;
  /** What is wrong with somebody who cannot be invited, or is not there; `undefined` for who can. */
  readonly refused: (current: Item | undefined) => DomainError | undefined;
}

export function invitationTable({ db, kind, keyOf, if: also = {}, refused }: InvitationParts): InvitationTable {
  return {
    async invitedEarlier(id, { request }, now) {
      const [earlier, item] = await Promise.all([earlierEffect(db, request, now), db.get(kind.table, keyOf(id))]);
      if (!earlier) return 'no';
      return item?.invitationOwed === true ? 'owed' : 'sent';
    },

    async beginInvitation(id, once, now) {
      const limit = invitationLimit(id, kind.foundBy === 'partition');
      const { earlier } = await db.commit({
        once: { ...once, request: { ...once.request, limit }, now },
        writes: [
          update(
            kind,
            keyOf(id),
            { set: { invitationOwed: true } },
            { if: both(both({ exists: true }, notHidden), also), refusal: (current) => refused(current) ?? changedMeanwhile() },
          ),
        ],
      });
      return !earlier;
    },

    async invitationSent(id) {
      const there = { if: { exists: true }, refusal: alreadyDone };
      try {
        await db.commit({ writes: [update(kind, keyOf(id), { remove: ['invitationOwed'] }, there)] });
      } catch (error) {
        if (!isRefusal(error, alreadyDone())) throw error;
      }
    },
  };
}
