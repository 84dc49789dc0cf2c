import type { Context } from 'aws-lambda';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { wakeItems } from './wake-items.ts';

const { kinds } = storedItems;
const db = liveDatabase();
const log = logger('wake-items');

/** Enough for the pages that are being worked on. */
const reserve = 10_000;

export const handler = (_tick: unknown, context: Context): Promise<void> =>
  wakeItems({ db, kinds, newId, now: () => new Date(), log, hasTime: () => context.getRemainingTimeInMillis() > reserve });
