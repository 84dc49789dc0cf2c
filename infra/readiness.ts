import { stackNameOf, type StageSettings } from './stages.ts';

/** What was seen of the account that a stage is deployed to. Absent is what could not be looked at. */
export interface Sight {
  /** Its number; known once it is bootstrapped. */
  readonly account?: string;
  /** Whether the CDK was prepared for in the stage's region. */
  readonly bootstrapped?: boolean;
  /** SES sends to verified addresses only, 200 mails a day. */
  readonly mailSandbox?: boolean;
  /** Whether SES may send from the domain of the stage's sender. */
  readonly identityVerified?: boolean;
  /** What the domain's DNS must have for that; none while SES does not know the domain. */
  readonly dkimTokens?: readonly string[];
  /** What SES uses for that domain if nothing is said. */
  readonly configurationSet?: string;
  /** SNS sends to verified numbers only. */
  readonly smsSandbox?: boolean;
  /** What SES takes of the account in a second. */
  readonly mailsPerSecond?: number;
  /** Logs of SMS deliveries that are there and not this stage's: SNS prescribes their names, so a stage that makes them would fail. */
  readonly foreignSmsLogs?: readonly string[];
  /** USD a month; SNS drops SMS beyond it without a word. */
  readonly smsSpendLimitUsd?: number;
}

/** Something that is missing, in plain words. `stops`: the deployment would fail, or go where it must not. */
export interface Lack {
  readonly stops: boolean;
  readonly says: string;
}

/** What an account lacks for a stage, the worst first. */
export function lacks(settings: StageSettings, sight: Sight): Lack[] {
  const all = [...ofPlace(settings, sight), ...ofMail(settings, sight), ...ofSms(settings, sight), ...unseen(sight)];
  return all.toSorted((a, b) => Number(b.stops) - Number(a.stops));
}

const stop = (says: string): Lack => ({ stops: true, says });
const warn = (says: string): Lack => ({ stops: false, says });

function ofPlace({ name, region, account, retain }: StageSettings, seen: Sight): Lack[] {
  if (seen.bootstrapped === false)
    return [stop(`The CDK is not prepared in ${region}: npx cdk bootstrap aws://${account ?? 'ACCOUNT'}/${region} -c stage=${name}`)];
  if (account && seen.account && account !== seen.account)
    return [stop(`These credentials are of account ${seen.account}; ${name} belongs into ${account} (account in infra/stages.ts).`)];
  if (account) return [];
  const how = `Say in infra/stages.ts which account ${name} belongs into (account).`;
  return [retain ? stop(`${how} Data that is kept must not end up in another one.`) : warn(how)];
}

function ofMail({ name, mailFrom, mailsPerSecond, makesMailIdentity, mailConfigurationSet }: StageSettings, seen: Sight): Lack[] {
  const domain = mailFrom.split('@')[1]!;
  const found: Lack[] = [];
  if (seen.identityVerified === false) {
    const { dkimTokens = [] } = seen;
    const records = dkimTokens.map((token) => `${token}._domainkey.${domain} CNAME ${token}.dkim.amazonses.com`).join(', ');
    const how = records
      ? `have these records published by whoever keeps its DNS: ${records}.`
      : makesMailIdentity
        ? `the stack ${stackNameOf('mail', name)} makes it known; deploy again then, to read which records its DNS needs.`
        : 'make it known in the SES console, and publish the records that it names.';
    const first = `SES may not send from ${domain} yet: ${how}`;
    found.push(makesMailIdentity ? warn(`${first} Until then no mail goes out.`) : stop(`${first} The login needs it before it is made.`));
  }
  if (seen.mailsPerSecond !== undefined && seen.mailsPerSecond < mailsPerSecond)
    found.push(
      warn(`SES takes ${seen.mailsPerSecond} mails a second, the stage sends ${mailsPerSecond} (mailsPerSecond): the rest is turned away, and tried later.`),
    );
  if (seen.mailSandbox) found.push(warn('SES is in its sandbox: mail goes to verified addresses only. Ask for production access in the SES console.'));
  if (seen.configurationSet && seen.configurationSet !== mailConfigurationSet)
    found.push(
      stop(`Mail from ${domain} uses the configuration set ${seen.configurationSet}: name it in infra/stages.ts (mailConfigurationSet), or no mail goes out.`),
    );
  return found;
}

function ofSms({ name, smsSpendLimitUsd, smsDeliveryLog }: StageSettings, seen: Sight): Lack[] {
  const found: Lack[] = [];
  const { foreignSmsLogs = [] } = seen;
  if (smsDeliveryLog && foreignSmsLogs.length > 0)
    found.push(
      stop(
        `The log of SMS deliveries exists already and is not of ${name}: ${foreignSmsLogs.join(', ')}. It holds phone numbers: have it deleted, or leave it to the stage that keeps it (smsDeliveryLog: false).`,
      ),
    );
  if (seen.smsSandbox) found.push(warn('SMS are in their sandbox: they go to verified numbers only. Leave it in the SNS console.'));
  if (seen.smsSpendLimitUsd !== undefined && seen.smsSpendLimitUsd < smsSpendLimitUsd)
    found.push(
      warn(
        `SMS end at ${seen.smsSpendLimitUsd} USD a month, and those beyond it are dropped without a word; the stage expects ${smsSpendLimitUsd}. Ask for a higher limit in Service Quotas.`,
      ),
    );
  return found;
}

/** How each thing is called that could not be looked at. */
const names: Readonly<Partial<Record<keyof Sight, string>>> = {
  bootstrapped: 'whether the CDK is prepared',
  mailSandbox: 'the sandbox of SES',
  identityVerified: 'the sender’s identity in SES',
  smsSandbox: 'the sandbox of SMS',
  smsSpendLimitUsd: 'the spend limit of SMS',
};

function unseen(sight: Sight): Lack[] {
  const missing = Object.entries(names).flatMap(([key, name]) => (sight[key as keyof Sight] === undefined ? [name] : []));
  return missing.length > 0 ? [warn(`Could not be looked at with these credentials: ${missing.join(', ')}.`)] : [];
}
