import { describe, expect, it } from '@jest/globals';
import { started } from '../../../shared/tickets/clock.ts';
import { expectedOf } from '../../../shared/tickets/expectation.ts';
import { WaitingFor, type Ticket } from '../../../shared/tickets/ticket.ts';
import { usualHours } from '../business-time/usual-hours.ts';

const monday = new Date('2026-03-16T09:00:00.000Z');
const ticket: Ticket = started(
  {
    id: 'tck_1',
    number: '26-7K3M-9QXN',
    customerId: 'cus_1',
    matter: 'question',
    status: 'assigned',
    openedAt: monday.toISOString(),
    version: 1,
  },
  monday,
  usualHours,
);
const answered = { ...ticket, answeredAt: monday.toISOString() };
const taking = (of: Ticket, ...taken: string[]): Ticket => ({ ...of, clock: { ...of.clock!, taken } });

const tuesday = new Date('2026-03-17T21:59:00Z');
const afterTuesday = new Date('2026-03-17T23:01:00Z');

describe('what a customer can expect', () => {
  it.each([
    ['a first answer', ticket, monday, 'answer', '2026-03-17', undefined, 'Wir antworten Ihnen bis Dienstag, 17. März 2026.'],
    [
      'the end, once there was one',
      answered,
      monday,
      'decision',
      '2026-03-30',
      undefined,
      'Ihr Anliegen ist voraussichtlich bis Montag, 30. März 2026 abgeschlossen.',
    ],
    // The house meant to be done by nine in the morning, and is told so; the customer was told the day.
    [
      'an answer as long as the day runs',
      taking(ticket, 'first-answer-100'),
      tuesday,
      'answer',
      '2026-03-17',
      undefined,
      'Wir antworten Ihnen bis Dienstag, 17. März 2026.',
    ],
    [
      'an answer that is late, whatever has been told to whom',
      ticket,
      afterTuesday,
      'answer',
      '2026-03-17',
      true,
      'Wir wollten Ihnen bis Dienstag, 17. März 2026 antworten. Das haben wir leider nicht geschafft; wir sind daran.',
    ],
    [
      'no late answer, where there was one',
      taking(answered, 'first-answer-100'),
      afterTuesday,
      'decision',
      '2026-03-30',
      undefined,
      'Ihr Anliegen ist voraussichtlich bis Montag, 30. März 2026 abgeschlossen.',
    ],
    [
      'an end that is late',
      answered,
      new Date('2026-03-31T08:00:00Z'),
      'decision',
      '2026-03-30',
      true,
      'Wir wollten Ihr Anliegen bis Montag, 30. März 2026 abschließen. Das dauert leider länger; wir sind daran.',
    ],
  ] as const)('is %s', (_, of, now, next, by, late, de) => {
    expect(expectedOf(of, now)).toEqual({ next, by, ...(late && { late }), words: { de, en: expect.any(String) } });
  });

  it('says the same in English', () => {
    expect([ticket, answered].map((of) => expectedOf(of, monday)?.words.en)).toEqual([
      'We will answer you by Tuesday, 17 March 2026.',
      'We expect to have dealt with your matter by Monday, 30 March 2026.',
    ]);
  });

  it('is by the day as it is in Berlin', () => {
    const lastMinute = { ...ticket, clock: { ...ticket.clock!, firstAnswerBy: '2026-03-17T23:00:00.000Z' } };
    expect(expectedOf(lastMinute, monday)?.by).toBe('2026-03-18');
  });

  it.each(WaitingFor.options)('is what is waited for, without a day: %s', (waitingFor) => {
    const expected = expectedOf({ ...ticket, status: 'waiting', waitingFor, waitingSince: monday.toISOString() }, monday);
    expect(expected).toEqual({ next: waitingFor === 'customer' ? 'your-reply' : waitingFor, words: { de: expect.any(String), en: expect.any(String) } });
  });

  it('is nothing of what is closed, restricted, or from before', () => {
    expect(
      [
        { ...ticket, status: 'closed' as const },
        { ...ticket, restricted: true as const },
        { ...ticket, clock: undefined },
      ].map((of) => expectedOf(of, monday)),
    ).toEqual([undefined, undefined, undefined]);
  });
});
