import { firstDayAfter, later, type Day, type Period } from './calendar.ts';

/** The moments from which periods run. */
export type StartPoint = 'recorded' | 'sent' | 'case-closed' | 'relationship-ended' | 'answered' | 'staff-left' | 'last-effect';

/**
 * Lines of business that a stage may be in. The BEG IV shortened the period for vouchers to eight years, but not for banks, insurers
 * and securities firms. Statutory health funds keep social data by the Sozialgesetzbuch: as long as their task asks for it, and ten
 * years at most.
 */
export const sectors = ['general', 'insurer', 'health-fund'] as const;
export type Sector = (typeof sectors)[number];

/** One reason to keep: so long, from then on. `source` is the law or decision behind it. */
export interface Term {
  readonly start: StartPoint;
  readonly period: Period;
  readonly fromYearEnd: boolean;
  readonly source: string;
}

/** What an erasure request (Art. 17 GDPR) does to data of the class. */
export type OnErasure =
  /** Nothing protects it: it goes now. */
  | 'delete'
  /** Kept for a legal duty, Art. 17(3)(b), until the terms end. */
  | 'retain-for-duty'
  /** Kept for legal claims, Art. 17(3)(e), until the terms end. */
  | 'retain-for-claims'
  /** Tells that something was erased, and keeps it erased: Art. 5(2), 24. */
  | 'retain-as-evidence'
  /** Needed for a contract that runs, Art. 6(1)(b); deleted once it does not. */
  | 'refuse-while-running'
  /** Names no customer, and could be found by none. */
  | 'not-concerned';

/** A deletion rule in the sense of DIN 66398: the data of a class ends when the last of its terms has ended. */
export interface DeletionRule {
  readonly title: string;
  /** Why the company keeps it. */
  readonly terms: readonly [Term, ...Term[]];
  /** Why the person has it: their own use. It falls away when they ask for erasure; once it has ended, the law alone keeps the data. */
  readonly use?: Term;
  /** What hangs on a case does not end before the case itself does; without a use of its own it is in use until then. */
  readonly withCase?: true;
  /** The law's own maximum: no ground keeps the data longer, neither the person's use nor a case that is still there. */
  readonly maximum?: Term;
  readonly onErasure: OnErasure;
  /** Ends the data whatever its state, counted from `recorded`; absent where the period is fixed or the relationship may run for decades. */
  readonly ceiling?: Period;
}

const days = (start: StartPoint, count: number, source: string): Term => ({ start, period: { days: count }, fromYearEnd: false, source });
const yearsFromYearEnd = (start: StartPoint, period: Period, source: string): Term => ({ start, period, fromYearEnd: true, source });

const claims = 'BGB §§ 195, 199 (Verjährung), drei Monate für die Zustellung';
/** The latest that a claim ends, whatever anybody knows of it. */
const latestClaims = (paragraphs: string): string => `BGB § 199 ${paragraphs} (längste Frist), drei Monate für die Zustellung`;
const trade = 'HGB § 257 Abs. 1 Nr. 2, 3, Abs. 4, 5; AO § 147 Abs. 1 Nr. 2, 3, Abs. 3, 4';
const bookkeeping = 'HGB § 257 Abs. 1 Nr. 4, Abs. 4; AO § 147 Abs. 1 Nr. 4, Abs. 3';

