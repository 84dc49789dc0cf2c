import * as z from 'zod';
import { dayOf } from '../personal-data/calendar.ts';
import { customerData, technical } from '../personal-data/classification.ts';
import type { StartPoints } from '../personal-data/deletion-rules.ts';
import { customerKeys, headAttributes, itemKind } from '../storage/item-kind.ts';
import { CustomerStatus, type Customer } from './customer.ts';

const text = (what: string, purpose: string) => customerData(z.string(), what, purpose);

/** What every item of a customer needs to know its end: it goes so long after the relationship. */
const relationship = {
  createdAt: customerData(z.iso.datetime(), 'Angelegt am', 'Nachvollziehbarkeit'),
  relationshipEndedOn: customerData(z.iso.date(), 'Ende der Kundenbeziehung', 'Beginn der Löschfrist', '6(1)(c)').optional(),
};

/** The days from which the periods of all these items run. */
export const sinceRelationship = ({ createdAt, relationshipEndedOn }: { createdAt: string; relationshipEndedOn?: string | undefined }): StartPoints => ({
  recorded: dayOf(new Date(createdAt)),
  ...(relationshipEndedOn && { 'relationship-ended': relationshipEndedOn }),
});

/** Master data of a customer: the head of their partition, and the customer guard's object. */
export const customerKind = itemKind({
  kind: 'customer',
  table: 'customers',
  title: 'Stammdaten',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('customer'),
    givenName: text('Vorname', 'Anrede, Anschrift'),
    familyName: text('Nachname', 'Anrede, Anschrift'),
    insuranceNumber: text('Versicherungsnummer', 'Zuordnung zum Vertrag'),
    address: z.object({
      street: text('Straße und Hausnummer', 'Briefe'),
      postalCode: text('Postleitzahl', 'Briefe'),
      city: text('Ort', 'Briefe'),
      country: text('Land', 'Briefe'),
    }),
    iban: text('Bankverbindung (IBAN)', 'Auszahlung'),
    contactPoints: z.array(
      z.object({
        channel: technical(z.enum(['sms', 'email']), 'Kanal'),
        address: text('Mobilnummer oder E-Mail-Adresse', 'Benachrichtigung'),
        verifiedAt: customerData(z.iso.datetime(), 'Bestätigt am', 'Nachweis der Bestätigung'),
      }),
    ),
    notifyBy: customerData(z.enum(['sms', 'email']), 'Gewünschter Kanal', 'Benachrichtigung nach Wahl'),
    relationshipStartedOn: customerData(z.iso.date(), 'Beginn der Kundenbeziehung', 'Vertrag'),
    lookupKey: customerData(z.string(), 'Prüfwert der Versicherungsnummer', 'Doppelte Anlage verhindern', '6(1)(f)'),
    status: customerData(CustomerStatus.clone(), 'Bearbeitungsstand', 'Schutz während einer Löschung', '6(1)(c)'),
    version: technical(z.number(), 'Version'),
    ...relationship,
    ...headAttributes,
  }),
  ending: {
    class: 'customer-master-data',
    starts: sinceRelationship,
    externals: (item) => item.contactPoints.filter(({ channel }) => channel === 'email').map(({ address }) => ({ store: 'mail-suppression', address })),
  },
});
export type CustomerItem = z.infer<typeof customerKind.schema>;

/** The login that belongs to a customer; it ends sooner than the master data, so it is a head of its own. */
export const loginKind = itemKind({
  kind: 'login',
  table: 'customers',
  title: 'Zugang zum Kundenportal',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('login'),
    username: customerData(z.string(), 'Anmeldename (Kundenkennung)', 'Anmeldung'),
    lookupKey: customerData(z.string(), 'Prüfwert der E-Mail-Adresse', 'Eindeutige Anmeldung', '6(1)(f)'),
    ...relationship,
    ...headAttributes,
  }),
  ending: { class: 'login-account', starts: sinceRelationship, externals: (item) => [{ store: 'logins', username: item.username }] },
});

const lookup = <Kind extends string>(kind: Kind, what: string, purpose: string) =>
  z.object({
    pk: customerData(z.string(), what, purpose, '6(1)(f)'),
    sk: technical(z.literal('lookup'), 'Sortierschlüssel'),
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
  foundBy: 'subject-index',
  schema: lookup('customer-lookup', 'Prüfwert der Versicherungsnummer', 'Doppelte Anlage verhindern'),
  ending: {
    class: 'customer-master-data',
    starts: sinceRelationship,
    tombstone: (item, erasedOn) => ({ pk: item.pk, sk: item.sk, kind: 'tombstone', erasedOn }),
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
  foundBy: 'none',
  schema: z.object({
    pk: customerData(z.string(), 'Prüfwert der Versicherungsnummer', 'Keine erneute Anlage nach einer Löschung', '6(1)(c)'),
    sk: technical(z.literal('lookup'), 'Sortierschlüssel'),
    kind: technical(z.literal('tombstone'), 'Art des Eintrags'),
    erasedOn: customerData(z.iso.date(), 'Gelöscht am', 'Ende des Vermerks', '6(1)(c)'),
    ...headAttributes,
  }),
  ending: { class: 'tombstone', starts: (item) => ({ recorded: item.erasedOn }) },
});

/** That an e-mail address is somebody's login: nobody else can take it as theirs. It goes with the login. */
export const loginLookupKind = itemKind({
  kind: 'login-lookup',
  table: 'customers',
  title: 'Prüfwert gegen doppelte Anmeldenamen',
  foundBy: 'subject-index',
  schema: lookup('login-lookup', 'Prüfwert der E-Mail-Adresse', 'Eindeutige Anmeldung'),
  ending: { class: 'login-account', starts: sinceRelationship },
});

/** The four kinds of which each customer has one item: all end so long after the relationship. */
export type CustomerItemKind = typeof customerKind | typeof loginKind | typeof lookupKind | typeof loginLookupKind;

export const customerKey = (customerId: string) => ({ pk: customerId, sk: 'customer' as const });
export const loginKey = (customerId: string) => ({ pk: customerId, sk: 'login' as const });
export const lookupKeyOf = (mac: string) => ({ pk: `lku#${mac}`, sk: 'lookup' as const });

/** The customer in a stored item. */
export function customerOf(item: CustomerItem): Customer {
  const { pk, sk, kind, lookupKey, dueOn, duePk, dueSk, retainedSince, restrictedSince, deletingSince, heldSince, ...data } = item;
  return { ...(data as Omit<Customer, 'id'>), id: pk };
}

/**
 * The customer as people may see them. Somebody who is being erased, or kept for the law only, is not there; nor is anything
 * sent to them.
 */
export const visibleCustomer = (item: CustomerItem): Customer | undefined =>
  item.status === 'active' && item.retainedSince === undefined ? customerOf(item) : undefined;
