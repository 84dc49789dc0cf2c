/** Schedules: what they send to whom, when. */
import { GetScheduleCommand, paginateListSchedules, SchedulerClient } from '@aws-sdk/client-scheduler';
import { clientSettings } from '../../client/aws.ts';
import { plainName } from '../../client/outputs.ts';
import type { StoreReader } from './store.ts';

/** The schedule, and every other one of the account that the stacks do not know: somebody made it at run time. */
export const scheduleRecords: StoreReader = async function* (resource, { outputs }) {
  const client = new SchedulerClient(clientSettings(outputs));
  try {
    for await (const { Schedules = [] } of paginateListSchedules({ client }, {})) {
      for (const { Name, GroupName } of Schedules) {
        const { $metadata: _, ...schedule } = await client.send(new GetScheduleCommand({ Name, GroupName }));
        const text = JSON.stringify(schedule);
        yield {
          store: 'schedules',
          where: Name === resource.physicalId ? plainName(resource.logicalId) : 'another one',
          bytes: Buffer.from(text),
          from: { in: 'elsewhere' },
        };
      }
    }
  } finally {
    client.destroy();
  }
};
