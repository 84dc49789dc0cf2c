import * as z from 'zod';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { environment, sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { queueSender } from '../../shared/lambda/queue-sender.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { deletionRunTable } from '../../shared/privacy/runs/deletion-run-table.ts';
import { planDeletionRun, RunTrigger, type PlanRunDeps } from './plan-deletion-run.ts';

const { DUE_QUEUE_URL } = environment({ DUE_QUEUE_URL: z.string().min(1) });
const db = liveDatabase();

const deps: PlanRunDeps = {
  runs: deletionRunTable({ db, rules: deletionRules(sector()), newId }),
  hand: queueSender(DUE_QUEUE_URL),
  now: () => new Date(),
};

export const handler = liveQueueWorker({ log: logger('plan-deletion-run'), message: RunTrigger, handle: (trigger) => planDeletionRun(trigger, deps) });
