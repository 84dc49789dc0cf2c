/**
 * `npm run deploy -- --stage dev`: says what the account lacks, then the CDK with the stage's settings, nothing clever. What else is said
 * goes to `cdk deploy`.
 */
import { cdk } from './cdk.ts';
import { lookedAt } from './preflight.ts';
import { lacks } from './readiness.ts';
import { logSmsDeliveries } from './sms-attributes.ts';
import { stageSettings } from './stages.ts';

const words = process.argv.slice(2);
const option = words.indexOf('--stage');
try {
  const settings = stageSettings(option < 0 ? undefined : words[option + 1]);
  const missing = lacks(settings, await lookedAt(settings));
  for (const { stops, says } of missing) console.error(`${stops ? 'Stop' : 'Note'}: ${says}`);
  if (missing.some(({ stops }) => stops)) throw new Error('Nothing was deployed.');
  process.exitCode = cdk('deploy', settings, ['--all', ...words.toSpliced(option, 2)]);
  if (process.exitCode === 0 && settings.smsDeliveryLog) await logSmsDeliveries(settings);
} catch (error) {
  console.error(`${(error as Error).message}\nUsage: npm run deploy -- --stage dev [words for cdk deploy]`);
  process.exitCode = 1;
}
