/** Codes of markers under the key that the stage looks people up by. Only who may use the key can look for them. */
import { DescribeKeyCommand, GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { kmsLookupKeys } from '../shared/personal-data/lookup-keys.ts';
import { clientSettings } from '../client/aws.ts';
import type { Marker } from './markers.ts';
import type { Place, Resource } from './stores/store.ts';

/** Of each marker: its code as such, and as each kind of lookup makes it, the way the product does. */
export async function macsOf({ outputs }: Place, resources: readonly Resource[], markers: readonly Marker[]): Promise<Map<string, Uint8Array[]>> {
  const client = new KMSClient(clientSettings(outputs));
  try {
    const keyIds = await macKeys(client, resources);
    const codes = async ({ value }: Marker): Promise<Uint8Array[]> => {
      const plain = await Promise.all(
        keyIds.map(async (KeyId) => (await client.send(new GenerateMacCommand({ KeyId, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from(value) }))).Mac!),
      );
      const lookups = keyIds.flatMap((keyId) => Object.values(kmsLookupKeys({ client, keyId })) as ((text: string) => Promise<string>)[]);
      const looked = await Promise.all(lookups.map(async (lookup) => Buffer.from(await lookup(value), 'base64url')));
      return [...plain, ...looked];
    };
    return new Map(await Promise.all(markers.map(async (marker) => [marker.name, await codes(marker)] as const)));
  } finally {
    client.destroy();
  }
}

async function macKeys(client: KMSClient, resources: readonly Resource[]): Promise<string[]> {
  const keyIds = resources.filter(({ type }) => type === 'AWS::KMS::Key').map(({ physicalId }) => physicalId);
  const described = await Promise.all(keyIds.map(async (KeyId) => (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata));
  const makers = described.filter((key) => key?.KeyUsage === 'GENERATE_VERIFY_MAC').map((key) => key!.KeyId!);
  if (makers.length === 0) throw new Error('The stage has no key that makes codes, so nobody can look for what it made');
  return makers;
}
