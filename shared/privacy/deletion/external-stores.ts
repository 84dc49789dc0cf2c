import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import { environment } from '../../lambda/environment.ts';
import { letterFiles } from '../../letters/letter-files.ts';
import { liveLogins } from '../../logins/live-logins.ts';
import type { OutsideStores } from './deletion.ts';
import { mailSuppressions, suppressionClient } from './external-suppressions.ts';

/** What lies outside of the tables, for functions that may delete it. */
export function liveOutsideStores(): OutsideStores {
  const { LETTERS_BUCKET } = environment({ LETTERS_BUCKET: z.string().min(1) });
  const files = letterFiles({ s3: new S3Client({}), bucket: LETTERS_BUCKET });
  const logins = liveLogins();
  return {
    'letter-files': { remove: (key) => files.removeAll(key) },
    logins,
    'mail-suppression': mailSuppressions(new SESv2Client(suppressionClient)),
  };
}
