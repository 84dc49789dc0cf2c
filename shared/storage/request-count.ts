import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { DomainError } from '../domain-error.ts';
import { dueOf, update } from './item-writes.ts';
import type { Needs } from './needs.ts';
import { requestCountKind } from './request-count-item.ts';
import { aboutSubject, requestDating } from './request-item.ts';
import type { Write } from './transact.ts';

/** How often a caller may do something: in an hour or a day of the clock, in UTC. */
export interface Limit {
  readonly most: number;
  readonly per: 'hour' | 'day';
}

/** The limit that a request is under: whoever it is, for what they do. */
export interface LimitOfCaller extends Limit {
  readonly caller: string;
  readonly route: string;
  /** Whether the caller is a customer, whose erasure takes the count along. */
  readonly isCustomer: boolean;
  /** Where it is another than the caller whose erasure takes the count along: that customer. */
  readonly ofCustomer?: string | undefined;
}

const lengthMs: Readonly<Record<Limit['per'], number>> = { hour: 3_600_000, day: 86_400_000 };

/** What counting does to the tables. */
export const countNeeds: Needs = ['updates idempotency'];

/** Counts a request. @throws DomainError `too-many/too-many-requests`, with when there may be more */
export function countWrite({ caller, route, isCustomer, ofCustomer, most, per }: LimitOfCaller, now: Date): Write {
  const start = new Date(Math.floor(now.getTime() / lengthMs[per]) * lengthMs[per]);
  const end = new Date(start.getTime() + lengthMs[per]);
  const hash = createHash('sha256')
    .update(JSON.stringify([caller, route, start.toISOString()]))
    .digest('base64url');
  const key = { pk: `cnt#${hash}`, sk: 'count' as const };
  const made = {
    kind: requestCountKind.kind as 'request-count',
    ...aboutSubject(ofCustomer ?? (isCustomer ? caller : undefined), key.pk),
    recordedAt: start.toISOString(),
    expiresAt: end.getTime() / 1000,
  };
  const due = dueOf(requestCountKind, { ...key, ...made, requests: 1 } as z.infer<typeof requestCountKind.schema>, requestDating(now));
  return update(
    requestCountKind,
    key,
    { setOnce: { ...made, ...due }, add: { requests: 1 } },
    { if: { notAbove: { requests: most - 1 } }, refusal: () => tooMany(end, now) },
  );
}

const tooMany = (until: Date, now: Date): DomainError =>
  new DomainError('too-many', 'too-many-requests', [], Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000)));
