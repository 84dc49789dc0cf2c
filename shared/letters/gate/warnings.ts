import { codesOf, type Said } from './said.ts';

/** What would make a letter better, and does not keep it back. */
export const warningTexts = {
  'fonts-not-embedded': {
    de: 'Schriften sind nicht eingebettet: auf anderen Geräten sieht der Brief anders aus. Betten Sie alle Schriften ein.',
    en: 'Fonts are not embedded: on other devices the letter looks different. Embed all fonts.',
  },
  'not-a4': {
    de: 'Seiten sind nicht in A4: beim Druck werden sie verkleinert oder beschnitten.',
    en: 'Pages are not A4: when printed they are scaled or cropped.',
  },
  'not-tagged': {
    de: 'Die Datei hat keine Auszeichnungen für Vorleseprogramme (PDF/UA): erzeugen Sie sie mit Struktur.',
    en: 'The file has no tags for screen readers (PDF/UA): make it with its structure.',
  },
  'no-title': {
    de: 'Die Datei hat keinen Titel: Vorleseprogramme nennen dann nur den Dateinamen.',
    en: 'The file has no title: screen readers then only say the name of the file.',
  },
  signed: {
    de: 'Die Datei ist signiert; ob die Signatur gilt, wird nicht geprüft.',
    en: 'The file is signed; whether the signature holds is not checked.',
  },
} as const satisfies Readonly<Record<string, Said>>;

export type GateWarning = keyof typeof warningTexts;
export const GateWarning = codesOf(warningTexts);
