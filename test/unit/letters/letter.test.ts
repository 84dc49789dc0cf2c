import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../shared/domain-error.ts';
import { newId } from '../../../shared/id.ts';
import {
  issued,
  letterFileKey,
  letterFileName,
  lockedUntil,
  NotificationResult,
  notified,
  resultTransitions,
  statutoryEnd,
  takenIn,
  type Letter,
} from '../../../shared/letters/letter.ts';
import { letterAttributes, letterKind, letterOf } from '../../../shared/letters/letter-item.ts';
import { claimSettlement } from '../../../shared/letters/templates/claim-settlement.ts';
import { dayOf } from '../../../shared/personal-data/calendar.ts';
import { classifiedAttributes } from '../../../shared/personal-data/classification.ts';
import { deletionRules, endOf } from '../../../shared/personal-data/deletion-rules.ts';
import { headEnding, startsOf } from '../../../shared/storage/item-kind.ts';
import { headItem } from '../../../shared/storage/item-writes.ts';

const rules = deletionRules('insurer');
const rule = rules['letter-centre'];
const now = new Date('2026-03-15T10:00:00Z');
const letter = issued(
  { id: newId('let'), customerId: newId('cus'), ticketId: newId('tck'), ticketNumber: '26-7K3M-9QXN', issuedBy: newId('agt') },
  claimSettlement,
  { sha256: 'ab'.repeat(32), sizeBytes: 4711, versionId: 'v1' },
  now,
);

/** As it is stored. */
const stored = (of: Letter) => headItem(letterKind, letterAttributes(of), { rules, today: dayOf(now) });

const tell = (to: Letter, result: NotificationResult): Letter => {
  try {
    return notified(to, { channel: 'sms', result, at: now.toISOString() });
  } catch (error) {
    if (error instanceof DomainError && error.code === 'already-done') return to;
    throw error;
  }
};

describe('a new letter', () => {
  it('takes from its template what is fixed there, and from its file what it weighs', () => {
    expect(letter).toMatchObject({
      template: { code: 'claim-settlement', version: 1 },
      title: 'Abrechnung Ihres Schadens',
      importance: 'important',
      category: 'claim',
      issuedAt: '2026-03-15T10:00:00.000Z',
      sha256: 'ab'.repeat(32),
      sizeBytes: 4711,
      fileVersionId: 'v1',
      openings: 0,
    });
  });

  it('is the same after it was stored', () => {
    const told = { ...tell(letter, 'sent'), firstOpenedAt: now.toISOString(), openings: 2 };
    expect(letterOf(stored(told))).toEqual(told);
  });
});

describe('a letter that was printed elsewhere', () => {
  const origin = { id: newId('let'), customerId: newId('cus'), issuedBy: '4oms', importId: newId('imp') };
  const said = { title: 'Ihre Beitragsrechnung', importance: 'important', category: 'payment', topic: 'annual-premium-invoice', post: 'replaced' } as const;
  const file = { sha256: 'cd'.repeat(32), sizeBytes: 48_211, versionId: 'v2' };
  const printed = takenIn(origin, { ...said, issuedOn: '2025-12-30', actBy: '2026-04-01', sheets: 2 }, file, now);

  it('belongs to no case, and is the same after it was stored', () => {
    const item = stored(printed);
    expect(item).not.toHaveProperty('gsi2pk');
    expect(headEnding(letterKind)!.partOf!.id(item)).toBeUndefined();
    expect(letterOf(item)).toEqual(printed);
  });

  it('is kept from the day on which it came, and is called by the one that stands on it', () => {
    expect(startsOf(headEnding(letterKind)!, stored(printed))).toEqual({ recorded: '2026-03-15', sent: '2026-03-15' });
    expect(letterFileName(printed)).toMatch(/^brief-2025-12-30-[0-9a-z]{6}\.pdf$/);
  });

  it('says no other day where it is of today', () => {
    expect(takenIn(origin, { ...said, issuedOn: dayOf(now) }, file, now)).not.toHaveProperty('issuedOn');
  });
});

