import type { StageSettings } from './stages.ts';

/** The company whose letters they are, as functions that set letters read it from their environment. */
export const letterSender = ({ sender, portalUrl }: Pick<StageSettings, 'sender' | 'portalUrl'>): { readonly SENDER: string } => ({
  SENDER: JSON.stringify({ ...sender, portal: printed(portalUrl) }),
});

/** An address as people write it: without scheme, and without a slash at its end. */
const printed = (url: string): string => url.replace(/^https?:\/\//, '').replace(/\/+$/, '');
