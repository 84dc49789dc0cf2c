import * as z from 'zod';
import { documentLookDue } from '../../events/document-look-due.ts';
import { dayOf } from '../personal-data/calendar.ts';
import { customerData, mayTellOfHealth, staffData, technical } from '../personal-data/classification.ts';
import { alongAttributes, customerKeys, headAttributes, itemKind, parseItem, party } from '../storage/item-kind.ts';
import { isHidden } from '../storage/item-states.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { asleep, wakeAttributes } from '../storage/wake-index.ts';
import { DocumentRefusal } from '../tickets/document-refusal.ts';
import { RedactionGround } from '../tickets/interaction.ts';
import { DocumentType } from './document-types.ts';
import { savedAs } from './file-name.ts';
import { documentFileKey, DocumentState, isOpen, nextLook, uploadKey, type Document } from './document.ts';

const caseFile = 'Bearbeitung des Falls';
const intact = 'Nachweis der Unversehrtheit';

/** The class of a document in each state: what was never kept serves nothing. */
const classIn = {
  awaited: 'awaited-upload',
  received: 'unchecked-upload',
  refused: 'refused-upload',
  available: 'business-letter',
  // That it was there, and was taken out, is as long part of the case as it would be.
  redacted: 'business-letter',
} as const satisfies Record<DocumentState, string>;

/** A document of a case: `cus_… / doc#doc_…`. What stands in it is in the file that goes with it. */
export const documentKind = itemKind({
  kind: 'document',
  table: 'documents',
  title: 'Dokument zum Vorgang',
  sk: 'doc#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('document'),
    id: customerData(z.string(), 'Kennung des Dokuments', caseFile),
    ticketId: customerData(z.string(), 'Kennung des Vorgangs', caseFile),
    ticketNumber: customerData(z.string(), 'Vorgangsnummer', caseFile),
    special: mayTellOfHealth(customerData(z.literal('health'), 'Gesundheitsbezug', caseFile)).optional(),
    fileName: mayTellOfHealth(customerData(z.string(), 'Name der Datei', caseFile)).optional(),
    type: customerData(DocumentType.clone(), 'Art der Datei', caseFile),
    sizeBytes: technical(z.number(), 'Größe der Datei, wie angekündigt'),
    sha256: customerData(z.string(), 'Prüfsumme der Datei, wie angekündigt', intact),
    state: technical(DocumentState.clone(), 'Stand'),
    refusedFor: technical(DocumentRefusal.clone(), 'Grund der Ablehnung').optional(),
    addedAt: customerData(z.iso.datetime(), 'Angekündigt am', caseFile),
    byRole: technical(z.enum(['customer', 'agent']), 'Wer (Rolle)'),
    byId: staffData(z.string(), 'Wer (Kennung)', caseFile).optional(),
    receivedAt: customerData(z.iso.datetime(), 'Eingegangen und noch ungeprüft seit', caseFile).optional(),
    checkedAt: customerData(z.iso.datetime(), 'Geprüft am', caseFile).optional(),
    file: z
      .strictObject({
        id: customerData(z.string(), 'Kennung der aufbewahrten Datei', 'Zuordnung'),
        sha256: customerData(z.string(), 'Prüfsumme der aufbewahrten Datei', intact),
        sizeBytes: technical(z.number(), 'Größe der aufbewahrten Datei'),
        versionId: technical(z.string(), 'Fassung der Datei im Speicher'),
      })
      .optional(),
    redactedAt: technical(z.iso.datetime(), 'Aus dem Vorgang entfernt am').optional(),
    redactedFor: technical(RedactionGround.clone(), 'Grund der Entfernung').optional(),
    interactionId: technical(z.string(), 'Kennung des Schritts').optional(),
    gsi1pk: customerData(z.string(), 'Kennung des Dokuments', 'Auffinden zur Prüfung'),
    gsi1sk: technical(z.string(), 'Sortierschlüssel des Index'),
    gsi2pk: customerData(z.string(), 'Kennung des Vorgangs', 'Auffinden für die Sachbearbeitung'),
    gsi2sk: customerData(z.string(), 'Kennung des Dokuments', 'Auffinden für die Sachbearbeitung'),
    party: party('Absender des Dokuments').optional(),
    ...alongAttributes,
    ...wakeAttributes,
    ...headAttributes,
  }),
  ending: {
    class: { oneOf: ['business-letter', 'awaited-upload', 'unchecked-upload', 'refused-upload'], of: ({ state }) => classIn[state] },
    recordedAt: (item) => item.checkedAt ?? item.receivedAt ?? item.addedAt,
    // As the step by which it became part of its case.
    starts: (item) => (item.checkedAt ? { sent: dayOf(new Date(item.checkedAt)) } : {}),
    partOf: {
      kind: 'ticket',
      id: ({ ticketId }) => ticketId,
      goesAlong: {
        to: (_, { id, number }) => ({ ticketId: id, ticketNumber: number, gsi2pk: id }),
        counts: ({ state }) => ({ documents: state === 'available' ? 1 : 0 }),
        toPerson: {
          // What was announced and is not there yet goes by itself, soon; the file of one that was taken out goes first.
          which: ({ state, file }) => (isOpen(state) ? 'stays' : state === 'redacted' && file ? 'later' : 'goes'),
          file: {
            of: ({ file, fileName, type }) =>
              file && {
                store: 'document-files',
                id: file.id,
                versionId: file.versionId,
                sha256: file.sha256,
                as: { disposition: savedAs(fileName ?? '', type), contentType: type },
              },
            named: (copy) => ({ file: { ...copy } }),
          },
        },
      },
    },
    toldAs: ({ id }) => id,
    wakes: ({ id }, told) => documentLookDue.make({ ...told, aggregateId: id, data: {} }),
    sleepsOn: nextLook,
    outside: ({ pk, id, state, file }) => {
      if (isOpen(state)) return [{ store: 'uploads', reference: uploadKey(pk, id) }];
      // The file of one that was taken out belongs to nobody: whoever looks after files takes it, also where nobody comes by any more who knows its name.
      return file && state !== 'redacted' ? [{ store: 'document-files', reference: documentFileKey(pk, file.id) }] : [];
    },
  },
});

