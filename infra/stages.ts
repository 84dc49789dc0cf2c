import * as z from 'zod';
import { OfficeHours } from '../shared/business-time/office-hours.ts';
import { sectors } from '../shared/personal-data/deletion-rules.ts';
import { LetterSender } from '../shared/letters/typesetting/content.ts';
import { smsTexts } from '../shared/notifications/message.ts';
import { drawnCharacters, ticketNumber } from '../shared/tickets/ticket-number.ts';
import { smsLength } from '../shared/notifications/sms-segments.ts';

/** Regions inside the European Union. London and Zurich are in Europe, not in the Union, and are left out on purpose. */
const euRegions = ['eu-central-1', 'eu-west-1', 'eu-west-3', 'eu-north-1', 'eu-south-1', 'eu-south-2'] as const;

/** What CloudWatch Logs accepts as retention, as far as it makes sense here. */
const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90] as const;

/**
 * A message in a worker's hands stays hidden from others for six times as long as the worker needs at most, as Lambda asks for. So
 * that is as long as a worker may run at all.
 */
export const maxPatience = 6;

const Origin = z.url({ protocol: /^https?$/ }).refine((url) => URL.parse(url)?.origin === url, 'must be an origin: scheme and host, no path');

/** Of a case that there is none of: all are as long. */
const someTicketNumber = ticketNumber(new Date('2026-01-01T00:00:00Z'), Array<number>(drawnCharacters).fill(0));

