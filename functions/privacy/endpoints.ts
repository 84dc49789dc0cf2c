import { getDataMap } from './get-data-map.ts';
import { getDeletionLog } from './get-deletion-log.ts';
import { getDeletionRun } from './get-deletion-run.ts';
import { getErasureRequest } from './get-erasure-request.ts';
import { requestErasure } from './request-erasure.ts';
import { startDeletionRun } from './start-deletion-run.ts';

/** Everything that can be asked of privacy. */
export const privacyEndpoints = [getDataMap, requestErasure, getErasureRequest, startDeletionRun, getDeletionRun, getDeletionLog];
