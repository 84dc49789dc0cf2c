import type { Database } from './database.ts';
import { markerKey, readMarker, type IdempotentRequest } from './idempotency.ts';
import type { Needs } from './needs.ts';
import type { Committed } from './transact.ts';

/** What asking for an earlier effect does to the tables. */
export const earlierNeeds: Needs = ['gets idempotency'];

/**
 * What an earlier request with the same key made, for a use case that must know before it writes: because it does costly work
 * first, or because what it would look at may be gone by then. The write itself judges again.
 * @throws DomainError `unprocessable/idempotency-key-reused`
 */
export async function earlierEffect(db: Database, request: IdempotentRequest, now: Date): Promise<Committed['earlier']> {
  const stored = await db.get('idempotency', markerKey(request));
  // The table drops what has expired when it gets to it; the write would pass it over as well.
  return stored && Number(stored.expiresAt) >= Math.floor(now.getTime() / 1000) ? readMarker(request, stored) : undefined;
}
