import * as z from 'zod';
import { environment, jsonOf } from '../../shared/lambda/environment.ts';
import type { MessageSender } from '../../shared/notifications/message.ts';

/** Where customers log in, and where its lists are there. */
export function portal(variables: NodeJS.ProcessEnv = process.env): Pick<MessageSender, 'portalUrl' | 'portalPaths'> {
  const paths = jsonOf(z.object({ tickets: z.string(), letters: z.string() }));
  const { PORTAL_URL, PORTAL_PATHS } = environment({ PORTAL_URL: z.url(), PORTAL_PATHS: paths }, variables);
  return { portalUrl: PORTAL_URL, portalPaths: PORTAL_PATHS };
}
