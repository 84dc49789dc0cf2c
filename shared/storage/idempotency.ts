import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { DomainError } from '../domain-error.ts';
import { customerData, pseudonym, technical } from '../personal-data/classification.ts';
import { itemKind, parseItem } from './item-kind.ts';
import { putHead } from './item-writes.ts';
import type { LimitOfCaller } from './request-count.ts';
import { aboutSubject, keptForADay, requestAttributes, requestDating, requestEnding } from './request-item.ts';
import type { ItemKey } from './item.ts';
import type { Write } from './transact.ts';

/** A request that must have one effect: `key` = hash of caller, route and Idempotency-Key; `body`: its JSON in the one
 * form that all spellings of it share. */
export interface IdempotentRequest {
  readonly key: string;
  readonly body: string;
  /** How often the caller may do this. */
  readonly limit?: LimitOfCaller | undefined;
}

/** What a change remembers of the request that made it: status and id, never the answer. */
export interface Once {
  readonly request: IdempotentRequest;
  readonly status: number;
  readonly madeId: string;
  /** The customer whom the thing made is about: their erasure takes the marker along. */
  readonly subjectId?: string;
}

/** The same at the moment of writing. */
export interface OnceNow extends Once {
  readonly now: Date;
}

const oneDay = 24 * 60 * 60;

/** The marker of a request, one per key, valid 24 hours. */
export const idempotencyMarker = itemKind({
  ...keptForADay,
  kind: 'idempotency-marker',
  title: 'Schutz vor doppelter Ausführung',
  sk: 'marker',
  schema: z.object({
    pk: pseudonym(z.string(), 'Prüfsumme über Aufrufer, Route und Schlüssel, oder über die Person', 'Schutz vor doppelter Ausführung'),
    sk: technical(z.literal('marker'), 'Sortierschlüssel'),
    kind: technical(z.literal('idempotency-marker'), 'Art des Eintrags'),
    bodyHash: technical(z.string(), 'gesalzene Prüfsumme der Anfrage'),
    salt: technical(z.string(), 'Salz der Prüfsumme'),
    status: technical(z.number(), 'HTTP-Status der ersten Antwort'),
    madeId: customerData(z.string(), 'Kennung des Angelegten', 'Schutz vor doppelter Ausführung', '6(1)(f)'),
    ...requestAttributes('Zeitpunkt', 'Gültig bis'),
  }),
  ending: requestEnding('idm#'),
});

export const markerKey = ({ key }: Pick<IdempotentRequest, 'key'>): ItemKey => ({ pk: `idm#${key}`, sk: 'marker' });

/** Writes the marker of a change, unless a valid one is there. */
export function markerWrite({ request, status, madeId, subjectId, now }: OnceNow): Write {
  const salt = randomBytes(16).toString('base64url');
  const seconds = Math.floor(now.getTime() / 1000);
  const key = markerKey(request);
  const attributes = {
    ...key,
    sk: 'marker' as const,
    bodyHash: bodyHash(salt, request.body),
    salt,
    status,
    madeId,
    ...aboutSubject(subjectId, key.pk),
    recordedAt: now.toISOString(),
    expiresAt: seconds + oneDay,
  };
  return putHead(idempotencyMarker, attributes, requestDating(now), { if: { exists: false, orBelow: { attribute: 'expiresAt', value: seconds } } });
}

/**
 * Reads the marker that stood in the way.
 * @throws DomainError `unprocessable/idempotency-key-reused` when the earlier request had another body.
 */
export function readMarker(request: IdempotentRequest, stored: Record<string, unknown> | undefined): { id: string; status: number } {
  const marker = parseItem(idempotencyMarker, stored ?? {});
  if (bodyHash(marker.salt, request.body) !== marker.bodyHash)
    throw new DomainError('unprocessable', 'idempotency-key-reused', [
      { field: 'header.idempotency-key', problem: 'was sent with another body before: each request has a key of its own, and its repeats the same' },
    ]);
  return { id: marker.madeId, status: marker.status };
}

const bodyHash = (salt: string, body: string): string => createHash('sha256').update(salt).update(body).digest('base64url');