const rules = {
  'case-notes': {
    title: 'Fallakte: interne Vermerke, Anrufnotizen, Zeiterfassung, Bearbeitungsstand',
    terms: [yearsFromYearEnd('case-closed', { years: 3, months: 3 }, claims)],
    onErasure: 'retain-for-claims',
    ceiling: { years: 30 },
  },
  // Chosen for a case, instead of the regular one: what hangs on the case stays as long.
  'case-notes-ten-years': {
    title: 'Fallakte mit Ansprüchen, die erst in zehn Jahren verjähren',
    terms: [{ start: 'case-closed', period: { years: 10, months: 3 }, fromYearEnd: false, source: latestClaims('Abs. 3 Satz 1 Nr. 1, Abs. 4') }],
    onErasure: 'retain-for-claims',
    ceiling: { years: 30 },
  },
  'case-notes-thirty-years': {
    title: 'Fallakte mit Ansprüchen, die erst in dreißig Jahren verjähren (Leben, Körper, Gesundheit, Freiheit; festgestellte Ansprüche)',
    terms: [{ start: 'case-closed', period: { years: 30, months: 3 }, fromYearEnd: false, source: latestClaims('Abs. 2, Abs. 3 Satz 1 Nr. 2; §§ 197, 201') }],
    onErasure: 'retain-for-claims',
    ceiling: { years: 60 },
  },
  'case-notes-money-laundering': {
    title: 'Fallakte mit Aufzeichnungen nach dem Geldwäschegesetz',
    // Not what was found out about the customer when the contract began (GwG § 10): that stays with the contract.
    terms: [yearsFromYearEnd('case-closed', { years: 5 }, 'GwG § 8 Abs. 4 Satz 1, 4 (spätestens nach zehn Jahren zu vernichten, Satz 2)')],
    onErasure: 'retain-for-duty',
    ceiling: { years: 30 },
  },
  'case-tasks': {
    title: 'Aufgaben zum Fall',
    terms: [yearsFromYearEnd('recorded', { years: 3, months: 3 }, claims)],
    withCase: true,
    onErasure: 'retain-for-claims',
  },
  'customer-tasks': {
    title: 'Aufgaben ohne Fall',
    // From the day on which they were done: nothing is claimed by them, and what is open is still to be done.
    terms: [days('last-effect', 365, 'DSGVO Art. 6(1)(f)')],
    onErasure: 'refuse-while-running',
    ceiling: { years: 5 },
  },
  reminder: {
    title: 'Wiedervorlagen zum Fall',
    terms: [days('last-effect', 90, 'DSGVO Art. 6(1)(f)')],
    onErasure: 'refuse-while-running',
  },
  'business-letter': {
    title: 'Meldung und Nachrichten, E-Mails, Geschäftsbriefe zum Fall',
    terms: [yearsFromYearEnd('sent', { years: 6 }, trade)],
    withCase: true,
    onErasure: 'retain-for-duty',
  },
  voucher: {
    title: 'Auszahlung (Buchungsbeleg)',
    terms: [yearsFromYearEnd('recorded', { years: 8 }, bookkeeping)],
    withCase: true,
    onErasure: 'retain-for-duty',
  },
  'letter-centre': {
    title: 'Briefe im Briefcenter',
    terms: [yearsFromYearEnd('sent', { years: 6 }, trade)],
    use: { start: 'relationship-ended', period: { months: 6 }, fromYearEnd: false, source: 'Nutzungsvertrag Briefcenter' },
    withCase: true,
    onErasure: 'retain-for-duty',
  },
  'login-ip': { title: 'IP-Adresse bei der Meldung', terms: [days('recorded', 30, 'DSGVO Art. 6(1)(f), Art. 32')], onErasure: 'delete' },
  'login-time': { title: 'Anmeldezeitpunkt bei der Meldung', terms: [days('recorded', 90, 'DSGVO Art. 6(1)(f), Art. 32')], onErasure: 'delete' },
  // From the last change: whoever goes on writing does not lose what they have.
  draft: {
    title: 'Entwürfe von Meldungen',
    terms: [days('recorded', 30, 'DSGVO Art. 6(1)(b) (auf Anfrage der Person), Art. 5(1)(e)')],
    onErasure: 'delete',
  },
  'awaited-upload': {
    title: 'Angekündigte Dateien, die nicht fertig hochgeladen wurden',
    terms: [days('recorded', 1, 'DSGVO Art. 6(1)(b), Art. 5(1)(e)')],
    onErasure: 'delete',
  },
  // So long somebody has to mend what keeps it from being looked at: nobody is to send it again for that.
  'unchecked-upload': {
    title: 'Hochgeladene Dateien, die noch nicht geprüft werden konnten',
    terms: [days('recorded', 30, 'DSGVO Art. 6(1)(b), Art. 5(1)(e)')],
    onErasure: 'delete',
  },
  // So long whoever sent it can read why, and send what is taken.
  'refused-upload': {
    title: 'Angaben zu Dateien, die nicht angenommen wurden',
    terms: [days('recorded', 30, 'DSGVO Art. 6(1)(f), Art. 5(1)(e)')],
    onErasure: 'delete',
  },
  // So long somebody can look at a file in doubt; it goes with what became of it, and with this at the latest.
  'import-under-way': {
    title: 'Anderswo gedruckte Briefe, die noch nicht veröffentlicht sind',
    terms: [days('recorded', 7, 'DSGVO Art. 6(1)(b), Art. 5(1)(e)')],
    onErasure: 'delete',
  },
  // So long its sender can ask what became of a letter, have it hidden, and hand it in twice without making two of it.
  'letter-import': {
    title: 'Nachweise der Übernahme anderswo gedruckter Briefe',
    terms: [days('recorded', 365, 'DSGVO Art. 6(1)(f), Art. 5(2)')],
    onErasure: 'delete',
  },
  notification: { title: 'Benachrichtigungen (SMS, E-Mail)', terms: [days('recorded', 90, 'DSGVO Art. 6(1)(f)')], onErasure: 'refuse-while-running' },
  'customer-master-data': {
    title: 'Stammdaten und Einstellungen der Kundin oder des Kunden',
    terms: [yearsFromYearEnd('relationship-ended', { years: 3, months: 3 }, claims)],
    onErasure: 'refuse-while-running',
  },
  'login-account': {
    title: 'Zugang zum Kundenportal',
    terms: [{ start: 'relationship-ended', period: { months: 6 }, fromYearEnd: false, source: 'Nutzungsvertrag Briefcenter' }],
    onErasure: 'refuse-while-running',
  },
  'rights-request': {
    title: 'Akte über die Ausübung von Betroffenenrechten',
    // As long as something of what was asked for is still to come, it must not be forgotten: no ceiling.
    terms: [yearsFromYearEnd('answered', { years: 3 }, 'DSGVO Art. 5(2); OWiG § 31')],
    onErasure: 'retain-for-claims',
  },
  'staff-account': {
    title: 'Beschäftigte: Zugang, Team, Fähigkeiten',
    terms: [{ start: 'staff-left', period: { months: 6 }, fromYearEnd: false, source: 'BDSG § 26' }],
    onErasure: 'not-concerned',
  },
  // What was sent of them stands on tickets. For so long one that is out of use can be looked up, or taken up again.
  'text-module': {
    title: 'Textbausteine, die außer Gebrauch sind, mit ihren Fassungen',
    terms: [days('last-effect', 365, 'DSGVO Art. 6(1)(f)')],
    onErasure: 'not-concerned',
  },
  // What somebody was told by it stands in letters. For so long one that is out of use can be looked up, or taken up again.
  topic: {
    title: 'Fachthemen, die außer Gebrauch sind, mit ihren Fassungen',
    terms: [days('last-effect', 365, 'DSGVO Art. 6(1)(f)')],
    onErasure: 'not-concerned',
  },
  // No part of the letter: so long it can be seen which letters people do not understand.
  'letter-feedback': {
    title: 'Rückmeldungen zu Briefen',
    terms: [days('recorded', 365, 'DSGVO Art. 6(1)(f) (Verbesserung von Briefen)')],
    onErasure: 'delete',
  },
  // Letters name the version that they were written from: what it said, and who approved it, is known as long as the law asks for the last of them.
  'letter-module': {
    title: 'Briefbausteine, aus denen nichts mehr geschrieben wird, mit ihren Fassungen und Freigaben',
    terms: [yearsFromYearEnd('last-effect', { years: 6 }, 'DSGVO Art. 6(1)(f); so lange wie Briefe, die sie nennen')],
    onErasure: 'not-concerned',
  },
  // What it did stands on tickets, and can be explained as long as the last of them is kept at least (Art. 15(1)(h), 22 GDPR).
  rule: {
    title: 'Regeln der Dunkelverarbeitung, die außer Gebrauch sind, mit ihren Fassungen',
    terms: [yearsFromYearEnd('last-effect', { years: 4, months: 3 }, 'DSGVO Art. 6(1)(f), Art. 15(1)(h); so lange wie Fallakten, die sie nennen')],
    onErasure: 'not-concerned',
  },
  // So long entries of a day may be corrected, and a fortnight.
  'day-sheet': {
    title: 'Tagesstände der Zeiterfassung von Beschäftigten',
    terms: [days('recorded', 45, 'DSGVO Art. 6(1)(f), BDSG § 26')],
    onErasure: 'not-concerned',
  },
  // It runs for hours. One that nothing has ended goes with this.
  stopwatch: {
    title: 'Laufende Stoppuhren von Beschäftigten',
    terms: [days('recorded', 7, 'DSGVO Art. 6(1)(f), BDSG § 26')],
    onErasure: 'refuse-while-running',
  },
  // Of no person and no case; what a small team worked on a day says something of its people all the same, so it has an end.
  'effort-figures': {
    title: 'Aufwand der Teams je Tag, Art der Anliegen und Tätigkeit (ohne Personen und Vorgänge)',
    terms: [yearsFromYearEnd('recorded', { years: 5 }, 'DSGVO Art. 6(1)(f) (Vergleich von fünf Geschäftsjahren); BDSG § 26')],
    onErasure: 'not-concerned',
  },
  // While something runs, these two are what keeps a repeat from having a second effect: a payout, a message.
  idempotency: { title: 'Wiederholungsschutz', terms: [days('recorded', 1, 'DSGVO Art. 6(1)(f)')], onErasure: 'refuse-while-running' },
  event: { title: 'Ereignisse (nur Kennungen)', terms: [days('recorded', 30, 'DSGVO Art. 6(1)(f)')], onErasure: 'not-concerned' },
  'deletion-log': {
    title: 'Löschprotokoll (ohne Kennungen)',
    terms: [{ start: 'recorded', period: { years: 3 }, fromYearEnd: false, source: 'DSGVO Art. 5(2)' }],
    onErasure: 'not-concerned',
  },
  tombstone: {
    title: 'Sperrvermerk nach einer Löschung (Prüfwert)',
    terms: [days('recorded', 45, 'DSGVO Art. 5(2), Art. 17: Quellsysteme dürfen Gelöschte nicht neu anlegen')],
    onErasure: 'retain-as-evidence',
  },
  'privacy-ledger': {
    title: 'Datenschutz-Register für Wiederherstellungen',
    terms: [days('last-effect', 45, 'DSGVO Art. 5(2), Art. 17; Höchstalter der Sicherungen 35 Tage')],
    onErasure: 'retain-as-evidence',
  },
} as const satisfies Record<string, DeletionRule>;

