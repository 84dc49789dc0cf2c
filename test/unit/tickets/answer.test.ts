import { describe, expect, it } from '@jest/globals';
import type { TextModule } from '../../../shared/text-modules/text-module.ts';
import { answered, taskOf, type SeenToAnswer } from '../../../shared/tickets/answer.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { newId } from '../../../shared/id.ts';
import { refusalOf } from '../tasks/refusal.ts';

const at = new Date('2026-03-15T09:30:00Z');
const ticket: Ticket = {
  id: 'tck_01',
  number: '26-7K3M-9QXN',
  customerId: 'cus_01',
  matter: 'theft',
  status: 'assigned',
  assignee: 'agt_01',
  openedAt: '2026-03-14T10:00:00.000Z',
  unreadMessages: 2,
  version: 7,
};
const module: TextModule = {
  id: 'txt_01',
  version: 3,
  title: 'Unterlagen',
  texts: { de: 'Guten Tag' },
  status: 'active',
  changedAt: at.toISOString(),
  changedBy: 'adm_01',
};
const said = { text: 'Guten Tag', by: 'agt_02', at, minutesSpent: 4 };
const answer = (more: Partial<TextModule> = {}, seen: SeenToAnswer = { version: 7 }, of: Partial<Ticket> = {}) =>
  answered({ ...ticket, ...of }, { ...module, ...more }, seen, said, newId);

describe('an answer from a text module', () => {
  it('is a message that says from which text, in which version; of the ticket its version changes alone', () => {
    const { message, step, task, from, ticket: after } = answer();
    expect(message).toMatchObject({ ticketId: 'tck_01', at: at.toISOString(), by: { role: 'agent', id: 'agt_02' }, minutesSpent: 4 });
    expect(message.content).toEqual({ type: 'message', text: 'Guten Tag', textModule: { id: 'txt_01', version: 3 } });
    expect([step, task, from, after]).toEqual([undefined, undefined, { id: 'txt_01', version: 3 }, { ...ticket, version: 8, answeredAt: at.toISOString() }]);
  });

  it('lets the ticket wait, under the version that was seen, with a step after the message', () => {
    const { message, step, ticket: after } = answer({ sets: { status: 'waiting', waitingFor: 'customer' } }, { version: 5 });
    expect(after).toMatchObject({ status: 'waiting', waitingFor: 'customer', assignee: 'agt_01', version: 6 });
    expect(step!.content).toEqual({ type: 'waiting', waitingFor: 'customer' });
    expect(step!.id > message.id).toBe(true);
    expect(step!.minutesSpent).toBeUndefined();
  });

  it('closes the ticket for whoever says what they have read', () => {
    const sets = { status: 'closed', outcome: 'answered' } as const;
    const { ticket: after, step } = answer({ sets }, { version: 7, lastInteractionId: 'int_01' });
    expect(after).toMatchObject({ status: 'closed', outcome: 'answered', closedAt: at.toISOString(), version: 8 });
    expect([after.unreadMessages, step!.content]).toEqual([undefined, { type: 'closing', outcome: 'answered' }]);
    expect(refusalOf(() => answer({ sets }))?.field).toBe('body.lastInteractionId');
    expect(refusalOf(() => answer({ sets }, { version: 7, lastInteractionId: 'int_01' }, { status: 'closed' }))?.field).toBe('path.ticketId');
  });

  it('adds a task, which the ticket counts', () => {
    const { task, ticket: after } = answer({ addsTask: { title: 'Nachsehen', team: 'schaden-koeln', dueInDays: 14 } }, { version: 7 }, { openTasks: 2 });
    expect(task).toMatchObject({
      customerId: 'cus_01',
      ticketId: 'tck_01',
      ticketNumber: '26-7K3M-9QXN',
      title: 'Nachsehen',
      team: 'schaden-koeln',
      due: { on: '2026-03-29' },
      status: 'open',
      addedBy: 'agt_02',
    });
    expect([task!.special, after.openTasks, after.version]).toEqual([undefined, 3, 8]);
  });

  it('adds a task that tells of health where the ticket does', () => {
    expect(answer({ addsTask: { title: 'Nachsehen' } }, { version: 7 }, { matter: 'medical-aid' }).task!.special).toBe('health');
  });

  it.each([
    ['2026-03-15T22:30:00Z', 0, '2026-03-15'],
    ['2026-03-15T23:30:00Z', 0, '2026-03-16'],
    ['2026-03-28T23:30:00Z', 1, '2026-03-30'],
    ['2027-12-31T12:00:00Z', 60, '2028-02-29'],
    ['2026-03-15T12:00:00Z', 365, '2027-03-15'],
  ])('at %s has a task that is due in %i days due on %s, as the days are in Berlin', (when, dueInDays, on) => {
    expect(taskOf({ title: 'Nachsehen', dueInDays }, new Date(when)).due).toEqual({ on });
  });
});
