import { SESv2Client } from '@aws-sdk/client-sesv2';
import { liveFileErasers } from '../../files/live-files.ts';
import { liveLogins } from '../../logins/live-logins.ts';
import type { OutsideStores } from './deletion.ts';
import { mailSuppressions, suppressionClient } from './external-suppressions.ts';

/** What lies outside of the tables, for functions that may delete it. */
export function liveOutsideStores(): OutsideStores {
  return {
    ...liveFileErasers(),
    logins: liveLogins(),
    'mail-suppression': mailSuppressions(new SESv2Client(suppressionClient)),
  };
}