/** The name of a deletion class. */
export type DeletionClass = keyof typeof rules;

/** All classes, in the order of the deletion concept. */
export const deletionClasses = Object.keys(rules) as [DeletionClass, ...DeletionClass[]];

/** The deletion rules of a stage, by class. */
export type DeletionRules = Readonly<Record<DeletionClass, DeletionRule>>;

const task = 'SGB X § 84 Abs. 2 (solange zur Aufgabe erforderlich)';
const socialClaims = `${task}; SGB I § 45 (Verjährung in vier Jahren), drei Monate für die Zustellung`;
/** A claim of the insured against who did the harm, which the fund may raise. */
const passedOn = (term: Term): Term => ({ ...term, source: `SGB X § 116 (übergegangene Ansprüche); ${term.source}` });
const tenYearsAtMost = (start: StartPoint): Term => yearsFromYearEnd(start, { years: 10 }, 'SGB V § 304 Abs. 1 (spätestens nach zehn Jahren)');

/** In what a sector's rules differ from the general ones. */
const differences: Readonly<Record<Sector, Partial<Record<DeletionClass, Partial<DeletionRule>>>>> = {
  general: {},
  insurer: {
    voucher: { terms: [yearsFromYearEnd('recorded', { years: 10 }, `${bookkeeping} (zehn Jahre für Banken, Versicherer, Wertpapierinstitute)`)] },
  },
  'health-fund': {
    'case-notes': { terms: [yearsFromYearEnd('case-closed', { years: 4, months: 3 }, socialClaims)] },
    'case-tasks': { terms: [yearsFromYearEnd('recorded', { years: 4, months: 3 }, socialClaims)], maximum: tenYearsAtMost('recorded') },
    'case-notes-ten-years': { terms: [passedOn(rules['case-notes-ten-years'].terms[0])] },
    'case-notes-thirty-years': { terms: [passedOn(rules['case-notes-thirty-years'].terms[0])] },
    'business-letter': { terms: [yearsFromYearEnd('sent', { years: 6 }, `${task}; sechs Jahre wie Belege`)], maximum: tenYearsAtMost('sent') },
    voucher: { terms: [yearsFromYearEnd('recorded', { years: 6 }, 'SRVwV § 35 Abs. 1 (Belege mindestens sechs Jahre)')], maximum: tenYearsAtMost('recorded') },
    'letter-centre': { terms: [yearsFromYearEnd('sent', { years: 6 }, `${task}; sechs Jahre wie Belege`)], maximum: tenYearsAtMost('sent') },
    // As long as claims from a case may be raised, it must be known whose they are.
    'customer-master-data': { terms: [yearsFromYearEnd('relationship-ended', { years: 4, months: 3 }, socialClaims)] },
  },
};

