import { fileStoreNames, fileStores, type FileStoreName } from '../../shared/files/file-stores.ts';
import type { Day, Period } from '../../shared/personal-data/calendar.ts';
import type { Classification, LegalGround } from '../../shared/personal-data/classification.ts';
import type { OnErasure, Sector, StartPoint, Term } from '../../shared/personal-data/deletion-rules.ts';
import type { Trait } from '../../shared/privacy/deletion/statistics-ladder.ts';
import type { OutsideStoreName } from '../../shared/storage/outside-holdings.ts';

/** Words of the registry as the documents print them. Each list is complete by its type: a new word needs its German. */

interface StartWords {
  readonly title: string;
  /** How the day becomes known. */
  readonly known: string;
  /** `6 Monate nach …` */
  readonly after: string;
  /** `ab Ende des Jahres, in dem …` */
  readonly inWhich: string;
}

export const startWords: Readonly<Record<StartPoint, StartWords>> = {
  recorded: {
    title: 'Erfassung',
    known: 'Tag, an dem der Eintrag entstanden ist; steht immer fest. Beim Löschprotokoll der Stichtag des Laufs.',
    after: 'der Erfassung',
    inWhich: 'der Eintrag erfasst wurde',
  },
  sent: {
    title: 'Versand oder Eingang',
    known: 'Tag, an dem eine Nachricht oder ein Brief hinausging oder einging; steht mit dem Eintrag fest.',
    after: 'Versand oder Eingang',
    inWhich: 'das Schreiben versandt wurde oder einging',
  },
  'case-closed': {
    title: 'Abschluss des Vorgangs',
    known: 'Tag, an dem die Sachbearbeitung den Vorgang schließt (`POST /v1/tickets/{ticketId}/close`).',
    after: 'Abschluss des Vorgangs',
    inWhich: 'der Vorgang geschlossen wurde',
  },
  'relationship-ended': {
    title: 'Ende der Kundenbeziehung',
    known: 'Tag, den Sachbearbeitung oder CRM eintragen (`POST /v1/customers/{customerId}/relationship-end`).',
    after: 'Ende der Kundenbeziehung',
    inWhich: 'die Kundenbeziehung endete',
  },
  answered: {
    title: 'Antwort auf das Ersuchen',
    known: 'Tag, an dem das Ersuchen einer betroffenen Person beantwortet wurde.',
    after: 'der Antwort',
    inWhich: 'das Ersuchen beantwortet wurde',
  },
  'staff-left': {
    title: 'Ausscheiden',
    known: 'Tag des Ausscheidens. Er lässt sich noch über keine Schnittstelle eintragen; bis dahin rückt der Termin von selbst weiter.',
    after: 'dem Ausscheiden',
    inWhich: 'das Ausscheiden lag',
  },
  'last-effect': {
    title: 'Letzte Wirkung',
    known:
      'Tag, an dem die letzte zugesagte Löschung eines Ersuchens wirkt; bei Wiedervorlagen ihr Termin, bei Textbausteinen, Fachthemen und Regeln der Tag, seit dem sie außer Gebrauch sind.',
    after: 'der letzten Wirkung',
    inWhich: 'die letzte Wirkung lag',
  },
};

export const sectorWords: Readonly<Record<Sector, string>> = {
  general: 'Allgemein',
  insurer: 'Bank, Versicherer, Wertpapierinstitut',
  'health-fund': 'Gesetzliche Krankenkasse',
};

export const subjectWords: Readonly<Record<Classification['subject'], string>> = {
  customer: 'Kundin oder Kunde',
  'third-party': 'Dritte',
  staff: 'Beschäftigte',
  none: 'niemand',
};

export const groundWords: Readonly<Record<LegalGround, string>> = {
  '6(1)(a)': '6(1)(a) Einwilligung',
  '6(1)(b)': '6(1)(b) Vertrag',
  '6(1)(c)': '6(1)(c) rechtliche Pflicht',
  '6(1)(f)': '6(1)(f) berechtigtes Interesse',
  none: '–',
};

export const specialWords: Readonly<Record<Classification['special'], string>> = { none: '–', health: 'Gesundheit möglich (Art. 9)' };

/** Whose data an attribute is, and what is special about that. */
export const whoseWords = ({ subject, pseudonymous, performance }: Classification): string =>
  [subjectWords[subject], ...(pseudonymous ? ['nur über eine Kennung'] : []), ...(performance ? ['Leistungsdaten'] : [])].join(', ');

/** Why a class may be kept although erasure was asked for. */
export const erasureGrounds: Readonly<Record<OnErasure, string>> = {
  delete: '–',
  'retain-for-duty': 'Aufbewahrungspflicht, Art. 17 Abs. 3 Buchst. b',
  'retain-for-claims': 'Rechtsansprüche, Art. 17 Abs. 3 Buchst. e',
  'retain-as-evidence': 'Nachweis der Löschung, Art. 5 Abs. 2, Art. 24',
  'refuse-while-running': 'laufender Vertrag, Art. 6 Abs. 1 Buchst. b',
  'not-concerned': 'nennt keine Kundin und keinen Kunden',
};

/** What happens to a class, as `effectOn` says it. */
export const effectWords: Readonly<Record<'delete' | 'retain' | 'refuse' | 'none', string>> = {
  delete: 'wird sofort gelöscht',
  retain: 'wird bis zum Ende der Frist aufbewahrt, für niemanden sichtbar',
  refuse: 'bleibt, wie es ist; wird in der Antwort begründet',
  none: 'nicht betroffen',
};

/** What lies outside of the tables and goes with an item. */
export const externalWords: Readonly<Record<OutsideStoreName, string>> = {
  ...(Object.fromEntries(fileStoreNames.map((name) => [name, `die Datei in „${fileStores[name].title}“ (alle Versionen)`])) as Record<FileStoreName, string>),
  logins: 'der Zugang (abgemeldet und gelöscht)',
  'mail-suppression': 'der Eintrag der E-Mail-Adresse in der Sperrliste des Mailversands',
};

/** `3 Jahre und 3 Monate` */
export function periodWords({ years = 0, months = 0, days = 0 }: Period): string {
  const part = (count: number, one: string, many: string): string[] => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]);
  return [...part(years, 'Jahr', 'Jahre'), ...part(months, 'Monat', 'Monate'), ...part(days, 'Tag', 'Tage')].join(' und ');
}

/** `6 Jahre ab Ende des Jahres, in dem das Schreiben versandt wurde oder einging` */
export function termWords({ start, period, fromYearEnd }: Term): string {
  const words = startWords[start];
  return fromYearEnd ? `${periodWords(period)} ab Ende des Jahres, in dem ${words.inWhich}` : `${periodWords(period)} nach ${words.after}`;
}

/** `01.04.2030` */
export const germanDay = (day: Day): string => day.split('-').toReversed().join('.');

/** What the anonymous statistics tell of cases besides their year. */
export const traitWords: Readonly<Record<Trait, string>> = {
  matter: 'Anliegen',
  outcome: 'Ergebnis',
  amount: 'Höhe der Auszahlung in Stufen',
};
