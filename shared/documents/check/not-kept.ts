import type { DocumentRefusal } from '../../tickets/document-refusal.ts';

/** A file is not kept, for this reason. Carries nothing of what stands in it. */
export class NotKept extends Error {
  readonly reason: DocumentRefusal;

  constructor(reason: DocumentRefusal) {
    super(reason);
    this.name = 'NotKept';
    this.reason = reason;
  }
}

/** Does something with a file that somebody else made. What a parser says of one that it does not understand is that nobody can read it. */
export async function reading<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof NotKept ? error : new NotKept('unreadable');
  }
}
