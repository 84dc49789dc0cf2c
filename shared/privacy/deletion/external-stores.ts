import { SESv2Client } from '@aws-sdk/client-sesv2';
import { liveFileEraser } from '../../files/live-files.ts';
import { liveLogins } from '../../logins/live-logins.ts';
import type { OutsideStores } from './deletion.ts';
import { mailSuppressions, suppressionClient } from './external-suppressions.ts';

/** What lies outside of the tables, for functions that may delete it. */
export function liveOutsideStores(): OutsideStores {
  const files = liveFileEraser('letter-files');
  const logins = liveLogins();
  return {
    'letter-files': { remove: (key) => files.removeAll(key) },
    logins,
    'mail-suppression': mailSuppressions(new SESv2Client(suppressionClient)),
  };
}
