import { GetObjectTaggingCommand, type S3Client } from '@aws-sdk/client-s3';
import { notScannedYet, type MalwareScan, type ScanResult } from './check/malware.ts';

/** The tag that GuardDuty Malware Protection for S3 puts on what it has scanned, and what its values mean. */
const tag = 'GuardDutyMalwareScanStatus';
const meanings: Readonly<Record<string, ScanResult>> = { NO_THREATS_FOUND: 'clean', THREATS_FOUND: 'infected', UNSUPPORTED: 'undecided' };

/** Asks GuardDuty what it found. @throws Error where it could not scan: somebody has to look why */
export const scannedByGuardDuty =
  ({ s3, bucket }: { readonly s3: S3Client; readonly bucket: string }): MalwareScan =>
  async ({ key, versionId }) => {
    const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
    const status = TagSet.find(({ Key }) => Key === tag)?.Value;
    if (status === undefined) throw notScannedYet();
    const result = Object.hasOwn(meanings, status) ? meanings[status] : undefined;
    if (!result) throw new Error('GuardDuty could not scan a file');
    return result;
  };
