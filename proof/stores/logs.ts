/** Log groups: every event of every stream. */
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { clientSettings } from '../../client/aws.ts';
import { plainName } from '../../client/outputs.ts';
import type { StoreReader } from './store.ts';

export const logRecords: StoreReader = async function* (resource, { outputs }) {
  const client = new CloudWatchLogsClient(clientSettings(outputs));
  const store = `log group ${resource.physicalId.split('/').at(-2) ?? ''}/${plainName(resource.logicalId)}`;
  let number = 0;
  try {
    for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName: resource.physicalId })) {
      for (const { message = '', logStreamName = '' } of events) {
        yield { store, where: `line ${number++}`, bytes: Buffer.from(`${message}\n${logStreamName}`), from: { in: 'log' } };
      }
    }
  } finally {
    client.destroy();
  }
};
