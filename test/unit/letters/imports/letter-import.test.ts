import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../../shared/domain-error.ts';
import { unreadable, review, type GateFacts, type Verdict } from '../../../../shared/letters/gate/verdict.ts';
import { expiresAt, ImportState, importTransitions, isOpen, nextLook, waitedTooLong } from '../../../../shared/letters/imports/import-state.ts';
import {
  announced,
  decided,
  expired,
  fileCame,
  givenUp,
  judged,
  reasonToGiveUp,
  repeats,
  withdrawn,
  type LetterImport,
} from '../../../../shared/letters/imports/letter-import.ts';
import { announcement, now } from './announced.ts';

const origin = { id: 'imp_01JQ0000000000000000000000', sender: 'oms', customerId: 'cus_01JQ0000000000000000000000' };
const made = announced(origin, announcement, now);
const tomorrow = new Date(now.getTime() + 24 * 3_600_000);
const agent = 'agt_01JQ0000000000000000000000';

const facts: GateFacts = {
  bytes: announcement.sizeBytes,
  sha256: announcement.sha256,
  pages: 2,
  sizes: [{ widthMm: 210, heightMm: 297, pages: 2 }],
  hasText: true,
  eInvoice: false,
  tagged: true,
  signed: false,
};
const accepted: Verdict = { verdict: 'accepted', warnings: [], facts };
const inDoubt: Verdict = { verdict: 'needs-review', reasons: [review('recipient-differs')], warnings: [], facts };
const letterId = 'let_01JQ0000000000000000000000';
const unique = { duplicateContent: false, letterId };
const again = { duplicateContent: true, letterId };

const codeOf = (deed: () => unknown): string => {
  try {
    deed();
  } catch (error) {
    if (error instanceof DomainError) return `${error.kind}/${error.code}`;
    throw error;
  }
  return 'none';
};
const inState = (state: ImportState): LetterImport => ({ ...made, state });

/** All that can happen to an import, what it becomes, and from where it may. */
const deeds = {
  'its file comes': { from: 'awaiting-file', to: 'checking', does: (before: LetterImport) => fileCame(before, tomorrow) },
  'nothing comes': { from: 'awaiting-file', to: 'expired', does: (before: LetterImport) => expired(before, tomorrow) },
  'the gate accepts it': { from: 'checking', to: 'published', does: (before: LetterImport) => judged(before, accepted, unique, tomorrow) },
  'the gate doubts it': { from: 'checking', to: 'needs-review', does: (before: LetterImport) => judged(before, inDoubt, unique, tomorrow) },
  'the gate refuses it': { from: 'checking', to: 'refused', does: (before: LetterImport) => judged(before, unreadable, unique, tomorrow) },
  'the customer has it': { from: 'checking', to: 'needs-review', does: (before: LetterImport) => judged(before, accepted, again, tomorrow) },
  'somebody publishes it': {
    from: 'needs-review',
    to: 'published',
    does: (before: LetterImport) => decided(before, { decision: 'publish' }, agent, letterId, tomorrow),
  },
  'somebody refuses it': {
    from: 'needs-review',
    to: 'refused',
    does: (before: LetterImport) => decided(before, { decision: 'refuse', reason: 'wrong-recipient' }, agent, letterId, tomorrow),
  },
  'nobody could look at it': { from: 'checking', to: 'refused', does: (before: LetterImport) => givenUp(before, 'not-checked') },
  'nobody decided': { from: 'needs-review', to: 'refused', does: (before: LetterImport) => givenUp(before, 'not-decided') },
  'somebody withdraws it': { from: 'published', to: 'withdrawn', does: (before: LetterImport) => withdrawn(before, 'wrong-content', agent, tomorrow) },
} as const satisfies Record<string, { from: ImportState; to: ImportState; does: (before: LetterImport) => LetterImport }>;
type Deed = keyof typeof deeds;
const all = Object.keys(deeds) as Deed[];

describe('an import', () => {
  it('begins as what was announced, without whom its sender named', () => {
    const { recipient: _, ...said } = announcement;
    expect(made).toEqual({ ...said, ...origin, state: 'awaiting-file', announcedAt: '2026-03-15T09:30:00.000Z', version: 1 });
  });

  it('is none for a day that has not come', () => {
    expect(() => announced(origin, { ...announcement, issuedOn: '2026-03-16' }, now)).toThrow(
      expect.objectContaining({ code: 'invalid-body', fields: [{ field: 'body.issuedOn', problem: 'lies in the future' }] }),
    );
  });

  it.each(all.flatMap((deed) => ImportState.options.map((state) => [deed, state] as const)))('when %s: from %s', (deed, state) => {
    const { from, to, does } = deeds[deed];
    if (state === from) {
      expect(does(inState(state))).toMatchObject({ state: to, version: 2 });
      expect(importTransitions[from]).toContain(to);
    } else {
      const code = codeOf(() => does(inState(state)));
      if (deed.startsWith('somebody')) expect(code).toBe(deed === 'somebody withdraws it' ? 'conflict/import-not-published' : 'conflict/import-not-in-review');
      else expect(code).toBe(state === 'awaiting-file' ? 'conflict/import-awaits-file' : 'conflict/already-done');
    }
  });

  it('goes no way but those of the table, and each of them', () => {
    const ways = new Set(all.map((deed) => `${deeds[deed].from} → ${deeds[deed].to}`));
    expect(ways).toEqual(new Set(ImportState.options.flatMap((from) => importTransitions[from].map((to) => `${from} → ${to}`))));
  });

  it('ends whatever happens, once, and is published only after it was judged', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...all), { maxLength: 30 }), (happened) => {
        let current = made;
        const seen: ImportState[] = [current.state];
        for (const deed of happened) {
          try {
            current = deeds[deed].does(current);
            seen.push(current.state);
          } catch (error) {
            expect(error).toBeInstanceOf(DomainError);
          }
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(current.version).toBe(seen.length);
        if (seen.includes('published')) expect(current).toMatchObject({ facts, letterId });
        else expect(current.letterId).toBeUndefined();
        expect([current.sha256, current.sizeBytes]).toEqual([made.sha256, made.sizeBytes]);
      }),
    );
  });

  it('says whom to ask in which state it is', () => {
    expect(() => withdrawn(made, 'sent-twice', agent, now)).toThrow(
      expect.objectContaining({ fields: [{ field: 'path.importId', problem: 'is awaiting-file: only what is published is withdrawn' }] }),
    );
  });
});

