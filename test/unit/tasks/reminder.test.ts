import { describe, expect, it } from '@jest/globals';
import { reminderMail } from '../../../functions/tasks/reminder-mail.ts';
import { isThrough, mailStep, NewReminder, reminderSet, type ReminderMail } from '../../../shared/tasks/reminder.ts';
import { refusalOf } from './refusal.ts';

const now = new Date('2026-03-15T09:30:00Z');
const ticket = { customerId: 'cus_1', ticketId: 'tck_1', ticketNumber: '26-7K3M-9QXN' };
const by = { id: 'agt_1', at: now };

describe('a reminder', () => {
  const set = (body: object) => reminderSet('rem_1', ticket, NewReminder.parse({ at: '2026-03-16T09:00:00+01:00', ...body }), by);

  it('is for whoever sets it, unless they say for whom, at a moment in whatever time zone it was said', () => {
    expect(set({ note: 'Gutachten da?' })).toEqual({
      id: 'rem_1',
      ...ticket,
      at: '2026-03-16T08:00:00.000Z',
      note: 'Gutachten da?',
      forAgent: 'agt_1',
      byMail: false,
      setAt: now.toISOString(),
      setBy: 'agt_1',
    });
    expect(set({ forAgent: 'agt_01JQ0000000000000000000000', byMail: true })).toMatchObject({ forAgent: 'agt_01JQ0000000000000000000000', byMail: true });
  });

  it.each([
    ['2026-03-15T09:26:00Z', undefined],
    ['2026-03-15T09:24:00Z', 'lies in the past'],
    ['2024-03-15T09:24:00Z', 'lies in the past'],
    ['2028-03-15T09:00:00Z', undefined],
    ['2028-03-17T09:00:00Z', 'lies more than 2 years ahead'],
  ])('for %s: %s', (at, problem) => {
    expect(refusalOf(() => set({ at }))?.problem).toBe(problem);
  });

  it.each(['16.3.2026 9 Uhr', '2026-03-16', '2026-03-16T09:00:00', '9999-01-01T00:00:00Z'])('is not for %s', (at) => {
    expect(NewReminder.safeParse({ at }).error?.issues.map(({ path }) => path)).toEqual([['at']]);
  });
});

describe('the mail of a reminder that came up', () => {
  const claimed = (seconds: number) => ({ mail: 'claimed' as const, mailClaimedAt: new Date(now.getTime() - seconds * 1000).toISOString() });
  const step = (reminder: Parameters<typeof mailStep>[0]) => {
    try {
      return mailStep(reminder, now);
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it.each<[string, Parameters<typeof mailStep>[0], string]>([
    ['is sent when it is planned', { mail: 'planned' }, 'send'],
    ['is in the hands of whoever claimed it a moment ago', claimed(59), 'being-sent'],
    ['is lost with whoever claimed it and ended', claimed(61), 'lost'],
    ['is done when it was sent', { mail: 'sent' }, 'already-done'],
    ['is done when nobody knows', { mail: 'unknown' }, 'already-done'],
    ['is done when there is none', {}, 'already-done'],
  ])('%s', (_, reminder, wanted) => {
    expect(step(reminder)).toBe(wanted);
  });

  it('keeps a reminder from being through until it is', () => {
    const through = (mail?: ReminderMail) => isThrough({ firedAt: now.toISOString(), mail });
    expect([undefined, 'planned', 'claimed', 'sent', 'unknown', 'failed'].map((mail) => through(mail as ReminderMail))).toEqual([
      true,
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(isThrough({})).toBe(false);
  });

  it('names the ticket’s number, where to work on it, and nobody', () => {
    const { subject, text, html } = reminderMail('26-7K3M-9QXN', { company: 'Musterschutz', imprint: ['Sitz Köln'], deskUrl: 'https://desk.example' });
    expect(subject).toBe('Wiedervorlage: Vorgang 26-7K3M-9QXN');
    expect(text).toBe(
      'Guten Tag,\n\nder Vorgang 26-7K3M-9QXN liegt zur Wiedervorlage in Ihrem Posteingang.\n\nhttps://desk.example\n\nMusterschutz\n\nSitz Köln\n',
    );
    expect(html).toContain('<a href="https://desk.example">Zum Posteingang</a>');
    expect(reminderMail('26-7K3M-9QXN', { company: 'Musterschutz', imprint: [] }).html).not.toContain('href');
  });
});
