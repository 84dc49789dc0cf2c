import { describe, expect, it } from '@jest/globals';
import { AgentContent, checkContent, classOf, CustomerContent, InteractionContent, isInternal, reportContent } from '../../../shared/tickets/interaction.ts';

const types = InteractionContent.options.map((option) => option.shape.type.value);

describe('what can be written on a ticket', () => {
  it('has a deletion class for every type', () => {
    expect(Object.keys(classOf).toSorted()).toEqual(types.toSorted());
  });

  it('is internal where a customer must not see it', () => {
    expect(types.filter(isInternal).toSorted()).toEqual([
      'assignment',
      'call-note',
      'document-redaction',
      'escalation',
      'hand-over',
      'internal-note',
      'message-correction',
      'move',
      'note-correction',
      'priority',
      'redaction',
      'retention',
      'tags',
    ]);
  });

  it('is only messages for customers, and never what the house itself records for staff', () => {
    expect(CustomerContent.shape.type.value).toBe('message');
    expect(AgentContent.options.map((option) => option.shape.type.value).toSorted()).toEqual([
      'call-note',
      'internal-note',
      'message',
      'payout',
      'payout-reversal',
    ]);
  });

  it.each([
    ['2016-03-15', undefined],
    ['2026-03-15', undefined],
    ['2026-05-14', undefined],
    ['2026-05-15', 'lies more than 60 days ahead'],
    ['2027-03-15', 'lies more than 60 days ahead'],
    ['2006-03-15', 'lies more than 10 years back'],
    ['2062-03-15', 'lies more than a year ahead'],
  ])('is no payout of another time: %s', (paidOn, problem) => {
    const check = () => checkContent({ type: 'payout', amountCents: 1, reference: 'ABC', paidOn }, new Date('2026-03-15T10:00:00Z'));
    if (problem) expect(check).toThrow(expect.objectContaining({ fields: [{ field: 'body.paidOn', problem }] }));
    else expect(check).not.toThrow();
  });

  const wrong: [string, unknown][] = [
    ['a time below zero', { type: 'message', text: 'x', minutesSpent: -1 }],
    ['more than a day', { type: 'message', text: 'x', minutesSpent: 1441 }],
    ['half a minute', { type: 'message', text: 'x', minutesSpent: 0.5 }],
    ['a payout of nothing', { type: 'payout', amountCents: 0, reference: 'ABC', paidOn: '2026-03-01' }],
    ['a payout of half a cent', { type: 'payout', amountCents: 1.5, reference: 'ABC', paidOn: '2026-03-01' }],
    ['a reference in small letters', { type: 'payout', amountCents: 1, reference: 'abc', paidOn: '2026-03-01' }],
    ['a day that does not exist', { type: 'payout', amountCents: 1, reference: 'ABC', paidOn: '2026-02-30' }],
    ['a closing by hand', { type: 'closing', outcome: 'settled' }],
  ];
  it.each(wrong)('refuses of an agent %s', (_, content) => {
    expect(AgentContent.safeParse(content).success).toBe(false);
  });

  it('takes the report over as the first interaction, with the moment at which the notice was shown', () => {
    const noticeShown = { version: '2026-01', sha256: 'a'.repeat(64), channel: 'portal' as const };
    const report = { kind: 'question' as const, subject: 'Frage', message: 'Wie lange?', confirmedProfileVersion: 2, noticeShown };
    const content = reportContent(report, new Date('2026-03-15T09:30:00Z'));
    expect(InteractionContent.parse(content)).toEqual({
      type: 'report',
      subject: 'Frage',
      message: 'Wie lange?',
      confirmedProfileVersion: 2,
      noticeShown: { ...noticeShown, at: '2026-03-15T09:30:00.000Z' },
    });
  });
});
