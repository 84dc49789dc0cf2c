import { SESv2Client } from '@aws-sdk/client-sesv2';
import { liveFileEraser } from '../../files/live-files.ts';
import { liveLogins } from '../../logins/live-logins.ts';
import type { ExternalStores } from './deletion.ts';
import { mailSuppressions, suppressionClient } from './external-suppressions.ts';

/** What lies outside of the tables, for functions that may delete it. */
export function liveExternalStores(): ExternalStores {
  const files = liveFileEraser('letter-files');
  const logins = liveLogins();
  const suppressions = mailSuppressions(new SESv2Client(suppressionClient));
  return {
    removeFile: (key) => files.removeAll(key),
    removeLogin: (username) => logins.remove(username),
    removeSuppression: (address) => suppressions.remove(address),
  };
}
