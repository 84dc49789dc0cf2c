import * as z from 'zod';
import type { IdPrefix } from '../id.ts';
import { customerData, mayTellOfHealth, staffData, technical } from '../personal-data/classification.ts';

/**
 * A store of files: a bucket of its own, whose files lie under `<prefix>/<customerId>/<fileId>.<extension>` and each belong to an
 * item that names them. Bucket, grants, erasure, reconciliation and documents are made from this; a new store is an entry below.
 */
export interface FileStore {
  /** German, for documents: what the files are. */
  readonly title: string;
  /** The kind of stored item that names these files. A file that no item of that kind names is an orphan. */
  readonly kind: string;
  readonly prefix: string;
  readonly idPrefix: IdPrefix;
  readonly extension: string;
  /** Absent where each file has one of its own, and whoever keeps it says which. */
  readonly contentType?: string;
  /** Items name their file before it is there, since somebody else sends it: one that is not there is not missing. */
  readonly comesLater?: true;
  /** Whether a browser shows a file or saves it, where an address that leads to it says nothing else. Stored with the file. */
  readonly disposition: 'inline' | 'attachment';
  /** `governance`: whoever keeps a file says until when it is locked, and only what erases may delete it before. */
  readonly lock: 'governance' | 'none';
  /** What is stored of a file, its key and its content, classified as attributes of items are. */
  readonly holds: z.ZodObject;
}

const centre = 'Zustellung im Briefcenter';
const caseFile = 'Bearbeitung des Falls';

/** What a file of a person's holds, whatever it is: nobody knows before what somebody sends. */
const sentIn = mayTellOfHealth(customerData(z.string(), 'Inhalt der Datei: Bild, Text, Tabelle oder Nachricht, auch über andere Personen', caseFile));

/** All stores of files, by name. */
export const fileStores = {
  'letter-files': {
    title: 'Dateien der Briefe',
    kind: 'letter',
    prefix: 'letters',
    idPrefix: 'let',
    extension: 'pdf',
    contentType: 'application/pdf',
    disposition: 'attachment',
    lock: 'governance',
    holds: z.object({
      key: customerData(z.string(), 'Kundenkennung und Kennung des Briefs (Name der Datei im Speicher)', 'Zuordnung'),
      fileName: technical(z.string(), 'Name der Datei beim Herunterladen (Tag und ein Stück der Kennung)'),
      checksum: customerData(z.string(), 'Prüfsumme der Datei', 'Nachweis der Unversehrtheit'),
      content: z.object({
        recipient: customerData(z.string(), 'Name, Titel, Anredeform, Firma und Anschrift', centre),
        reference: customerData(z.string(), 'Vorgangsnummer, Versicherungsnummer und Datum', centre),
        values: mayTellOfHealth(
          customerData(z.string(), 'Text des Briefs mit den Angaben zum Fall: Ereignis, Begründung, Beträge, letzte Stellen der IBAN', centre),
        ),
        signatory: staffData(z.string(), 'Name der Sachbearbeitung', centre),
      }),
    }),
  },
  uploads: {
    title: 'Hochgeladene Dateien, noch ungeprüft',
    kind: 'document',
    prefix: 'uploads',
    idPrefix: 'doc',
    extension: 'bin',
    comesLater: true,
    disposition: 'attachment',
    lock: 'none',
    holds: z.object({
      key: customerData(z.string(), 'Kundenkennung und Kennung des Dokuments (Name der Datei im Speicher)', 'Zuordnung'),
      checksum: customerData(z.string(), 'Prüfsumme der Datei', 'Nachweis der Unversehrtheit'),
      content: sentIn,
      metadata: mayTellOfHealth(
        customerData(z.string(), 'Angaben, die ein Gerät oder Programm in die Datei schreibt: Ort, Zeitpunkt, Gerät, Verfasser', caseFile),
      ),
    }),
  },
  'document-files': {
    title: 'Dateien der Dokumente',
    kind: 'document',
    prefix: 'documents',
    idPrefix: 'doc',
    extension: 'bin',
    disposition: 'attachment',
    lock: 'none',
    holds: z.object({
      key: customerData(z.string(), 'Kundenkennung und Kennung des Dokuments (Name der Datei im Speicher)', 'Zuordnung'),
      fileName: mayTellOfHealth(customerData(z.string(), 'Name der Datei beim Herunterladen', caseFile)),
      checksum: customerData(z.string(), 'Prüfsumme der Datei', 'Nachweis der Unversehrtheit'),
      content: sentIn,
      metadata: mayTellOfHealth(
        customerData(z.string(), 'Angaben eines Programms in PDF, Text, Tabelle oder Nachricht (Verfasser, Zeitpunkt); von Bildern entfernt', caseFile),
      ),
    }),
  },
  'letter-quarantine': {
    title: 'Anderswo gedruckte Briefe, noch ungeprüft',
    kind: 'letter-import',
    prefix: 'quarantine',
    idPrefix: 'imp',
    extension: 'pdf',
    contentType: 'application/pdf',
    comesLater: true,
    disposition: 'attachment',
    lock: 'none',
    holds: z.object({
      key: customerData(z.string(), 'Kundenkennung und Kennung der Übernahme (Name der Datei im Speicher)', 'Zuordnung'),
      checksum: customerData(z.string(), 'Prüfsumme der Datei', 'Nachweis der Unversehrtheit'),
      content: mayTellOfHealth(customerData(z.string(), 'Inhalt des Briefs, auch eines Briefs an jemand anderen, der falsch zugeordnet wurde', centre)),
      metadata: mayTellOfHealth(customerData(z.string(), 'Angaben des Programms, das den Brief gedruckt hat (Titel, Verfasser, Zeitpunkt)', centre)),
    }),
  },
} as const satisfies Record<string, FileStore>;

export type FileStoreName = keyof typeof fileStores;

export const fileStoreNames = Object.keys(fileStores) as [FileStoreName, ...FileStoreName[]];

/** The environment variable that tells a function the bucket of a store. */
export const bucketVariable = (name: FileStoreName): string => `BUCKET_${name.toUpperCase().replaceAll('-', '_')}`;
