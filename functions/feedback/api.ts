import { feedbackTable } from '../../shared/feedback/feedback-table.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { feedbackEndpoints } from './endpoints.ts';

const db = liveDatabase();

export const handler = api(feedbackEndpoints, {
  deps: { feedback: feedbackTable(db), staff: staffReader(db), newId, now: () => new Date() },
  log: logger('feedback-api'),
  identity: identityClaims(),
});
