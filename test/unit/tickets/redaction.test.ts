import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { correctionEndpoints } from '../../../functions/tickets/correction-endpoints.ts';
import { classifiedAttributes } from '../../../shared/personal-data/classification.ts';
import type { ItemKind } from '../../../shared/storage/item-kind.ts';
import type { Item } from '../../../shared/storage/item.ts';
import { storedItems } from '../../../shared/stored-items.ts';
import { reminderWriting, taskWriting } from '../../../shared/tasks/task-writing.ts';
import { classOf, reportContent, Written, type InteractionContent } from '../../../shared/tickets/interaction.ts';
import { alikeOf, partsToRedact, writtenOf, type Writing } from '../../../shared/tickets/redaction.ts';
import { stepWriting } from '../../../shared/tickets/step-writing.ts';
import { report } from '../../storage/ticket-world.ts';
import { outcome } from './outcome.ts';

const now = new Date('2026-03-15T09:30:00Z');
const kinds = { 'business-letter': 'correspondence', voucher: 'payout', 'case-notes': 'note' } as const;
const step = (content: InteractionContent, over: Item = {}): Item => ({ id: 'int_1', kind: kinds[classOf[content.type]], ...content, ...over });
const task = (over: Item = {}): Item => ({ id: 'tsk_1', kind: 'task', subject: 'Befund ansehen', checklist: [{ text: 'Dr. Grün', done: false }], ...over });

/** What of an item alone, or of some with the first asked for, a redaction takes. */
const takenOf = (writing: Writing, items: Item | readonly Item[], named?: readonly Written[]) => {
  const all = [items].flat();
  return partsToRedact(writing, { asked: all[0], all }, named);
};

const message: InteractionContent = { type: 'message', text: 'Es sind 510 Euro.' };
const corrects = 'int_01JQ0000000000000000000001';

describe('redacting', () => {
  it.each([
    [message, ['text']],
    [{ type: 'call-note', direction: 'inbound', text: 'Rief an.' }, ['text']],
    [{ type: 'subject', subject: 'Sturz von Frau Grün' }, ['subject']],
    [{ type: 'withdrawal', text: 'Frau Grün hat es gefunden.' }, ['text']],
    [{ type: 'satisfaction', score: 1, comment: 'Dr. Grün war unfreundlich.' }, ['comment']],
    [reportContent({ ...report, reportedBy: { name: 'Änne Weiß', relation: 'parent', ground: 'minor' } }, now), ['subject', 'incident', 'reportedBy']],
    [reportContent({ ...report, message: 'Schmerzen.' }, now), ['subject', 'message', 'incident']],
    [reportContent({ ...report, kind: 'medical-aid', details: { aid: 'Hörgerät' } }, now), ['subject', 'incident', 'details']],
  ] as const)('takes out of a step all that somebody wrote in it: %j', (content, parts) => {
    expect(takenOf(stepWriting, step(content))).toEqual(parts);
  });

  it.each<[Writing, Item, readonly string[]]>([
    [taskWriting, task(), ['subject', 'checklist']],
    [taskWriting, task({ checklist: [] }), ['subject']],
    [reminderWriting, { id: 'rem_1', kind: 'reminder', note: 'Befund von Dr. Grün' }, ['note']],
  ])('and of a task, or a reminder', (writing, item, parts) => {
    expect(takenOf(writing, item)).toEqual(parts);
  });

  it('takes out the parts that are named, as far as they are there', () => {
    expect(takenOf(stepWriting, step(reportContent(report, now)), ['incident', 'message'])).toEqual(['incident']);
    expect(takenOf(taskWriting, task(), ['checklist'])).toEqual(['checklist']);
    expect(outcome(() => takenOf(stepWriting, step(message), ['subject']))).toBe('unprocessable/not-redactable');
  });

  it.each([
    step({ type: 'payout', amountCents: 1, reference: 'ABC', paidOn: '2026-03-15' }),
    step({ type: 'assignment', assignee: 'agt_01' }),
    step({ type: 'closing', outcome: 'settled' }),
    step({ type: 'satisfaction', score: 5 }),
    step({ type: 'redaction', redacts: corrects, ground: 'other', parts: ['text'] }),
    step({ type: 'message-correction', corrects, text: '150 Euro', correctionReason: 'vertippt' }),
  ])('is refused where nothing is written, or of a correction by itself: %j', (item) => {
    expect(outcome(() => takenOf(stepWriting, item))).toBe('unprocessable/not-redactable');
  });

  it('is refused of a reminder without a note', () => {
    expect(outcome(() => takenOf(reminderWriting, { id: 'rem_1', kind: 'reminder' }))).toBe('unprocessable/not-redactable');
  });

  it('is refused a second time, but for another part', () => {
    expect(outcome(() => takenOf(stepWriting, step({ type: 'message' }, { redactedBy: 'int_2' })))).toBe('conflict/already-redacted');
    expect(takenOf(taskWriting, task({ subject: undefined, redactedBy: 'int_2' }))).toEqual(['checklist']);
  });

  it.each<[readonly Item[], readonly Written[] | undefined, unknown]>([
    [[task({ checklist: [] }), task({ id: 'tsk_0', followedBy: 'tsk_1' })], undefined, ['subject', 'checklist']],
    [[task({ checklist: [] }), task({ id: 'tsk_0', followedBy: 'tsk_1' })], ['checklist'], ['checklist']],
    [[task({ checklist: [] }), task({ id: 'tsk_0', checklist: undefined })], ['checklist'], 'unprocessable/not-redactable'],
    [[task({ checklist: [] }), task({ id: 'tsk_0', checklist: undefined, redactedBy: 'int_2' })], ['checklist'], 'conflict/already-redacted'],
  ])('is of all that may hold the same words, whatever is left in the one that was asked for: %#', (row, named, expected) => {
    if (typeof expected === 'string') expect(outcome(() => takenOf(taskWriting, row, named))).toBe(expected);
    else expect(takenOf(taskWriting, row, named)).toEqual(expected);
  });

  it('takes all of what corrected it, and only with what that put right', () => {
    const right = step({ type: 'message-correction', corrects, text: 'x', correctionReason: 'y' }, { id: 'int_2', corrects: 'int_1' });
    expect(takenOf(stepWriting, [step(message), right], ['text'])).toEqual(['text', 'correctionReason']);
    expect(outcome(() => takenOf(stepWriting, [step(message), right], ['correctionReason']))).toBe('unprocessable/not-redactable');
  });

  it('is refused of what is not there', () => {
    expect(outcome(() => partsToRedact(taskWriting, { all: [task()] }, undefined))).toBe('not-found/no-such-task');
  });

  it('leaves nothing of what was written', () => {
    expect(writtenOf(stepWriting, step({ type: 'message' }))).toEqual([]);
  });
});

