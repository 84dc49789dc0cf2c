import * as z from 'zod';
import { customerData, technical } from '../personal-data/classification.ts';
import type { StartPoints } from '../personal-data/deletion-rules.ts';
import { guarded, guardKey, isOpen } from '../storage/customer-guard.ts';
import { lookupPartition } from '../personal-data/lookup-partition.ts';
import { customerKeys, headAttributes, itemKind } from '../storage/item-kind.ts';
import type { ItemKey } from '../storage/item.ts';
import { CustomerStatus, type Customer } from './customer.ts';
import { LoginName } from './login-name.ts';
import { nameOf, Salutation } from './name.ts';
import { inOneLine } from './postal-address.ts';

const text = (what: string, purpose: string) => customerData(z.string(), what, purpose);

/** What every item of a customer needs to know its end: it goes so long after the relationship. */
const relationship = {
  createdAt: customerData(z.iso.datetime(), 'Angelegt am', 'Nachvollziehbarkeit'),
  relationshipEndedOn: customerData(z.iso.date(), 'Ende der Kundenbeziehung', 'Beginn der Löschfrist', '6(1)(c)').optional(),
  relationshipEndSettlesOn: customerData(z.iso.date(), 'Tag, vor dem das Ende nichts löscht', 'Schutz vor einem falsch erfassten Ende', '6(1)(c)').optional(),
};

/** How all these items end: so long after the relationship. */
const withRelationship = {
  recordedAt: ({ createdAt }: { createdAt: string }) => createdAt,
  starts: ({ relationshipEndedOn }: { relationshipEndedOn?: string | undefined }): StartPoints =>
    relationshipEndedOn ? { 'relationship-ended': relationshipEndedOn } : {},
  settlesOn: ({ relationshipEndSettlesOn }: { relationshipEndSettlesOn?: string | undefined }) => relationshipEndSettlesOn,
};

/** Master data of a customer: the head of their partition, and the customer guard's object. */
export const customerKind = itemKind({
  kind: 'customer',
  table: guarded.table,
  title: 'Stammdaten',
  sk: guarded.sk,
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('customer'),
    salutation: customerData(Salutation.clone(), 'Anredeform', 'Anrede, freiwillig angegeben', '6(1)(a)').optional(),
    title: text('Titel', 'Anrede, Anschrift').optional(),
    givenName: text('Vorname', 'Anrede, Anschrift').optional(),
    familyName: text('Nachname', 'Anrede, Anschrift'),
    latinName: z
      .strictObject({
        givenName: text('Vorname in lateinischer Schrift', 'Anrede, Anschrift').optional(),
        familyName: text('Nachname in lateinischer Schrift', 'Anrede, Anschrift'),
      })
      .optional(),
    organisation: text('Firma oder Einrichtung', 'Anschrift').optional(),
    insuranceNumber: text('Versicherungsnummer', 'Zuordnung zum Vertrag'),
    address: z.strictObject({
      careOf: text('Anschrift bei (c/o)', 'Briefe').optional(),
      street: text('Straße und Hausnummer', 'Briefe'),
      addition: text('Zusatz zur Anschrift', 'Briefe').optional(),
      postalCode: text('Postleitzahl', 'Briefe').optional(),
      city: text('Ort', 'Briefe'),
      region: text('Bundesstaat oder Provinz', 'Briefe').optional(),
      country: text('Land', 'Briefe'),
    }),
    iban: text('Bankverbindung (IBAN)', 'Auszahlung'),
    contactPoints: z.array(
      z.strictObject({
        channel: technical(z.enum(['sms', 'email']), 'Kanal'),
        address: text('Mobilnummer oder E-Mail-Adresse', 'Benachrichtigung'),
        verifiedAt: customerData(z.iso.datetime(), 'Bestätigt am', 'Nachweis der Bestätigung'),
      }),
    ),
    notifyBy: customerData(z.enum(['sms', 'email']), 'Gewünschter Kanal', 'Benachrichtigung nach Wahl'),
    relationshipStartedOn: customerData(z.iso.date(), 'Beginn der Kundenbeziehung', 'Vertrag'),
    firstStartedOn: customerData(z.iso.date(), 'Beginn der ersten Kundenbeziehung', 'Prüfung gemeldeter Schadentage').optional(),
    relationshipVoided: customerData(z.literal(true), 'Vertrag kam nicht zustande', 'Vertrag').optional(),
    login: customerData(LoginName.clone(), 'Anmeldung mit E-Mail-Adresse, mit Kennung oder gar nicht', 'Anmeldung'),
    lookupKey: customerData(z.string(), 'Prüfwert der Versicherungsnummer', 'Doppelte Anlage verhindern', '6(1)(f)'),
    emailLookupKey: customerData(z.string(), 'Prüfwert der E-Mail-Adresse', 'Auffinden, eindeutige Anmeldung', '6(1)(f)').optional(),
    phoneLookupKey: customerData(z.string(), 'Prüfwert der Mobilnummer', 'Auffinden bei einem Anruf', '6(1)(f)').optional(),
    status: customerData(CustomerStatus.clone(), 'Bearbeitungsstand', 'Schutz während einer Löschung', '6(1)(c)'),
    version: technical(z.number(), 'Version'),
    ...relationship,
    ...headAttributes,
  }),
  ending: {
    class: 'customer-master-data',
    ...withRelationship,
    keepsRelationship: (item) => ({ until: item.relationshipEndedOn, onThatDayToo: true }),
    endsUse: true,
    // The guard's object stays while anything may still write.
    erasedLast: 2,
    party: (item) => ({ name: nameOf(item), address: inOneLine(item.address) }),
    outside: (item) =>
      item.contactPoints.filter(({ channel }) => channel === 'email').map(({ address }) => ({ store: 'mail-suppression', reference: address })),
  },
});
export type CustomerItem = z.infer<typeof customerKind.schema>;

