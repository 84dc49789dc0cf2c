import { describe, expect, it } from '@jest/globals';
import { correctionOf } from '../../../shared/tickets/correction.ts';
import { classOf, type Interaction, type InteractionContent } from '../../../shared/tickets/interaction.ts';
import { reportContent } from '../../../shared/tickets/interaction.ts';
import { report } from '../../storage/ticket-world.ts';
import { outcome } from './outcome.ts';

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
