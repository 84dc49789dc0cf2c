import * as z from 'zod';
import type { Seen } from '../../../shared/rules/seen.ts';
import { WholeRule, type Rule } from '../../../shared/rules/rule.ts';
import type { Interaction, InteractionContent } from '../../../shared/tickets/interaction.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';

export const now = new Date('2026-03-20T09:30:00Z');

export const ticket: Ticket = {
  id: 'tck_01JQ0000000000000000000001',
  number: '26-7K3M-9QXN',
  customerId: 'cus_01JQ0000000000000000000002',
  matter: 'theft',
  status: 'assigned',
  assignee: 'agt_01',
  openedAt: '2026-03-15T09:30:00.000Z',
  version: 3,
};

export const step = (content: InteractionContent, over: Partial<Interaction> = {}): Interaction => ({
  id: 'int_01JQ0000000000000000000003',
  ticketId: ticket.id,
  at: '2026-03-15T09:30:00.000Z',
  by: { role: 'customer' },
  content,
  ...over,
});

export const theftReport = (over: object = {}): Interaction =>
  step({
    type: 'report',
    subject: 'Fahrrad gestohlen',
    incident: { at: '2026-03-14T17:40:00+01:00', place: { description: 'Bahnhof' }, object: 'Gazelle', description: 'Aufgebrochen.', thirdParties: [] },
    details: { valueCents: 38_900, policeReference: '520000-034512-26/4', reportedToPoliceOn: '2026-03-15' },
    confirmedProfileVersion: 1,
    noticeShown: { version: '2026-01', sha256: 'a'.repeat(64), channel: 'portal', at: '2026-03-15T09:30:00.000Z' },
    ...over,
  });

export const seen = (over: Partial<Seen> = {}): Seen => ({ ticket, steps: [theftReport()], documents: ['available', 'available'], others: [], now, ...over });

/** What a rule can say, also what none says that is saved: that nobody decides against somebody is asked there. */
const AnyContent = z.strictObject(WholeRule.shape);

let made = 0;
/** A rule that acts, as its schema takes it. */
export const rule = (over: object = {}): Rule => {
  const content = AnyContent.parse({ title: 'Regel', on: 'ticket-opened', when: [], then: [{ do: 'tag', add: ['geprueft'] }], active: true, ...over });
  return { id: `rul_${String(made++).padStart(26, '0')}`, version: 1, changedAt: now.toISOString(), changedBy: 'adm_01', ...content };
};