/** What each item of a customer knows of the end of the relationship. */
export type KnownEnd = Pick<CustomerItem, 'relationshipEndedOn' | 'relationshipEndSettlesOn'>;

/** The login that belongs to a customer, if they have one; it ends sooner than the master data, so it is a head of its own. */
export const loginKind = itemKind({
  kind: 'login',
  table: 'customers',
  title: 'Zugang zum Kundenportal',
  sk: 'login',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('login'),
    username: customerData(z.string(), 'Anmeldename (Kundenkennung)', 'Anmeldung'),
    /** Of who logs in by their address: others may have the same, and log in otherwise. */
    lookupKey: customerData(z.string(), 'Prüfwert der E-Mail-Adresse', 'Eindeutige Anmeldung', '6(1)(f)').optional(),
    invitationOwed: technical(z.boolean(), 'Einladung noch zu versenden').optional(),
    ...relationship,
    ...headAttributes,
  }),
  ending: {
    class: 'login-account',
    ...withRelationship,
    endsUse: true,
    erasedLast: 1,
    outside: (item) => [{ store: 'logins', reference: item.username }],
  },
});

const onlyOne = () => technical(z.literal('lookup'), 'Sortierschlüssel');

const lookup = <Kind extends string, Sk extends z.ZodType<string>>(kind: Kind, sk: Sk, what: string, purpose: string) =>
  z.object({
    pk: customerData(z.string(), what, purpose, '6(1)(f)'),
    sk,
    kind: technical(z.literal(kind), 'Art des Eintrags'),
    gsi1pk: customerData(z.string(), 'Kundenkennung', 'Zuordnung'),
    gsi1sk: technical(z.string(), 'Sortierschlüssel des Index'),
    ...relationship,
    ...headAttributes,
  });

/** Finds a customer by a number they know, without storing it: the key is a keyed hash. It goes with the customer. */
export const lookupKind = itemKind({
  kind: 'customer-lookup',
  table: 'customers',
  title: 'Prüfwert gegen doppelte Anlage',
  sk: 'lookup',
  foundBy: 'subject-index',
  schema: lookup('customer-lookup', onlyOne(), 'Prüfwert der Versicherungsnummer', 'Doppelte Anlage verhindern'),
  ending: {
    class: 'customer-master-data',
    ...withRelationship,
    dueId: (item) => item.gsi1pk,
    auxiliary: true,
    tombstone: (item, erasedOn) => ({ kind: tombstoneKind, item: { pk: item.pk, sk: item.sk, erasedOn } }),
  },
});