describe('how telling the customer went', () => {
  const results = fc.array(fc.constantFrom(...NotificationResult.options), { minLength: 1, maxLength: 12 });

  it('never goes back, whatever is told in whatever order', () => {
    fc.assert(
      fc.property(results, (told) => {
        const letters = told.reduce<Letter[]>((all, result) => [...all, tell(all.at(-1)!, result)], [letter]);
        const seen = letters.map(({ notification }): NotificationResult | 'none' => notification?.result ?? 'none');
        const steps = seen.slice(1).map((to, index) => ({ from: seen[index]!, to }));
        for (const { from, to } of steps) if (from !== to) expect<readonly string[]>(resultTransitions[from]).toContain(to);
        const final = seen.findIndex((result) => result === 'sent' || result === 'failed');
        if (final >= 0) expect(new Set(seen.slice(final)).size).toBe(1);
      }),
    );
  });

  it('is the first certainty that was learned, and uncertain only while there is none', () => {
    fc.assert(
      fc.property(results, (told) => {
        expect(told.reduce(tell, letter).notification?.result).toBe(told.find((result) => result !== 'unknown') ?? 'unknown');
      }),
    );
  });

  it('is refused as done when it says nothing new, and counts as a change when it does', () => {
    const sent = tell(letter, 'sent');
    expect(sent.version).toBe(letter.version + 1);
    for (const result of NotificationResult.options) {
      expect(() => notified(sent, { channel: 'sms', result, at: now.toISOString() })).toThrow(new DomainError('conflict', 'already-done'));
    }
  });
});

describe('how long a letter stays', () => {
  it('ends for the law six years after the year in which it was sent', () => {
    expect(statutoryEnd(rule, '2026-03-15')).toBe('2033-01-01');
    expect(statutoryEnd(rule, '2026-12-31')).toBe('2033-01-01');
    expect(statutoryEnd(rule, '2027-01-01')).toBe('2034-01-01');
  });

  it('is locked for that long: from no earlier than midnight in Berlin, and for less than a day more', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2024-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }), (at) => {
        const until = lockedUntil(rule, dayOf(at));
        const end = statutoryEnd(rule, dayOf(at));
        expect(dayOf(until)).toBe(end);
        expect(dayOf(new Date(until.getTime() - 2 * 60 * 60 * 1000)) < end).toBe(true);
      }),
    );
  });

  it("waits for the end of the relationship, which is the customer's to say", () => {
    const starts = startsOf(headEnding(letterKind)!, stored(letter));
    expect(starts).toEqual({ recorded: '2026-03-15', sent: '2026-03-15' });
    expect(endOf(rule, starts, '2033-01-01')).toEqual({ on: '2033-07-02', final: false });
    expect(endOf(rule, { ...starts, 'relationship-ended': '2027-05-31' }, '2033-01-01')).toEqual({ on: '2033-01-01', final: true });
  });

  it('takes the file along', () => {
    expect(headEnding(letterKind)!.outside!(stored(letter))).toEqual([{ store: 'letter-files', reference: letterFileKey(letter.customerId, letter.id) }]);
  });
});

describe('the file of a letter', () => {
  const ofDay = (id: string) => letterFileName({ id, issuedAt: '2026-03-14T23:30:00.000Z' });

  it('is called after the day in Berlin and a piece of its id, and nothing else', () => {
    expect(ofDay('let_01JQ000000000000000ABCDEFG')).toBe('brief-2026-03-15-bcdefg.pdf');
  });

  it('is called otherwise than any other of that day, however soon after it', () => {
    const names = Array.from({ length: 100 }, () => ofDay(newId('let')));
    expect(new Set(names).size).toBe(100);
  });
});

it('says of every attribute whose it is', () => {
  const attributes = classifiedAttributes(letterKind.schema);
  const named = new Map(attributes.map(({ path, classification }) => [path, classification.subject]));
  expect(named.get('issuedBy')).toBe('staff');
  expect(named.get('firstOpenedAt')).toBe('customer');
  expect(named.get('notification.at')).toBe('customer');
});
