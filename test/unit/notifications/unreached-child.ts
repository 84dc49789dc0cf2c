/** Asks a provider at the address that it is given to send an SMS, in a process of its own, and prints what came of it. */
import { SNSClient } from '@aws-sdk/client-sns';
import { providerClient } from '../../../shared/notifications/handover.ts';
import { smsProvider } from '../../../shared/notifications/sms-provider.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const client = new SNSClient({ ...providerClient, endpoint: process.argv[2]!, region: 'eu-central-1', credentials });
console.log(JSON.stringify(await smsProvider(client).send({ to: '+4915112345678', text: 'Ein Brief für Sie' })));