/**
 * What an erasure leaves where the lookup of a customer was: a CRM that sends the same person again is refused. A keyed hash and a
 * day; whose it was cannot be told without the number itself.
 */
export const tombstoneKind = itemKind({
  kind: 'tombstone',
  table: 'customers',
  title: 'Sperrvermerk nach einer Löschung',
  sk: 'lookup',
  foundBy: 'none',
  schema: z.object({
    pk: customerData(z.string(), 'Prüfwert der Versicherungsnummer', 'Keine erneute Anlage nach einer Löschung', '6(1)(c)'),
    sk: technical(z.literal('lookup'), 'Sortierschlüssel'),
    kind: technical(z.literal('tombstone'), 'Art des Eintrags'),
    erasedOn: customerData(z.iso.date(), 'Gelöscht am', 'Ende des Vermerks', '6(1)(c)'),
    ...headAttributes,
  }),
  // They are few, and their own key is a hash of somebody's number: all are due under one word.
  ending: { class: 'tombstone', recordedAt: (item) => item.erasedOn, recordsErasure: true, dueId: () => 'tombstone' },
});

/** That an e-mail address is a customer's login: nobody else can take it as theirs, a member of staff neither. It goes with the login. */
export const loginLookupKind = itemKind({
  kind: 'login-lookup',
  table: 'customers',
  title: 'Prüfwert gegen doppelte Anmeldenamen',
  sk: 'lookup',
  foundBy: 'subject-index',
  schema: lookup('login-lookup', onlyOne(), 'Prüfwert der E-Mail-Adresse', 'Eindeutige Anmeldung'),
  ending: { class: 'login-account', ...withRelationship, dueId: (item) => item.gsi1pk, auxiliary: true },
});

const ofEach = () => customerData(z.string(), 'Kundenkennung', 'Zuordnung');

/** Finds customers by the number they call from, without storing it: a family may share one, so each has an item of their own under its hash. */
export const phoneLookupKind = itemKind({
  kind: 'phone-lookup',
  table: 'customers',
  title: 'Prüfwert der Mobilnummer',
  sk: 'phone#',
  foundBy: 'subject-index',
  schema: lookup('phone-lookup', ofEach(), 'Prüfwert der Mobilnummer', 'Auffinden bei einem Anruf'),
  ending: { class: 'customer-master-data', ...withRelationship, dueId: (item) => item.gsi1pk, auxiliary: true },
});

/** The same for the address they write from: a couple may share one, however each of them logs in. */
export const emailLookupKind = itemKind({
  kind: 'email-lookup',
  table: 'customers',
  title: 'Prüfwert der E-Mail-Adresse zum Auffinden',
  sk: 'email#',
  foundBy: 'subject-index',
  schema: lookup('email-lookup', ofEach(), 'Prüfwert der E-Mail-Adresse', 'Auffinden bei einer Anfrage'),
  ending: { class: 'customer-master-data', ...withRelationship, dueId: (item) => item.gsi1pk, auxiliary: true },
});

/** The kinds of which each customer has one item at most: all end so long after the relationship. */
export type CustomerItemKind =
  typeof customerKind | typeof loginKind | typeof lookupKind | typeof loginLookupKind | typeof phoneLookupKind | typeof emailLookupKind;

export const customerKey = guardKey;
export const loginKey = (customerId: string): ItemKey => ({ pk: customerId, sk: 'login' });
export const phoneLookupKeyOf = (mac: string, customerId: string) => ({ pk: lookupPartition(mac), sk: `${phoneLookupKind.sk}${customerId}` });
export const emailLookupKeyOf = (mac: string, customerId: string) => ({ pk: lookupPartition(mac), sk: `${emailLookupKind.sk}${customerId}` });

/** The customer in a stored item. */
export function customerOf(item: CustomerItem): Customer {
  const { pk, sk, kind, lookupKey, phoneLookupKey, emailLookupKey, dueOn, duePk, dueSk, retainedSince, restrictedSince, deletingSince, heldSince, ...data } =
    item;
  return { ...(data as Omit<Customer, 'id'>), id: pk };
}

/**
 * The customer as people may see them. Somebody who is being erased, or kept for the law only, is not there; nor is anything
 * sent to them.
 */
export const visibleCustomer = (item: CustomerItem): Customer | undefined => (isOpen(item) ? customerOf(item) : undefined);
