import * as z from 'zod';
import { fileStores } from '../files/file-stores.ts';
import { customerData, technical } from '../personal-data/classification.ts';

/** What lies outside the tables, belongs to an item and goes with it. */
export interface OutsideHolding {
  /** German, for the data map and the documents: what lies there. */
  readonly title: string;
  /** What is stored of one thing there, classified as attributes of items are. */
  readonly holds: z.ZodObject;
}

const login = 'Anmeldung';
const undelivered = 'Kein Versand an Adressen, von denen Nachrichten zurückkamen';

/** All of them, by the name that items call them by (`outside` in their ending). */
export const outsideHoldings = {
  ...fileStores,
  // A clerk's login holds the same.
  logins: {
    title: 'Zugang im Anmeldedienst',
    holds: z.object({
      username: customerData(z.string(), 'Anmeldename (Kennung der Person)', login),
      sub: customerData(z.string(), 'Kennung im Anmeldedienst', login),
      email: customerData(z.string(), 'E-Mail-Adresse', login),
      email_verified: technical(z.boolean(), 'E-Mail-Adresse bestätigt'),
      password: customerData(z.string(), 'Kennwort (nur als Prüfwert)', login),
      secondFactor: customerData(z.string(), 'Geheimnis des zweiten Faktors, falls eingerichtet', login),
      group: customerData(z.string(), 'Gruppe (was jemand darf)', login),
      createdAt: customerData(z.string(), 'Angelegt und zuletzt geändert am', login),
    }),
  },
  'mail-suppression': {
    title: 'Sperrliste des Mailversands, falls eine Nachricht zurückkam',
    holds: z.object({
      address: customerData(z.string(), 'E-Mail-Adresse', undelivered, '6(1)(f)'),
      reason: customerData(z.string(), 'Grund und Zeitpunkt der Sperre', undelivered, '6(1)(f)'),
    }),
  },
} as const satisfies Record<string, OutsideHolding>;

/** Stores outside the tables: files, logins, the provider's list of addresses that mails came back from. */
export type OutsideStoreName = keyof typeof outsideHoldings;
