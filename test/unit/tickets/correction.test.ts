import { describe, expect, it } from '@jest/globals';
import { classifiedAttributes } from '../../../shared/personal-data/classification.ts';
import { DomainError } from '../../../shared/domain-error.ts';
import { correctionOf, partsToRedact, writtenIn } from '../../../shared/tickets/correction.ts';
import { correspondenceKind, noteKind, payoutKind } from '../../../shared/tickets/interaction-item.ts';
import { classOf, Written, type Interaction, type InteractionContent } from '../../../shared/tickets/interaction.ts';
import { reportContent } from '../../../shared/tickets/interaction.ts';
import { report } from '../../storage/ticket-world.ts';

const now = new Date('2026-03-15T09:30:00Z');
const step = (content: InteractionContent, role: Interaction['by']['role'] = 'agent', over: Partial<Interaction> = {}): Interaction => ({
  id: 'int_01JQ0000000000000000000000',
  ticketId: 'tck_01JQ0000000000000000000000',
  at: now.toISOString(),
  by: { role },
  content,
  ...over,
});
const said = { text: 'Es sind 150 Euro.', reason: 'vertippt' };

/** What came of it, or the code. */
function outcome<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.fields).toHaveLength(error.code.startsWith('not-') ? 1 : 0);
    return `${error.kind}/${error.code}`;
  }
}

const message: InteractionContent = { type: 'message', text: 'Es sind 510 Euro.' };
const callNote: InteractionContent = { type: 'call-note', direction: 'inbound', text: 'Rief an.' };
const internalNote: InteractionContent = { type: 'internal-note', text: 'Notiz.' };
const correction: InteractionContent = {
  type: 'message-correction',
  corrects: 'int_01JQ0000000000000000000001',
  text: said.text,
  correctionReason: said.reason,
};
const others: readonly InteractionContent[] = [
  { type: 'payout', amountCents: 1, reference: 'ABC', paidOn: '2026-03-15' },
  { type: 'payout-reversal', payoutId: 'int_01JQ0000000000000000000000', reversedOn: '2026-03-15', amountCents: 1, reference: 'ABC' },
  { type: 'assignment', assignee: 'agt_01' },
  { type: 'notification', channel: 'sms', template: 'x', result: 'sent' },
  { type: 'closing', outcome: 'settled' },
  { type: 'retention', retention: 'regular' },
  { type: 'satisfaction', score: 5 },
  { type: 'redaction', redacts: 'int_01JQ0000000000000000000000', ground: 'other', parts: ['text'] },
];

describe('correcting a step', () => {
  it.each([message, callNote, internalNote])('makes a step of the same deletion class, with the text that holds: %j', (content) => {
    const made = correctionOf(step(content), said);
    expect(made).toMatchObject({ corrects: step(content).id, text: said.text, correctionReason: said.reason });
    expect(classOf[made.type]).toBe(classOf[content.type]);
  });

  it('names the correction whose place it takes', () => {
    expect(correctionOf(step(message), { ...said, supersedes: 'int_01JQ0000000000000000000009' })).toMatchObject({
      supersedes: 'int_01JQ0000000000000000000009',
    });
  });

  it.each([
    step(message, 'customer'),
    step({ type: 'withdrawal', text: 'Doch nicht.' }, 'customer'),
    step(reportContent(report, now), 'customer'),
    step(reportContent(report, now)),
    step(correction),
    ...others.map((content) => step(content)),
  ])('is refused of what no clerk wrote in words, or what is corrected another way: %j', (other) => {
    expect(outcome(() => correctionOf(other, said))).toBe('unprocessable/not-correctable');
  });
});

describe('redacting a step', () => {
  it.each([
    [message, ['text']],
    [callNote, ['text']],
    [{ type: 'subject', subject: 'Sturz von Frau Grün' }, ['subject']],
    [{ type: 'withdrawal', text: 'Frau Grün hat es gefunden.' }, ['text']],
    [{ type: 'satisfaction', score: 1, comment: 'Dr. Grün war unfreundlich.' }, ['comment']],
    [reportContent({ ...report, reportedBy: { name: 'Änne Weiß', relation: 'parent', ground: 'minor' } }, now), ['subject', 'incident', 'reportedBy']],
    [reportContent({ ...report, message: 'Schmerzen.' }, now), ['subject', 'message', 'incident']],
    [reportContent({ ...report, kind: 'medical-aid', details: { aid: 'Hörgerät' } }, now), ['subject', 'incident', 'details']],
  ] as const)('takes out all that somebody wrote in it: %j', (content, parts) => {
    expect(partsToRedact(step(content, 'customer'), undefined)).toEqual(parts);
  });

  it('takes out the parts that are named, as far as they are there', () => {
    expect(partsToRedact(step(reportContent(report, now)), ['incident', 'message'])).toEqual(['incident']);
    expect(outcome(() => partsToRedact(step(message), ['subject']))).toBe('unprocessable/not-redactable');
  });

  it.each([...others, correction])('is refused where nothing is written, or of a correction by itself: %j', (content) => {
    expect(outcome(() => partsToRedact(step(content), undefined))).toBe('unprocessable/not-redactable');
  });

  it('is refused a second time, but for another part', () => {
    expect(outcome(() => partsToRedact(step({ type: 'message' }, 'customer', { redacted: true }), undefined))).toBe('conflict/already-redacted');
    expect(partsToRedact(step({ ...reportContent(report, now), subject: undefined } as InteractionContent, 'customer', { redacted: true }), undefined)).toEqual(
      ['incident'],
    );
  });

  it('leaves nothing of what was written', () => {
    expect(writtenIn({ type: 'message' })).toEqual([]);
  });

  it('reaches every attribute of a step that may tell of health or of somebody else', () => {
    const kinds = [correspondenceKind, noteKind, payoutKind];
    const delicate = kinds.flatMap(({ schema }) =>
      classifiedAttributes(schema)
        .filter(({ classification: { special, subject } }) => special === 'health' || subject === 'third-party')
        .map(({ path }) => path.split(/\.|\[/)[0]!),
    );
    expect([...new Set(delicate)].toSorted()).toEqual(Written.options.toSorted());
  });
});
