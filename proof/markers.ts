/**
 * The people of a proof and what they hand in: every text about a person that the API takes, each with a word in it that
 * exists nowhere else. Umlauts, ß, capitals, composed and decomposed letters are there on purpose: a search that misses one
 * spelling would call a leak clean.
 */
import { createHash } from 'node:crypto';
import { iban, madeUpNumber } from '../client/made-up.ts';

/** How a marker is written by people and programs, so how it may have been respelled. */
export type MarkerForm = 'text' | 'iban' | 'phone' | 'email' | 'id' | 'ip-address';

/** A value that leads to one person. */
export interface Marker {
  /** What it is; the only thing of a marker that is ever printed. */
  readonly name: string;
  readonly value: string;
  /** The part of it that exists nowhere else, where that is not all of it: found by itself, a torn-off piece is a leak too. */
  readonly word?: string | undefined;
  readonly form: MarkerForm;
  /** Of master data: whose snapshot on what is kept is declared, and which may be nowhere else there. */
  readonly snapshot?: Snapshot | undefined;
  /** The id of a case, a letter or a message of the person. */
  readonly aggregate?: true;
  /** Taken out again before anybody was erased: it may be nowhere from then on. */
  readonly redacted?: true;
  /** Of what mails tell their reader: it lies with them. */
  readonly inMails?: true;
}

/** What a kept item may say of its party or payee. */
export type Snapshot = 'name' | 'address' | 'letter' | 'number' | 'iban' | 'none';

export interface Persona {
  readonly title: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly latinGivenName: string;
  readonly latinFamilyName: string;
  readonly organisation: string;
  readonly insuranceNumber: string;
  readonly careOf: string;
  readonly street: string;
  readonly addition: string;
  readonly city: string;
  readonly region: string;
  readonly iban: string;
  readonly email: string;
  /** As it was mistyped first. */
  readonly formerEmail: string;
  readonly phone: string;
  readonly subject: string;
  readonly message: string;
  /** What a kind of ticket asks for besides. */
  readonly detail: string;
  readonly noticeVersion: string;
  readonly placeDescription: string;
  readonly placeCity: string;
  readonly object: string;
  readonly description: string;
  readonly opponentName: string;
  readonly opponentContact: string;
  readonly witnessName: string;
  readonly witnessContact: string;
  readonly customerMessage: string;
  readonly agentMessage: string;
  readonly callNote: string;
  readonly internalNote: string;
  readonly tag: string;
  /** Of a sensor in their car. */
  readonly deviceId: string;
  /** What a clerk calls the ticket. */
  readonly called: string;
  readonly office: string;
  readonly handOverReason: string;
  readonly corrected: string;
  readonly correctionReason: string;
  readonly comment: string;
  readonly reporterName: string;
  readonly reporterContact: string;
  /** How a file is called that is sent, what its text says, and what a camera wrote into a picture, which is taken out of it. */
  readonly fileName: string;
  readonly documentText: string;
  readonly exif: string;
  /** Sent by mistake, and taken out again. */
  readonly redacted: string;
  readonly payoutReference: string;
  /** Of letters printed elsewhere: what their sender calls each, and what stands in those that became none. */
  readonly importReference: string;
  readonly importText: string;
  readonly letterTitle: string;
  readonly letterTopic: string;
  readonly letterIncident: string;
  readonly letterItem: string;
  readonly letterNote: string;
  readonly rejectionIncident: string;
  readonly rejectionReason: string;
}

export interface PersonaOptions {
  /** Random for each run. */
  readonly run: string;
  readonly who: 'canary' | 'neighbour';
  /** One of the numbers that belong to nobody (made-up.ts). */
  readonly phoneIndex: number;
  /** Makes an address of a name: one that belongs to nobody, or to the provider's simulator. */
  readonly mailbox: (name: string) => string;
}

/** What can't be a marker, and why not. Paths are `<kind>.<path>`, as the registry has them. */
export const leftOut: Readonly<Record<string, string>> = {
  'customer.address.postalCode': 'four or five digits, shared by a whole town',
  'correspondence.incident.place.postalCode': 'four or five digits, shared by a whole town',
  'draft.incident.place.postalCode': 'four or five digits, shared by a whole town',
  'draft.incident.place.country': 'two letters, shared by a whole country',
  'customer.address.country': 'two letters, shared by a whole country',
  'correspondence.incident.place.country': 'two letters, shared by a whole country',
  'ticket.followedUpBy': 'the id of another case, which opens months after the end of one',
  'ticket.movingTo': 'the id of another customer, there only while something is on its way to them',
  'note.followUpOf': 'the id of another case, which opens months after the end of one',
  'correspondence.broughtTo': 'the id of another case, which opens months after the end of one',
};

