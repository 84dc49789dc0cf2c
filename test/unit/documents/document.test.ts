import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alreadyDone } from '../../../shared/domain-error.ts';
import {
  available,
  awaited,
  DocumentState,
  documentTransitions,
  isOpen,
  nextLook,
  received,
  refused,
  statesBefore,
  type Document,
} from '../../../shared/documents/document.ts';

const announcedAt = new Date('2026-03-15T09:30:00Z');
const after = (minutes: number) => new Date(announcedAt.getTime() + minutes * 60_000);
const announced: Document = awaited(
  {
    id: 'doc_01JQ0000000000000000000000',
    customerId: 'cus_01JQ0000000000000000000000',
    ticketId: 'tck_01JQ0000000000000000000000',
    ticketNumber: '26-7K3M-9QXN',
    by: { role: 'customer' },
  },
  { fileName: 'Foto.jpg', type: 'image/jpeg', sizeBytes: 3, sha256: '0'.repeat(64) },
  announcedAt,
);
const file = { id: 'doc_01JQ0000000000000000000001', sha256: '0'.repeat(64), sizeBytes: 3, versionId: 'v1' };
const into = {
  received: (document: Document) => received(document, announcedAt),
  available: (document: Document) => available(document, file, 'int_01JQ0000000000000000000000', announcedAt),
  refused: (document: Document) => refused(document, 'malware', announcedAt),
};

describe('what becomes of a document', () => {
  it.each(DocumentState.options.flatMap((from) => (Object.keys(into) as (keyof typeof into)[]).map((to) => [from, to] as const)))(
    'from %s to %s',
    (from, to) => {
      const become = () => into[to]({ ...announced, state: from }).state;
      if (documentTransitions[from].includes(to)) expect(become()).toBe(to);
      else expect(become).toThrow(alreadyDone().code);
      expect(statesBefore(to).includes(from)).toBe(documentTransitions[from].includes(to));
    },
  );

  it('is known once, and never again open', () => {
    expect(DocumentState.options.filter(isOpen)).toEqual(['awaited', 'received']);
  });
});

describe('when a document is looked at again', () => {
  it.each([
    ['awaited', 0, 30],
    ['awaited', 30, 60],
    ['awaited', 60, 120],
    ['awaited', 25 * 60, 49 * 60],
    ['awaited', 25 * 60 + 1, undefined],
    ['received', 25 * 60 + 1, 49 * 60 + 1],
    ['received', 100 * 60, 124 * 60],
    ['available', 0, undefined],
    ['refused', 0, undefined],
    ['redacted', 100 * 60, undefined],
  ] as const)('%s, %i minutes after it was announced: after %p', (state, age, next) => {
    expect(nextLook({ ...announced, state }, after(age))).toEqual(next === undefined ? undefined : after(next));
  });

  it('is soon, as long as the file of one that was taken out is there', () => {
    expect(nextLook({ ...announced, state: 'redacted', file }, after(100 * 60))).toEqual(after(100 * 60 + 30));
  });

  it('is later, by a day at most, and of one whose file is there without an end', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DocumentState.options), fc.nat(60 * 24 * 40), (state, age) => {
        const next = nextLook({ ...announced, state }, after(age));
        if (state === 'received') expect(next).toBeDefined();
        if (next) expect([next > after(age), next <= after(age + 24 * 60)]).toEqual([true, true]);
      }),
    );
  });
});
