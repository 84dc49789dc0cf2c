import * as z from 'zod';

/** A version of a file that came. */
export type FileCame = { readonly key: string; readonly versionId?: string | undefined };

/**
 * What tells of it: S3's own event, or GuardDuty's once it was scanned. Where no version is told (a machine that plays S3 tells none), it is
 * the newest. Our keys have no `%` of their own.
 */
export const FileCame: z.ZodType<FileCame> = z.union([
  z
    .object({ detail: z.object({ object: z.object({ key: z.string(), 'version-id': z.string().optional() }) }) })
    .transform(({ detail: { object } }) => ({ key: plain(object.key), versionId: object['version-id'] })),
  z
    .object({ detail: z.object({ s3ObjectDetails: z.object({ objectKey: z.string(), versionId: z.string() }) }) })
    .transform(({ detail: { s3ObjectDetails: object } }) => ({ key: plain(object.objectKey), versionId: object.versionId })),
]);

const plain = (key: string): string => key.replaceAll(/%2F/gi, '/');
