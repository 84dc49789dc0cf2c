import { DeleteObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';

/** So many are deleted side by side. */
const atOnce = 20;

/**
 * Deletes all that lies in a bucket: every version and marker, whether its lock (governance) has ended or not.
 * @returns how many there were
 */
export async function emptied(Bucket: string, client: S3Client): Promise<number> {
  // What was deleted is listed no more, so the first page is always the next one.
  for (let count = 0; ;) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    const all = [...Versions, ...DeleteMarkers];
    if (all.length === 0) return count;
    for (let from = 0; from < all.length; from += atOnce) {
      const some = all.slice(from, from + atOnce);
      await Promise.all(some.map(({ Key, VersionId }) => client.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention: true }))));
    }
    count += all.length;
  }
}
