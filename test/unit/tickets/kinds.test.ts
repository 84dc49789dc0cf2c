import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { classifiedAttributes, customerData } from '../../../shared/personal-data/classification.ts';
import { Skill } from '../../../shared/staff/agent.ts';
import { kindOf, matters, TicketDetails, ticketKinds, type Matter } from '../../../shared/tickets/kinds/kinds.ts';
import { ticketDetails, ticketKind, type TicketKind } from '../../../shared/tickets/kinds/ticket-kind.ts';
import { checkedReport, Report, reportOfOne } from '../../../shared/tickets/report.ts';

const now = new Date('2026-03-15T09:30:00Z');
const common = {
  subject: 'Erstattung',
  confirmedProfileVersion: 1,
  noticeShown: { version: '2026-01', sha256: 'a'.repeat(64), channel: 'portal' as const },
};
const happened = {
  at: '2026-03-14T17:40:00+01:00',
  place: { description: 'Vor dem Bahnhof', city: 'Köln' },
  object: 'Gazelle Chamonix',
  description: 'Das Schloss war aufgebrochen.',
  thirdParties: [],
};
const withDetails = ticketKinds.filter((kind: TicketKind) => kind.details).map((kind: TicketKind) => [kind.name, kind.details!] as const);

describe('kinds of ticket', () => {
  it('have names, titles and skills of their own', () => {
    expect(new Set(matters).size).toBe(matters.length);
    expect(new Set(matters.map((name) => kindOf(name).title)).size).toBe(matters.length);
    for (const name of matters) expect(Skill.options).toContain(kindOf(name).skill);
  });

  it.each(withDetails)('%s takes what its example says, and nothing besides', (kind, { example, check, schema }) => {
    const incident = kindOf(kind as Matter).needs === 'incident' ? { incident: happened } : {};
    const report = Report.parse({ ...common, ...incident, kind, details: example });
    expect(report.details).toEqual(schema.parse(example));
    expect(() => check?.(schema.parse(example), now)).not.toThrow();
    expect(checkedReport(report, now)).toEqual(report);
    expect(Report.safeParse({ ...common, kind }).success).toBe(false);
    expect(Report.safeParse({ ...common, ...incident, kind, details: { ...example, another: 'x' } }).success).toBe(false);
    expect(TicketDetails.parse(report.details)).toEqual(report.details);
  });

  it.each(withDetails)('%s declares of every field whose it is, what for, and whether it tells of health', (_kind, { schema, special }) => {
    const declared = classifiedAttributes(schema);
    expect(declared.length).toBeGreaterThan(0);
    for (const { classification } of declared) expect(classification.special).toBe(special ?? 'none');
  });

  it.each([
    ['question', { details: { reason: 'lost' } }],
    ['health-card', { details: { aid: 'Hörgerät' } }],
    ['theft', { message: 'Mein Rad ist weg.' }],
    ['question', {}],
    ['unknown', { message: 'x' }],
  ])('refuse of a %s what is another’s, or lacks what it needs: %j', (kind, more) => {
    expect(Report.safeParse({ ...common, kind, ...more }).success).toBe(false);
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['reimbursement', { bills: [{ provider: 'P', service: 'S', on: '2026-03-16', amountCents: 1 }] }, 'body.details.bills.0.on', 'lies in the future'],
    [
      'reimbursement',
      { bills: [{ provider: 'P', service: 'S', on: '1999-03-16', amountCents: 1 }] },
      'body.details.bills.0.on',
      'lies more than 10 years back',
    ],
    ['medical-aid', { aid: 'Rollstuhl', prescribedOn: '2026-04-01' }, 'body.details.prescribedOn', 'lies in the future'],
    ['theft', { reportedToPoliceOn: '2026-03-16' }, 'body.details.reportedToPoliceOn', 'lies in the future'],
    ['contract-change', { change: 'tariff', wishedFrom: '2062-07-01' }, 'body.details.wishedFrom', 'lies more than 5 years ahead'],
    [
      'family-questionnaire',
      { members: [{ name: 'Mia', bornOn: '2027-01-01', relation: 'child', insuredElsewhere: false }] },
      'body.details.members.0.bornOn',
      'lies in the future',
    ],
  ])('say of a %s which field is wrong', (kind, details, field, problem) => {
    const report = Report.parse({ ...common, kind, details, ...(kind === 'theft' && { incident: happened }) });
    expect(() => checkedReport(report, now)).toThrow(expect.objectContaining({ kind: 'invalid', fields: [{ field, problem }] }));
  });

  it('are as easily one more: a file, and a line', () => {
    const umbrella = ticketKind({
      name: 'lost-umbrella',
      title: 'Verlorener Schirm',
      skill: 'service',
      needs: 'details',
      details: ticketDetails({ schema: z.strictObject({ colour: customerData(z.enum(['red', 'blue']), 'Farbe', 'Suche') }), example: { colour: 'red' } }),
    });
    const one = reportOfOne([...ticketKinds, umbrella], {});
    expect(one.safeParse({ ...common, kind: 'lost-umbrella', details: { colour: 'blue' } }).success).toBe(true);
    expect(one.safeParse({ ...common, kind: 'lost-umbrella', details: { colour: 'green' } }).success).toBe(false);
    expect(z.toJSONSchema(one, { io: 'input', unrepresentable: 'any' })).toMatchObject({ oneOf: expect.arrayContaining([expect.anything()]) });
  });
});