describe('a verdict', () => {
  const checking = fileCame(made, now);

  it('is kept by its codes and pages, without what to do', () => {
    const verdict: Verdict = { verdict: 'refused', refusals: [{ code: 'script', pages: [2], whatToDo: { de: 'x', en: 'y' } }] };
    expect(judged(checking, verdict, unique, tomorrow).refusals).toEqual([{ code: 'script', pages: [2] }]);
  });

  it('that doubts, of what the customer has already, says both', () => {
    expect(judged(checking, inDoubt, again, tomorrow).reasons).toEqual([{ code: 'recipient-differs' }, { code: 'duplicate-content' }]);
  });

  it('that refuses is not overruled by a file that the customer has already', () => {
    expect(judged(checking, unreadable, again, tomorrow)).toMatchObject({ state: 'refused', refusals: [{ code: 'unreadable' }] });
  });

  it.each([
    ['bytes', { sha256: 'cd'.repeat(32) }],
    ['size', { bytes: 1 }],
  ])('on a file of other %s publishes nothing', (_what, other) => {
    expect(codeOf(() => judged(checking, { ...accepted, facts: { ...facts, ...other } }, unique, tomorrow))).toBe('conflict/another-file');
  });

  it('that comes twice overrules nobody who is to look', () => {
    const doubted = judged(checking, inDoubt, unique, tomorrow);
    expect(codeOf(() => judged(doubted, accepted, unique, tomorrow))).toBe('conflict/already-done');
    expect(codeOf(() => judged(doubted, unreadable, unique, tomorrow))).toBe('conflict/already-done');
  });
});

describe('an import whose file does not come', () => {
  it('expires after a day, and not before', () => {
    expect(expiresAt(made)).toEqual(tomorrow);
    expect(codeOf(() => expired(made, new Date(tomorrow.getTime() - 1)))).toBe('conflict/import-awaits-file');
    expect(expired(made, tomorrow).state).toBe('expired');
  });

  it('does not expire once it has come', () => {
    expect(codeOf(() => expired(fileCame(made, now), now))).toBe('conflict/already-done');
  });
});

describe('an import of which nobody says what becomes of it', () => {
  const days = (count: number) => new Date(now.getTime() + count * 24 * 3_600_000);

  it.each([
    ['checking', 'not-checked'],
    ['needs-review', 'not-decided'],
  ] as const)('is given up after six days: %s', (state, why) => {
    expect(waitedTooLong(inState(state), new Date(days(6).getTime() - 1))).toBe(false);
    expect(waitedTooLong(inState(state), days(6))).toBe(true);
    expect(reasonToGiveUp(state)).toBe(why);
    expect(givenUp(inState(state), why)).toMatchObject({ state: 'refused', givenUp: why });
  });

  it('is looked at again until it has ended, always later, and before its file goes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ImportState.options), fc.integer({ min: 0, max: 7 * 24 * 60 }), (state, minutes) => {
        const at = new Date(now.getTime() + minutes * 60_000);
        const next = nextLook(inState(state), at);
        expect(next !== undefined).toBe(isOpen(state));
        if (!next) return;
        expect(next > at).toBe(true);
        expect(next <= days(7) || minutes > 6 * 24 * 60).toBe(true);
      }),
    );
  });

  it.each([
    ['awaiting-file', 0, 1],
    ['awaiting-file', 1, 24],
    ['awaiting-file', 24, 25],
    ['checking', 30, 31],
    ['needs-review', 2, 144],
  ] as const)('in %s after %i hours: after %i', (state, hours, next) => {
    const after = (count: number) => new Date(now.getTime() + count * 3_600_000);
    expect(nextLook(inState(state), after(hours))).toEqual(after(next));
  });
});

describe('a decision', () => {
  it('says who took it, when and why', () => {
    const doubted = judged(fileCame(made, now), inDoubt, unique, now);
    expect(decided(doubted, { decision: 'refuse', reason: 'wrong-recipient' }, agent, letterId, tomorrow).decided).toEqual({
      decision: 'refuse',
      reason: 'wrong-recipient',
      id: agent,
      at: tomorrow.toISOString(),
    });
  });
});

describe('a reference', () => {
  const { sha256, customerId } = made;
  it.each<[string, { sha256: string; customerId?: string }, string]>([
    ['with the same file for the same customer', { sha256, customerId }, 'none'],
    ['with the same file, for who cannot be found by now', { sha256 }, 'none'],
    ['with another file', { sha256: 'cd'.repeat(32), customerId }, 'conflict/reference-used'],
    ['with the same file for another customer', { sha256, customerId: 'cus_01JQ0000000000000000000001' }, 'conflict/reference-used'],
  ])('%s', (_what, asked, code) => expect(codeOf(() => repeats(made, asked))).toBe(code));

  it.each(ImportState.options)('is used, whatever has become of the import: %s', (state) => {
    expect(repeats(inState(state), { sha256, customerId })).toBe(true);
  });
});
