/**
 * What the emulator does otherwise than AWS and can be put right after a deployment, one function each, to be removed
 * when it is fixed upstream. What is desired is read from the templates, never repeated here.
 * (Put right elsewhere: what is kept for a restart in emulator.py; TLS, stable address and mails in gateway.ts.)
 */
import { PutObjectLockConfigurationCommand, S3Client, type ObjectLockRule } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { Resource, SynthesisedStack } from './assembly.ts';
import { clientSettings, credentialsFor, emulatorCredentials, type Reach } from '../client/aws.ts';
import type { DeployedStack } from '../client/outputs.ts';
import { signedCall } from '../client/signed-call.ts';

export interface Deployment {
  reach: Reach & { endpoint: string };
  synthesised: readonly SynthesisedStack[];
  deployed: readonly DeployedStack[];
}

export interface EmulatorGap {
  name: string;
  /** What differs from AWS. */
  difference: string;
  /** Puts it right; returns how many resources that concerned. */
  mend: (deployment: Deployment) => Promise<number>;
}

export const emulatorGaps: readonly EmulatorGap[] = [
  {
    name: 'object-lock',
    difference: 'CloudFormation drops the Object Lock configuration of a bucket',
    mend: mendObjectLock,
  },
  {
    name: 'api-cors',
    difference: 'CloudFormation stores the CORS configuration of an HTTP API under names the API does not read',
    mend: mendApiCors,
  },
  {
    name: 'ses-resource',
    difference: 'sending a mail is authorised against "*" only, and conditions on the sender never hold',
    mend: mendMailPermission,
  },
];

/** Mends all gaps. */
export async function mendGaps(deployment: Deployment): Promise<void> {
  for (const gap of emulatorGaps) {
    try {
      await gap.mend(deployment);
    } catch (cause) {
      throw new Error(`The emulator's gap "${gap.name}" could not be mended: ${String(cause)}`, { cause });
    }
  }
}

interface Found {
  logicalId: string;
  physicalId: string;
  properties: Resource['Properties'];
}

/** The resources of a type, as desired by the templates, with the names they were given. */
export function resourcesOfType({ synthesised, deployed }: Omit<Deployment, 'reach'>, type: string): Found[] {
  return synthesised.flatMap((stack) => {
    const there = deployed.find(({ name }) => name === stack.name)?.resources ?? [];
    return Object.entries(stack.resources).flatMap(([logicalId, { Type, Properties }]) => {
      const physicalId = there.find((resource) => resource.logicalId === logicalId)?.physicalId;
      return Type === type && physicalId !== undefined ? [{ logicalId, physicalId, properties: Properties }] : [];
    });
  });
}

const ObjectLock = z.object({
  ObjectLockEnabled: z.boolean(),
  ObjectLockConfiguration: z
    .object({
      Rule: z
        .object({
          DefaultRetention: z.object({
            Mode: z.enum(['GOVERNANCE', 'COMPLIANCE']),
            Days: z.int().optional(),
            Years: z.int().optional(),
          }),
        })
        .optional(),
    })
    .optional(),
});

/** Switches Object Lock on where a template asks for it, with the template's default retention if it has one. */
export async function mendObjectLock(deployment: Deployment): Promise<number> {
  const client = new S3Client({ ...clientSettings(deployment.reach), forcePathStyle: true });
  let count = 0;
  for (const { physicalId, properties } of resourcesOfType(deployment, 'AWS::S3::Bucket')) {
    const wanted = ObjectLock.safeParse(properties);
    if (!wanted.success || !wanted.data.ObjectLockEnabled) continue;
    const rule: ObjectLockRule | undefined = wanted.data.ObjectLockConfiguration?.Rule;
    await client.send(
      new PutObjectLockConfigurationCommand({
        Bucket: physicalId,
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', ...(rule === undefined ? {} : { Rule: rule }) },
      }),
    );
    count += 1;
  }
  client.destroy();
  return count;
}

/** Gives an HTTP API its CORS configuration by the API's own operation. */
export async function mendApiCors(deployment: Deployment): Promise<number> {
  let count = 0;
  for (const { physicalId, properties } of resourcesOfType(deployment, 'AWS::ApiGatewayV2::Api')) {
    const cors = z.record(z.string(), z.unknown()).safeParse(properties['CorsConfiguration']);
    if (!cors.success) continue;
    await call(deployment.reach, {
      service: 'apigateway',
      region: deployment.reach.region,
      method: 'PATCH',
      path: `/v2/apis/${physicalId}`,
      contentType: 'application/json',
      body: JSON.stringify({ corsConfiguration: apiCors(cors.data) }),
    });
    count += 1;
  }
  return count;
}

/** The same settings under the names of the API: `AllowOrigins` becomes `allowOrigins`. */
export function apiCors(cors: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(cors).map(([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value]));
}

const Statement = z.looseObject({
  Effect: z.string(),
  Action: z.union([z.string(), z.array(z.string())]).optional(),
});
const Policy = z.looseObject({
  PolicyDocument: z.looseObject({ Statement: z.array(Statement) }),
  Roles: z.array(z.looseObject({ Ref: z.string() })).default([]),
});
const sending = new Set(['ses:SendEmail', 'ses:SendRawEmail', 'ses:SendTemplatedEmail']);

/** Which roles (by logical id) may send mails by which actions, according to a policy of a template. */
export function mailGrants(policy: unknown): { role: string; actions: string[] }[] {
  const parsed = Policy.safeParse(policy);
  if (!parsed.success) return [];
  const allowed = parsed.data.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action = [] }) => Action)
    .filter((action) => sending.has(action));
  const actions = [...new Set(allowed)].sort();
  return actions.length === 0 ? [] : parsed.data.Roles.map(({ Ref }) => ({ role: Ref, actions }));
}

/** Lets exactly the roles that may send mails by their template do so here too, by a policy of their own. */
export async function mendMailPermission(deployment: Deployment): Promise<number> {
  const roles = resourcesOfType(deployment, 'AWS::IAM::Role');
  const grants = resourcesOfType(deployment, 'AWS::IAM::Policy').flatMap(({ properties }) => mailGrants(properties));
  let count = 0;
  for (const { role, actions } of grants) {
    const name = roles.find(({ logicalId }) => logicalId === role)?.physicalId;
    if (name === undefined) continue;
    const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
    await call(deployment.reach, {
      service: 'iam',
      region: 'us-east-1',
      method: 'POST',
      path: '/',
      contentType: 'application/x-www-form-urlencoded',
      body: new URLSearchParams({
        Action: 'PutRolePolicy',
        Version: '2010-05-08',
        RoleName: name,
        PolicyName: 'emulator-gap-ses-resource',
        PolicyDocument: JSON.stringify(document),
      }).toString(),
    });
    count += 1;
  }
  return count;
}

async function call(reach: Deployment['reach'], what: Omit<Parameters<typeof signedCall>[0], 'endpoint'>): Promise<void> {
  await signedCall({ endpoint: reach.endpoint, ...what }, credentialsFor(reach) ?? emulatorCredentials);
}
