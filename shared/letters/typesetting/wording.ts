import type { Language } from '../../language.ts';

/** What letters say of themselves, whatever their text is. */
export interface Wording {
  /** As PDF has it (BCP 47). */
  readonly locale: string;
  readonly yourReference: string;
  readonly insuranceNumber: string;
  readonly contact: string;
  readonly phone: string;
  readonly email: string;
  readonly portal: string;
  readonly date: string;
  readonly page: (page: number, of: number) => string;
  /** What a code that leads to a page on the web is to somebody who does not see it. */
  readonly qrCode: (url: string) => string;
  /** What that page's address is called. */
  readonly link: (url: string) => string;
}

export const wordings: Readonly<Record<Language, Wording>> = {
  de: {
    locale: 'de-DE',
    yourReference: 'Ihr Zeichen',
    insuranceNumber: 'Versicherungsnummer',
    contact: 'Ansprechperson',
    phone: 'Telefon',
    email: 'E-Mail',
    portal: 'Kundenportal',
    date: 'Datum',
    page: (page, of) => `Seite ${page} von ${of}`,
    qrCode: (url) => `QR-Code, der zu ${url} führt`,
    link: (url) => `Verweis auf ${url}`,
  },
  en: {
    locale: 'en-GB',
    yourReference: 'Your reference',
    insuranceNumber: 'Insurance number',
    contact: 'Your contact',
    phone: 'Phone',
    email: 'Email',
    portal: 'Customer portal',
    date: 'Date',
    page: (page, of) => `Page ${page} of ${of}`,
    qrCode: (url) => `QR code that leads to ${url}`,
    link: (url) => `Link to ${url}`,
  },
};
