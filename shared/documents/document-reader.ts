import type { Database } from '../storage/database.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { TicketRef } from '../tickets/ticket-check.ts';
import { documentKind, visibleDocument } from './document-item.ts';
import type { DocumentState } from './document.ts';

/** What other concepts may read of documents. */
export interface DocumentReader {
  /** The states of the documents of a case, in no order. Strongly consistent: a query for each megabyte of the documents of its customer. */
  statesOn(ticket: TicketRef): Promise<DocumentState[]>;
}

/** What each of its methods asks of the tables. */
export const documentReaderNeeds: NeedsOf<DocumentReader> = { statesOn: ['queries documents'] };

export function documentReader(db: Database): DocumentReader {
  return {
    async statesOn({ customerId, id }) {
      const states: DocumentState[] = [];
      for await (const items of db.each({ table: 'documents', pk: customerId, prefix: documentKind.sk, limit: 200 })) {
        const documents = items.map(visibleDocument).filter((document) => document?.ticketId === id);
        states.push(...documents.flatMap((document) => document?.state ?? []));
      }
      return states;
    },
  };
}