/** Everything one person of the proof hands in, or has written about them. The same run makes the same person. */
export function persona({ run, who, phoneIndex, mailbox }: PersonaOptions): Persona {
  const word = (name: keyof Persona): string => madeUpWord(`${run} ${who} ${name}`);
  const capital = (name: keyof Persona): string => word(name).replace(/^./, (first) => first.toUpperCase());
  const capitals = (name: keyof Persona): string => word(name).toUpperCase();
  const digits = (name: keyof Persona, count: number): string => digitsFrom(`${run} ${who} ${name}`, count);
  return {
    givenName: `Zoë-${capital('givenName')}`,
    familyName: `Groß${word('familyName')}müller`,
    title: `Dr. ${word('title')}`,
    latinGivenName: `Zoe ${capital('latinGivenName')}`,
    latinFamilyName: `Gross${word('latinFamilyName')}mueller`,
    organisation: `Café ${capital('organisation')} & Söhne`,
    careOf: `Familie ${capital('careOf')}ß`,
    addition: `Haus ${capital('addition')}, 2. OG`,
    region: `Kreis ${capital('region')}`,
    insuranceNumber: `KV-${capitals('insuranceNumber')}`,
    street: `${capital('street')}straße 7a`,
    city: `Bad ${capital('city')}köln`,
    iban: iban(digits('iban', 10)),
    // Capitals on purpose: the login folds them, the profile does not.
    email: mailbox(`Zoe.${capitals('email')}`),
    formerEmail: mailbox(`Zoe.${capitals('formerEmail')}`),
    phone: madeUpNumber(phoneIndex),
    subject: `Unfall am ${capital('subject')}platz – "schnelle" Hilfe & Rat?`,
    message: `Ich heiße ${capital('message')}, und über 50 % ist kaputt.\nBitte zurückrufen!`,
    detail: `Pflegedienst ${capital('detail')}ß`,
    noticeVersion: `2026-01-${word('noticeVersion')}`,
    placeDescription: `Radweg vor der Bäckerei ${capital('placeDescription')}ö`,
    placeCity: `Sankt ${capital('placeCity')}`,
    object: `Fahrrad «${capital('object')}», Größe L`,
    description: `Ein Auto bog ab; meine Tochter ${capital('description')} stürzte.`,
    // Decomposed, as some keyboards and file names have it.
    opponentName: `Jürgen ${capital('opponentName')}ä`.normalize('NFD'),
    opponentContact: `Kennzeichen ${capitals('opponentContact')}, Tel. abends`,
    witnessName: `Łucja ${capital('witnessName')}ñ`,
    witnessContact: `${word('witnessContact')}@zeugin.example`,
    customerMessage: `Nachtrag: Schmerzen seit ${word('customerMessage')}übung`.normalize('NFD'),
    agentMessage: `Bitte Beleg „${capital('agentMessage')}“ nachreichen`,
    callNote: `Hat angerufen: Ärztin Dr. ${capital('callNote')} sagt Reha`,
    internalNote: `Vorsicht, Schwägerin ${capital('internalNote')} ist Anwältin`,
    tag: `gutachten-${word('tag')}`,
    deviceId: `sensor-${word('deviceId')}`,
    called: `Sturz am ${capital('called')}ß, Gutachten`,
    office: `Sachverständigenbüro ${capital('office')}`,
    handOverReason: `Gehört zu ${capital('handOverReason')}, eilt`,
    corrected: `Es war ${capital('corrected')}, nicht Größe`,
    correctionReason: `Frau ${capital('correctionReason')} hat sich gemeldet`,
    comment: `Danke, aber Herr ${capital('comment')}ä war unfreundlich`,
    reporterName: `Änne ${capital('reporterName')}-Weiß`,
    reporterContact: `${word('reporterContact')}@mutter.example`,
    fileName: `Krankenhaus „${capital('fileName')}“ Köln.pdf`,
    documentText: `Rechnung der Klinik ${capital('documentText')} vom 3. Mai`,
    exif: `Haus ${capital('exif')}, 50.9375 N`,
    redacted: `Befund meines Vaters ${capital('redacted')}ß`,
    payoutReference: `SB-${capitals('payoutReference')}`,
    importReference: `OMS/${capitals('importReference')}`,
    importText: `Kontoauszug für Frau ${capital('importText')}`,
    letterTitle: `Mitteilung zu ${capital('letterTitle')}`,
    letterTopic: `mitteilung-${word('letterTopic')}`,
    letterIncident: `Sturz bei ${capital('letterIncident')}`,
    letterItem: `Rahmen Modell ${capital('letterItem')}öl`,
    letterNote: `Wegen ${word('letterNote')}schäden melden Sie sich bitte.`,
    rejectionIncident: `Diebstahl bei ${capital('rejectionIncident')}`,
    rejectionReason: `Das Schloss ${capital('rejectionReason')} war nicht versperrt.`,
  };
}

const forms: Partial<Record<keyof Persona, MarkerForm>> = {
  iban: 'iban',
  phone: 'phone',
  email: 'email',
  formerEmail: 'email',
  witnessContact: 'email',
  reporterContact: 'email',
};

/** Master data: a copy of it on anything that is kept must be a declared one. */
const masterData: Partial<Record<keyof Persona, Snapshot>> = {
  givenName: 'name',
  familyName: 'name',
  title: 'letter',
  latinGivenName: 'letter',
  latinFamilyName: 'letter',
  organisation: 'letter',
  careOf: 'address',
  street: 'address',
  addition: 'address',
  city: 'address',
  region: 'address',
  iban: 'iban',
  insuranceNumber: 'number',
  email: 'none',
  formerEmail: 'none',
  phone: 'none',
};

/** The markers of a person, by the names of their fields. */
export const markersOf = (person: Persona): Marker[] =>
  Object.entries(person).map(([name, value]: [string, string]) => ({
    name,
    value,
    word: madeUp.exec(value)?.[0],
    form: forms[name as keyof Persona] ?? 'text',
    snapshot: masterData[name as keyof Persona],
    ...(['redacted', 'exif'].includes(name) && { redacted: true as const }),
  }));

/** A `q` and nine letters are a word of no language, and there are 10¹¹ of them. */
const letters = 'abcdefghjkmnpqrstuvw';
const madeUp = new RegExp(`q[${letters}]{9}`, 'i');

function madeUpWord(seed: string): string {
  const hash = createHash('sha256').update(seed).digest();
  return `q${[...hash.subarray(0, 9)].map((byte) => letters[byte % letters.length]).join('')}`;
}

function digitsFrom(seed: string, count: number): string {
  const number = BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`) % 10n ** BigInt(count);
  return number.toString().padStart(count, '0');
}
