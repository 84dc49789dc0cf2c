import * as z from 'zod';
import { dayOf } from '../personal-data/calendar.ts';
import { customerData, technical } from '../personal-data/classification.ts';
import { deletionRules, endOf } from '../personal-data/deletion-rules.ts';
import { customerKeys, headAttributes, itemKind } from '../personal-data/stored-item.ts';
import { dueKeys } from '../storage/due-index.ts';
import { CustomerStatus, type Customer } from './customer.ts';

const text = (what: string, purpose: string) => customerData(z.string(), what, purpose);

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
    relationshipEndedOn: customerData(z.iso.date(), 'Ende der Kundenbeziehung', 'Beginn der Löschfristen', '6(1)(c)').optional(),
    lookupKey: customerData(z.string(), 'Prüfwert der Versicherungsnummer', 'Doppelte Anlage verhindern', '6(1)(f)'),
    status: customerData(CustomerStatus.clone(), 'Bearbeitungsstand', 'Schutz während einer Löschung', '6(1)(c)'),
    version: technical(z.number(), 'Version'),
    createdAt: customerData(z.iso.datetime(), 'Angelegt am', 'Nachvollziehbarkeit'),
    ...headAttributes,
  }),
  ending: {
    class: 'customer-master-data',
    starts: (item) => ({ recorded: dayOf(new Date(item.createdAt)), ...(item.relationshipEndedOn && { 'relationship-ended': item.relationshipEndedOn }) }),
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
    createdAt: customerData(z.iso.datetime(), 'Angelegt am', 'Nachvollziehbarkeit'),
    relationshipEndedOn: customerData(z.iso.date(), 'Ende der Kundenbeziehung', 'Beginn der Löschfrist', '6(1)(c)').optional(),
    ...headAttributes,
  }),
  ending: {
    class: 'login-account',
    starts: (item) => ({ recorded: dayOf(new Date(item.createdAt)), ...(item.relationshipEndedOn && { 'relationship-ended': item.relationshipEndedOn }) }),
    externals: (item) => [{ store: 'logins', username: item.username }],
  },
});

/** Finds a customer by a number they know, without storing it: the key is a keyed hash. It goes with the customer. */
export const lookupKind = itemKind({
  kind: 'customer-lookup',
  table: 'customers',
  title: 'Prüfwert gegen doppelte Anlage',
  foundBy: 'subject-index',
  schema: z.object({
    pk: customerData(z.string(), 'Prüfwert der Versicherungsnummer', 'Doppelte Anlage verhindern', '6(1)(f)'),
    sk: technical(z.literal('lookup'), 'Sortierschlüssel'),
    kind: technical(z.literal('customer-lookup'), 'Art des Eintrags'),
    gsi1pk: customerData(z.string(), 'Kundenkennung', 'Zuordnung'),
    gsi1sk: technical(z.string(), 'Sortierschlüssel des Index'),
    createdAt: customerData(z.iso.datetime(), 'Angelegt am', 'Nachvollziehbarkeit'),
    relationshipEndedOn: customerData(z.iso.date(), 'Ende der Kundenbeziehung', 'Beginn der Löschfrist', '6(1)(c)').optional(),
    ...headAttributes,
  }),
  ending: {
    class: 'customer-master-data',
    starts: (item) => ({ recorded: dayOf(new Date(item.createdAt)), ...(item.relationshipEndedOn && { 'relationship-ended': item.relationshipEndedOn }) }),
  },
});

export const customerKey = (customerId: string) => ({ pk: customerId, sk: 'customer' as const });
export const loginKey = (customerId: string) => ({ pk: customerId, sk: 'login' as const });
export const lookupKeyOf = (mac: string) => ({ pk: `lku#${mac}`, sk: 'lookup' as const });

/** Due attributes of an item that ends with the relationship. */
export function relationshipDue(ruleClass: 'customer-master-data' | 'login-account', id: string, endedOn: string | undefined, today: string) {
  return dueKeys(id, endOf(deletionRules('general')[ruleClass], endedOn ? { 'relationship-ended': endedOn } : {}, today).on);
}

/** The three items of a new customer. */
export function customerItems(customer: Customer, lookupKey: string, today: string) {
  const { id, ...data } = customer;
  const master = relationshipDue('customer-master-data', id, customer.relationshipEndedOn, today);
  const item: CustomerItem = { ...customerKey(id), kind: 'customer', ...data, lookupKey, ...master };
  const login: z.infer<typeof loginKind.schema> = {
    ...loginKey(id),
    kind: 'login',
    username: id,
    createdAt: customer.createdAt,
    ...relationshipDue('login-account', id, customer.relationshipEndedOn, today),
  };
  const lookup: z.infer<typeof lookupKind.schema> = {
    ...lookupKeyOf(lookupKey),
    kind: 'customer-lookup',
    gsi1pk: id,
    gsi1sk: 'lookup',
    createdAt: customer.createdAt,
    ...master,
  };
  return { item, login, lookup };
}

/** The customer in a stored item. */
export function customerOf(item: CustomerItem): Customer {
  const { pk, sk, kind, lookupKey, dueOn, duePk, dueSk, retainedSince, restrictedSince, heldSince, ...data } = item;
  return { ...(data as Omit<Customer, 'id'>), id: pk };
}