describe('what may hold the same words', () => {
  const ids = (items: readonly Item[]) => items.map(({ id }) => id);

  it('is a step, what it was copied from, its other copies, and what corrected any of these', () => {
    const items = [
      step(message, { id: 'origin' }),
      step(message, { id: 'copy', broughtFrom: 'origin' }),
      step(message, { id: 'copied-again', broughtFrom: 'origin' }),
      step({ type: 'message-correction', corrects, text: 'x', correctionReason: 'y' }, { id: 'right', corrects: 'copied-again' }),
      step(message, { id: 'other' }),
      step({ type: 'message-correction', corrects, text: 'x', correctionReason: 'y' }, { id: 'of-other', corrects: 'other' }),
    ];
    for (const from of ['origin', 'copy', 'copied-again']) expect(ids(alikeOf(stepWriting, items, from))).toEqual(ids(items.slice(0, 4)));
    // What it was copied from may have gone before.
    expect(ids(alikeOf(stepWriting, items.slice(1), 'copy'))).toEqual(ids(items.slice(1, 4)));
  });

  it('is of a task that comes again every one before and after it, in whatever order they lie', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(), fc.gen(), (length, which, gen) => {
        const chain = Array.from({ length }, (_, at) => task({ id: `tsk_${at}`, ...(at < length - 1 && { followedBy: `tsk_${at + 1}` }) }));
        const mixed = [...chain, task({ id: 'another' })].map((item) => ({ item, at: gen(fc.double) })).toSorted((one, two) => (one.at < two.at ? -1 : 1));
        const found = alikeOf(
          taskWriting,
          mixed.map(({ item }) => item),
          `tsk_${which % length}`,
        );
        expect(ids(found).toSorted()).toEqual(ids(chain).toSorted());
      }),
    );
  });
});

describe('kinds of items', () => {
  const written = storedItems.kinds.filter((kind) => kind.written);
  /** In which people write of health or of others, by attribute. */
  const delicateOf = ({ schema }: ItemKind): string[] => {
    const delicate = classifiedAttributes(schema).filter(
      ({ path, classification: { special, subject } }) => path !== 'special' && (special === 'health' || subject === 'third-party'),
    );
    return [...new Set(delicate.map(({ path }) => path.split(/\.|\[/)[0]!))].toSorted();
  };

  it('can have what must not stand there taken out, but for these', () => {
    const others = {
      ticket: 'tags and subject go with the step that says them',
      draft: 'is seen by its author only, who changes or discards it, and goes by itself after days',
      'letter-feedback': 'is seen by its author only, who says it anew, and goes by itself after a year',
      document: 'has an endpoint of its own, which takes the file along',
      'recorded-time': 'is changed by whose it is, for 31 days: not there yet for others, or later',
    };
    const without = storedItems.kinds.filter((kind) => !kind.written && delicateOf(kind).length > 0);
    expect(without.map(({ kind }) => kind).toSorted()).toEqual(Object.keys(others).toSorted());
  });

  it.each(written.map((kind) => [kind.kind, kind] as const))('%s: everything in which people write of health or of others can be taken out', (_, kind) => {
    expect(delicateOf(kind)).toEqual([...kind.written!.parts].toSorted());
  });

  it('are named by their parts, all of them, and each has an endpoint', () => {
    expect([...new Set(written.flatMap(({ written: of }) => of!.parts))].toSorted()).toEqual(Written.options.toSorted());
    const reached = [stepWriting, taskWriting, reminderWriting];
    expect(
      reached
        .flatMap((writing) => writing.kinds.filter((kind) => kind.written))
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual(written.map(({ kind }) => kind).toSorted());
    const named = correctionEndpoints.filter(({ path }) => path.endsWith('/redaction')).map(({ path }) => /\{(\w+)\}\/redaction$/.exec(path)![1]);
    expect(named.toSorted()).toEqual(reached.map((writing) => writing.named.slice('path.'.length)).toSorted());
  });
});