/** A path in a portal: `/letters`, `/#/briefe`. */
const Path = z.string().regex(/^\/[\w\-./#?=&]{0,60}$/, 'must be a path that begins with a slash');

/** An OIDC issuer, and where its access tokens say what we need. */
const OidcIssuer = z.strictObject({
  /** As its tokens say it (`iss`), sign by sign. */
  issuer: z.url({ protocol: /^https$/ }),
  audience: z.array(z.string().min(1)).min(1),
  /** Holds our own id of the person: `cus_…`, `agt_…`, `adm_…`. */
  idClaim: z.string().min(1),
  /** Holds roles of this application and no other names: `shared/lambda/caller.ts` says why. */
  rolesClaim: z.string().min(1),
  /** By which claim an access token can be told from an ID token. */
  accessToken: z.strictObject({ claim: z.string().min(1), value: z.string().min(1) }),
});

/** A domain of an API's own, with its certificate: ACM's, of the same region. */
const ApiDomain = z.strictObject({
  name: z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'must be a host name'),
  certificateArn: z.string().regex(/^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, 'must be the ARN of a certificate'),
});

const Settings = z
  .strictObject({
    name: z.enum(['local', 'dev', 'test', 'prod']),
    region: z.enum(euRegions),
    /** The AWS account that it belongs into: with credentials of another one it is not deployed. */
    account: z
      .string()
      .regex(/^\d{12}$/, 'must be the twelve digits of an AWS account')
      .optional(),
    /** By whose law data is kept: insurers keep vouchers ten years, others eight, statutory health funds nothing of a case longer than ten. */
    sector: z.enum(sectors),
    /** When the house works: by these hours it is counted how soon tickets are answered and closed. */
    officeHours: OfficeHours,
    /** Where customers log in; messages carry it as their only link. */
    portalUrl: z.url({ protocol: /^https?$/ }),
    /** Where in the portal its lists are, behind that. */
    portalPaths: z.strictObject({ tickets: Path, letters: Path }).default({ tickets: '/tickets', letters: '/letters' }),
    /** Where staff work: mails to them carry it. Without it they have no link. */
    deskUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** Web pages that may call the API from a browser. */
    corsOrigins: z.array(Origin),
    /** Who hears of alarms. Confirmed by a mail to that address. */
    alarmEmail: z.email().optional(),
    /** Deletion runs may pretend that it is another day. */
    allowAsOf: z.boolean(),
    /** The data outlives its stack: kept, protected against deletion, with point-in-time recovery. */
    retain: z.boolean(),
    logRetentionDays: z.literal(retentionDays),
    /** The company on letters and mails. */
    sender: LetterSender.omit({ portal: true }),
    /** Sender of mails; its domain, or the address itself, is verified in SES. */
    mailFrom: z.email(),
    /** Where somebody reads what is answered to mails. Without it no mail says that anybody does. */
    mailReplyTo: z.email().optional(),
    /** Whether the stage makes the sender's identity in SES itself, or finds one that the account already has. */
    makesMailIdentity: z.boolean(),
    /** What SES uses by default for that identity, if the account has set one: sending needs a grant for it too. */
    mailConfigurationSet: z.string().min(1).optional(),
    /** How many mails SES takes of the account in a second (its maximum send rate); in its sandbox one. Stages of one account share it. */
    mailsPerSecond: z.number().min(0.1),
    /** How many SMS SNS takes of the account in a second. */
    smsPerSecond: z.number().min(0.1),
    /** Whether a new person gets their first password by mail; off where the people are made up. */
    inviteByMail: z.boolean(),
    /** So long a clerk may go on writing before the customer is told, once, that there are messages. */
    messagesGatheredSeconds: z.int().min(1).max(3_600),
    /**
     * Who looks for malware in what people send: GuardDuty Malware Protection for S3, which charges by the file; or nobody, and only the file is
     * refused by which scanners are tried.
     */
    malwareScan: z.enum(['guardduty', 'test-file-only']),
    /** Countries that SMS go to. */
    smsCountryPrefixes: z.array(z.string().regex(/^\+[1-9]\d{0,3}$/)).min(1),
    /** Under which name SMS come in which of these countries. Germany shows none; others want it registered before. */
    smsSenderIds: z.record(z.string(), z.string().regex(/^(?=.*[A-Za-z])[A-Za-z0-9]{1,11}$/, 'must be up to eleven letters and digits')).default({}),
    /** USD a month that are expected for SMS: the account's limit must allow them. */
    smsSpendLimitUsd: z.int().positive(),
    /**
     * Whether this stage keeps the account's log of SMS deliveries, and hears of what they cost and how many arrive. SNS prescribes
     * the log's name and counts for the account as a whole, so only one stage of an account can.
     */
    smsDeliveryLog: z.boolean(),
    /** Where the API answers instead of at the address that AWS gives it, which is closed then. */
    apiDomain: ApiDomain.optional(),
    /** The same for the API of staff, where they have one. */
    deskDomain: ApiDomain.optional(),
    /** What Cognito charges a login by. `lite` has all that we use. */
    loginPlan: z.enum(['lite', 'essentials']),
    /** Whether requests are counted by route, which CloudWatch charges by the metric; else only for the API as a whole. */
    routeMetrics: z.boolean(),
    /** Whether alarms may compare metrics, as a percentage does; else they count. Only a machine that plays AWS may be unable to. */
    alarmsCompare: z.boolean(),
    /** Functions may run so many times as long as they need at most: a machine that plays AWS may have other things to do. */
    patience: z.int().min(1).max(maxPatience),
    /** Another OIDC issuer instead of the Cognito user pool. */
    identity: OidcIssuer.optional(),
    /** An OIDC issuer for staff only, who then have an API of their own; customers and the CRM stay in the Cognito user pool. */
    staffIdentity: OidcIssuer.optional(),
  })
  .refine(({ name, allowAsOf }) => !(name === 'prod' && allowAsOf), { path: ['allowAsOf'], message: 'prod deletes by the real date only' })
  .refine(({ name, malwareScan }) => name !== 'prod' || malwareScan === 'guardduty', { path: ['malwareScan'], message: 'prod looks at what people send' })
  .refine(({ name, retain }) => name !== 'prod' || retain, { path: ['retain'], message: 'prod keeps its data' })
  .superRefine(({ apiDomain, deskDomain, region }, context) => {
    for (const [setting, domain] of Object.entries({ apiDomain, deskDomain })) {
      if (!domain || domain.certificateArn.split(':')[3] === region) continue;
      context.addIssue({ code: 'custom', path: [setting, 'certificateArn'], message: 'must be of the stage’s region' });
    }
  })
  .refine(({ deskDomain, staffIdentity }) => !deskDomain || staffIdentity, { path: ['deskDomain'], message: 'is for staff with an issuer of their own' })
  .refine(({ apiDomain, deskDomain }) => !deskDomain || deskDomain.name !== apiDomain?.name, {
    path: ['deskDomain', 'name'],
    message: 'must be another one than that of apiDomain',
  })
  .refine(({ identity, staffIdentity }) => !identity || !staffIdentity, {
    path: ['staffIdentity'],
    message: 'is for staff beside customers in Cognito, and identity is for both',
  })
  .refine(({ smsSenderIds, smsCountryPrefixes }) => Object.keys(smsSenderIds).every((prefix) => smsCountryPrefixes.includes(prefix)), {
    path: ['smsSenderIds'],
    message: 'must name countries that SMS go to',
  })
  .refine(
    (settings) =>
      smsTexts({ ...settings, company: settings.sender.company, phone: settings.sender.phone }, someTicketNumber).every(
        (text) => smsLength(text).segments === 1,
      ),
    {
      path: ['sender', 'company'],
      message: 'must be short enough, and in plain enough letters, that an SMS with it, and the portal’s address or the telephone number, is one segment',
    },
  );

/** Everything in which stages differ. */
export type StageSettings = Readonly<z.infer<typeof Settings>>;

/** The claims of an issuer as `shared/lambda/caller.ts` names them. */
export const claimsOf = ({ idClaim, rolesClaim, accessToken }: z.infer<typeof OidcIssuer>) => ({ id: idClaim, roles: rolesClaim, accessToken });

const company: Omit<LetterSender, 'portal'> = {
  company: 'Musterschutz Versicherung AG',
  street: 'Am Markt 1',
  postalCode: '50667',
  city: 'Köln',
  phone: '0221 555-0',
  footer: [
    ['Musterschutz Versicherung AG', 'Am Markt 1', '50667 Köln'],
    ['Telefon 0221 555-0', 'service@musterschutz.example', 'www.musterschutz.example'],
    ['Vorstand: Dr. Ada Beispiel (Vors.)', 'Aufsichtsrat: Karl Muster'],
    ['Sitz Köln', 'Amtsgericht Köln HRB 00000'],
  ],
};

const everywhere = {
  region: 'eu-central-1',
  sector: 'insurer',
  officeHours: {
    weekly: (['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const).map((day) => ({ day, from: '08:00', to: '18:00' })),
    state: 'NW',
    closedOn: ['12-24', '12-31'],
  },
  sender: company,
  messagesGatheredSeconds: 300,
  smsCountryPrefixes: ['+49', '+43', '+41'],
  smsSpendLimitUsd: 500,
  loginPlan: 'lite',
  alarmsCompare: true,
  patience: 1,
} as const;

const trial = {
  ...everywhere,
  portalUrl: 'http://localhost:5173',
  deskUrl: 'http://localhost:5173/desk',
  corsOrigins: ['http://localhost:5173'],
  allowAsOf: true,
  retain: false,
  malwareScan: 'test-file-only',
  logRetentionDays: 7,
  mailFrom: 'service@musterschutz.example',
  makesMailIdentity: true,
  mailsPerSecond: 1,
  smsPerSecond: 1,
  inviteByMail: false,
  smsSpendLimitUsd: 1,
  smsDeliveryLog: false,
  routeMetrics: false,
} as const;

const stages = {
  /** The local cloud: like `dev`, on a machine that may be busy, for people who do not want to wait. */
  local: { ...trial, patience: maxPatience, alarmsCompare: false, messagesGatheredSeconds: 20, mailsPerSecond: 100, smsPerSecond: 100 },
  dev: trial,
  test: {
    ...trial,
    portalUrl: 'https://portal.test.musterschutz.example',
    deskUrl: 'https://desk.test.musterschutz.example',
    corsOrigins: ['https://portal.test.musterschutz.example'],
    logRetentionDays: 14,
    // A domain of its own: an account has each domain once, and dev may lie in the same one.
    mailFrom: 'service@test.musterschutz.example',
  },
  prod: {
    ...everywhere,
    portalUrl: 'https://portal.musterschutz.example',
    deskUrl: 'https://desk.musterschutz.example',
    corsOrigins: ['https://portal.musterschutz.example'],
    alarmEmail: 'betrieb@musterschutz.example',
    allowAsOf: false,
    retain: true,
    malwareScan: 'guardduty',
    logRetentionDays: 30,
    mailFrom: 'service@musterschutz.example',
    makesMailIdentity: false,
    mailsPerSecond: 14,
    smsPerSecond: 20,
    inviteByMail: true,
    smsDeliveryLog: true,
    routeMetrics: true,
  },
} as const;

/** The name of a concept's stack: several stages may share an account, so it says which one it belongs to. */
export const stackNameOf = (concept: string, stage: string): string => `schutzbrief-${stage}-${concept}`;

/**
 * The settings of a stage, checked.
 * @throws Error naming the stages there are, or the settings that are wrong
 */
export function stageSettings(name: unknown): StageSettings {
  const known = Object.keys(stages);
  if (typeof name !== 'string' || !known.includes(name))
    throw new Error(`Which stage? Name one of ${known.join(', ')} (npm run deploy -- --stage …, or -c stage=… for the cdk)`);
  return checkedSettings({ name, ...stages[name as keyof typeof stages] });
}

/** Settings as they must be. @throws Error naming what is wrong */
export function checkedSettings(settings: unknown): StageSettings {
  const checked = Settings.safeParse(settings);
  if (checked.success) return checked.data;
  throw new Error(`Stage settings: ${checked.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`);
}