export const documentKey = (customerId: string, documentId: string): ItemKey => ({ pk: customerId, sk: `${documentKind.sk}${documentId}` });

/** What is stored of a document that was announced, but for what its kind adds. It is looked at without being told of too, from some time on. */
export const documentAttributes = ({ customerId, by, ...document }: Document) => ({
  ...documentKey(customerId, document.id),
  ...document,
  byRole: by.role,
  byId: by.id,
  gsi1pk: document.id,
  gsi1sk: 'document',
  gsi2pk: document.ticketId,
  gsi2sk: document.id,
  ...asleep(document.id, nextLook(document, new Date(document.addedAt))!),
});

/** The document in a stored item. */
export function documentOf(item: Item): Document {
  const { pk, byRole, byId, id, ticketId, ticketNumber, special, fileName, type, sizeBytes, sha256, state, ...rest } = parseItem(documentKind, item);
  const { refusedFor, redactedAt, redactedFor, addedAt, receivedAt, checkedAt, file, interactionId, cameWith } = rest;
  const said = { ticketId, ticketNumber, special, fileName, type, sizeBytes, sha256 };
  const became = { state, refusedFor, redactedAt, redactedFor, receivedAt, checkedAt, file, interactionId, cameWith };
  return { id, customerId: pk, ...said, addedAt, by: { role: byRole, ...(byId && { id: byId }) }, ...became };
}

/** A document for people to see; neither what is kept for the law only, nor what is being deleted. */
export const visibleDocument = (item: Item | undefined): Document | undefined => (item && !isHidden(item) ? documentOf(item) : undefined);
