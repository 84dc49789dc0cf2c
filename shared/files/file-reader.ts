import { GetObjectCommand, ListObjectVersionsCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';

/** Reads files of one store. */
export interface FileReader {
  /** The version that a key leads to; `undefined` where nothing is there. */
  newest(key: string): Promise<string | undefined>;
  /** One version of a file, or the newest; `undefined` where it is gone. Of one that is larger than whoever asks will read, nothing is read. */
  read(key: string, versionId: string | undefined, mostBytes: number): Promise<Uint8Array | 'too-large' | undefined>;
}

export const fileReader = ({ s3, bucket }: { readonly s3: S3Client; readonly bucket: string }): FileReader => ({
  async newest(Prefix) {
    // Keys are all as long, so none begins with another. Asked so, what is not there is told from what may not be seen.
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix, MaxKeys: 2 }));
    return Versions.find(({ Key, IsLatest }) => Key === Prefix && IsLatest)?.VersionId;
  },

  async read(Key, VersionId, mostBytes) {
    try {
      const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId }));
      if (ContentLength > mostBytes) {
        (Body as { destroy?: () => void } | undefined)?.destroy?.();
        return 'too-large';
      }
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey || (error instanceof Error && error.name === 'NoSuchVersion')) return undefined;
      throw error;
    }
  },
});
