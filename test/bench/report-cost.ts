import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { emulatorCredentials } from '../../client/aws.ts';
import { tableVariable, type TableName } from '../../shared/storage/tables.ts';
import { reach } from '../storage/engines.ts';
import { observedClient } from '../storage/observed-client.ts';
import { dropTables, freshNames, makeTables } from '../storage/test-tables.ts';
import { lambdaEnvironment } from './bundled-apis.ts';
import type { ReportCost, ReportTask } from './report-cost-child.ts';

const sender = 'post@musterschutz.example';

/** What the workers' environment has beside that of APIs. */
const workerEnvironment = {
  EVENT_BUS: 'default',
  GATHER_SECONDS: '180',
  SMS_PREFIXES: '+49',
  // The pace is the provider's and costs nothing.
  SENDS_PER_SECOND: '10000',
  MAIL_FROM: sender,
  PORTAL_URL: 'https://portal.example',
  PORTAL_PATHS: JSON.stringify({ tickets: '/tickets', letters: '/letters' }),
};

/** A report and all that follows from it, over fresh tables; events and mails go to the local cloud. */
export async function reportCost(endpoint: string, cloud: string, task: Pick<ReportTask, 'clerks' | 'rounds' | 'batch'>): Promise<ReportCost> {
  const { client } = observedClient(reach(endpoint));
  const tables = freshNames();
  await makeTables(client, tables);
  await verified(cloud);
  try {
    const env = {
      ...process.env,
      ...lambdaEnvironment,
      ...workerEnvironment,
      ...Object.fromEntries((Object.entries(tables) as [TableName, string][]).map(([table, name]) => [tableVariable(table), name])),
      AWS_ENDPOINT_URL: cloud,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ACCESS_KEY_ID: emulatorCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulatorCredentials.secretAccessKey,
    };
    const child = fork(join(import.meta.dirname, 'report-cost-child.ts'), { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.send({ ...task, endpoint, tables } satisfies ReportTask);
    const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`Measuring a report ended with ${String(code)}`)));
    const [cost] = (await Promise.race([once(child, 'message'), failed])) as [ReportCost];
    return cost;
  } finally {
    await dropTables(client, tables);
    client.destroy();
  }
}

async function verified(cloud: string): Promise<void> {
  const ses = new SESv2Client(reach(cloud));
  await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: sender })).catch((error: unknown) => {
    if ((error as Error).name !== 'AlreadyExistsException') throw error;
  });
  ses.destroy();
}