/** Deletion rules of a sector, by class. Periods and grounds are defaults for counsel to confirm. */
export function deletionRules(sector: Sector): DeletionRules {
  const changed = deletionClasses.map((cls) => [cls, { ...rules[cls], ...differences[sector][cls] }] as const);
  return Object.fromEntries(changed) as DeletionRules;
}

/** Days from which an item's periods run, as far as they are known. */
export type StartPoints = Partial<Record<StartPoint, Day>>;

/** When an item ends. `final` is false while a start point is still unknown: then `on` is the earliest day it could be. */
export interface End {
  readonly on: Day;
  readonly final: boolean;
}

/** What else decides when an item ends. */
export interface EndOptions {
  /** After an erasure, or once the person's own use has ended: the law alone keeps it. */
  readonly lawOnly?: boolean;
  /** The end of the case that the item hangs on, where it hangs on one that is there. */
  readonly caseEnd?: End | undefined;
}

/**
 * The day on which data of this rule is due. A start point that has not come yet cannot lie before `today`, so a term without
 * one ends no earlier than if it came today: asked again on the day it names, an unfinished item moves on by itself, and no
 * due date is ever early.
 */
export function endOf(rule: DeletionRule, points: StartPoints, today: Day, { lawOnly = false, caseEnd }: EndOptions = {}): End {
  const terms = rule.use && !lawOnly ? [...rule.terms, rule.use] : rule.terms;
  const ends = [...terms.map((term) => endOfTerm(term, points, today)), ...(rule.withCase && caseEnd ? [caseEnd] : [])];
  const kept = ends.reduce((one, other) => ({ on: later(one.on, other.on), final: one.final && other.final }));
  const end = atMost(rule, kept, points, today);
  if (end.final || !rule.ceiling || !points.recorded) return end;
  const ceiling = firstDayAfter(points.recorded, rule.ceiling, false);
  return ceiling <= end.on ? { on: ceiling, final: true } : end;
}

