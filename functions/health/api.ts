import { api } from '../../shared/lambda/api.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { healthEndpoints } from './endpoints.ts';

export const handler = api(healthEndpoints, { deps: undefined, log: logger('health-api') });
