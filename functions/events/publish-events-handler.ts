import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { serviceClient } from '../../shared/lambda/service-client.ts';
import { environment } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { publishEvents, type PublishDeps } from './publish-events.ts';

const { EVENT_BUS } = environment({ EVENT_BUS: z.string().min(1) });
const deps: PublishDeps = { client: new EventBridgeClient(serviceClient()), busName: EVENT_BUS, log: logger('publish-events') };

export const handler = ({ Records }: DynamoDBStreamEvent): Promise<void> => publishEvents(Records, deps);