/** When nobody uses data of this rule any more, and only the law keeps it; `undefined` where that is not told apart. */
export function endOfUse(rule: DeletionRule, points: StartPoints, today: Day, caseEnd?: End): End | undefined {
  if (rule.use) return atMost(rule, endOfTerm(rule.use, points, today), points, today);
  // A case that is gone has had its end.
  return rule.withCase ? atMost(rule, caseEnd ?? { on: today, final: true }, points, today) : undefined;
}

/** An end, or the maximum where that comes first. */
function atMost({ maximum }: DeletionRule, end: End, points: StartPoints, today: Day): End {
  if (!maximum) return end;
  const last = endOfTerm(maximum, points, today);
  return last.on <= end.on ? last : end;
}

const endOfTerm = (term: Term, points: StartPoints, today: Day): End => ({
  on: firstDayAfter(points[term.start] ?? today, term.period, term.fromYearEnd),
  final: points[term.start] !== undefined,
});

/** All periods of a rule, the person's own use among them. */
export const termsOf = ({ terms, use }: DeletionRule): readonly Term[] => (use ? [...terms, use] : terms);

/** What its periods rest on, its maximum among them; each once. */
export const sourcesOf = (rule: DeletionRule): readonly string[] => [
  ...new Set([...termsOf(rule), ...(rule.maximum ? [rule.maximum] : [])].map(({ source }) => source)),
];
