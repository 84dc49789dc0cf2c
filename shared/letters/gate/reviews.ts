import { codesOf, type Said } from './said.ts';

/** Why somebody has to look at a file before it becomes a letter, and at what. */
export const reviewTexts = {
  'recipient-differs': {
    de: 'Im Anschriftenfeld steht nicht erkennbar der Kunde: vergleichen Sie Name und Postleitzahl, bevor Sie veröffentlichen.',
    en: 'The address window does not visibly name the customer: compare name and postal code before you publish.',
  },
  'no-text': {
    de: 'Die Datei enthält keinen Text, nur Bilder: sehen Sie nach, an wen sie gerichtet ist. Sie lässt sich weder durchsuchen noch vorlesen.',
    en: 'The file holds no text, only pictures: look whom it is for. It can neither be searched nor read aloud.',
  },
  'duplicate-content': {
    de: 'Dieselbe Datei wurde diesem Kunden schon einmal zugestellt: veröffentlichen Sie sie nur, wenn das gewollt ist.',
    en: 'The customer was sent the same file before: publish it only if that is meant.',
  },
} as const satisfies Readonly<Record<string, Said>>;

/** `duplicate-content` is found by whoever knows the customer's letters, not in the file. */
export type GateReview = keyof typeof reviewTexts;
export const GateReview = codesOf(reviewTexts);
