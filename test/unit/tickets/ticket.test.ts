import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { DomainError } from '../../../shared/domain-error.ts';
import {
  amountBand,
  AmountBand,
  assigned,
  closed,
  opened,
  Outcome,
  returned,
  statesBefore,
  TicketStatus,
  transitions,
  type Ticket,
} from '../../../shared/tickets/ticket.ts';
import { checkedReport, Report, ReportFor } from '../../../shared/tickets/report.ts';

const now = new Date('2026-03-15T09:30:00Z');

const incident: Report['incident'] = {
  at: '2026-03-14T17:40:00+01:00',
  place: { description: 'Radweg an der Münsterbrücke', postalCode: '50667', city: 'Köln' },
  object: 'Gazelle Chamonix',
  description: 'Ein Auto nahm mir die Vorfahrt.',
  thirdParties: [],
};

const report: Report = {
  kind: 'bicycle-accident',
  subject: 'Fahrradunfall',
  incident,
  confirmedProfileVersion: 1,
  noticeShown: { version: '2026-01', sha256: 'a'.repeat(64), channel: 'portal' },
};

const ticket = (over: Partial<Ticket> = {}): Ticket => ({ ...opened({ id: 'tck_1', number: '26-7K3M-9QXN', customerId: 'cus_1' }, report, now), ...over });

const refusal = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return { kind: error.kind, code: error.code, fields: error.fields };
    throw error;
  }
  return undefined;
};

describe('states of a ticket', () => {
  it('allows exactly these changes', () => {
    expect(transitions).toEqual({
      open: ['assigned', 'closed'],
      assigned: ['assigned', 'waiting', 'open', 'closed'],
      waiting: ['assigned', 'waiting', 'open', 'closed'],
      closed: [],
    });
  });

  it('says from where a state can be reached, for every state', () => {
    for (const to of TicketStatus.options) {
      for (const from of TicketStatus.options) expect(statesBefore(to).includes(from)).toBe(transitions[from].includes(to));
    }
  });

  it('can leave every state but the final one, and comes back to open from its clerk only', () => {
    expect(statesBefore('open')).toEqual(['assigned', 'waiting']);
    expect(TicketStatus.options.filter((status) => transitions[status].length === 0)).toEqual(['closed']);
  });

  const steps = fc.array(fc.constantFrom('assigned' as const, 'open' as const, 'closed' as const), { maxLength: 12 });

  it('follows the table whatever is tried, in whatever order', () => {
    fc.assert(
      fc.property(steps, (tried) => {
        let current = ticket();
        for (const to of tried) {
          const before = current;
          const changes = { closed: () => closed(before, 'settled', now), assigned: () => assigned(before, 'agt_1'), open: () => returned(before, now) };
          const change = changes[to];
          if (transitions[before.status].includes(to)) {
            current = change();
            expect(current).toMatchObject({ status: to, version: before.version + 1, id: before.id, customerId: before.customerId, openedAt: before.openedAt });
          } else {
            expect(refusal(change)).toEqual(
              to === 'open'
                ? { kind: 'conflict', code: 'already-done', fields: [] }
                : { kind: 'conflict', code: 'ticket-closed', fields: [{ field: 'path.ticketId', problem: expect.stringContaining('a new ticket') }] },
            );
          }
        }
      }),
    );
  });

  it('is returned without its clerk', () => {
    expect(returned(assigned(ticket(), 'agt_1'), now)).toEqual({ ...ticket(), assignee: undefined, unassignedSince: now.toISOString(), version: 3 });
  });

  it('changes nothing in the ticket it was given', () => {
    const before = Object.freeze(ticket());
    closed(before, 'rejected', now);
    returned(Object.freeze(assigned(before, 'agt_1')), now);
    expect(before).toEqual(ticket());
  });
});

describe('opening', () => {
  it('keeps of the report what the frame of a case needs, and nothing that somebody wrote', () => {
    expect(opened({ id: 'tck_1', number: '26-7K3M-9QXN', customerId: 'cus_1' }, report, now)).toEqual({
      id: 'tck_1',
      number: '26-7K3M-9QXN',
      customerId: 'cus_1',
      matter: 'bicycle-accident',
      status: 'open',
      priority: 'normal',
      openedAt: '2026-03-15T09:30:00.000Z',
      version: 1,
    });
  });
});

describe('closing', () => {
  it('records end and outcome', () => {
    const done = closed(ticket({ status: 'assigned', assignee: 'agt_1', version: 2 }), 'settled', new Date('2026-03-20T10:00:00Z'));
    expect(done).toMatchObject({ status: 'closed', outcome: 'settled', closedAt: '2026-03-20T10:00:00.000Z', version: 3, assignee: 'agt_1' });
  });

  it('is possible with every outcome and without a clerk', () => {
    for (const outcome of Outcome.options) expect(closed(ticket(), outcome, now)).toMatchObject({ status: 'closed', outcome });
  });
});

describe('checking a report', () => {
  const without = { ...report, incident: undefined };
  const message = 'Wie lange dauert es?';
  const at = (text: string) => ({ ...report, incident: { ...incident, at: text } });
  const required = (field: string, problem: string) => ({ kind: 'invalid', code: 'invalid-body', fields: [{ field, problem }] });
  const future = required('body.incident.at', 'lies in the future');
  const tooOld = required('body.incident.at', 'lies more than 30 years back');

  const table: [string, Report, unknown][] = [
    ['a claim with an incident', report, undefined],
    ['an incident at this very moment', at('2026-03-15T09:30:00Z'), undefined],
    ['an incident by a clock that is five minutes ahead', at('2026-03-15T09:35:00Z'), undefined],
    ['an incident further ahead than any clock', at('2026-03-15T09:35:01Z'), future],
    ['an incident of thirty years ago', at('1996-03-15T12:00:00Z'), undefined],
    ['an incident from which nothing can follow any more', at('1996-03-14T12:00:00Z'), tooOld],
    ['an incident that is later by the clock on the wall, but earlier in fact', at('2026-03-15T10:29:59+01:00'), undefined],
    ['an incident that is earlier by the clock on the wall, but later in fact', at('2026-03-15T09:00:00-01:00'), future],
    ['a question without an incident', { ...without, kind: 'question', message }, undefined],
  ];
  it.each(table)('%s', (_, given, expected) => {
    expect(refusal(() => checkedReport(given, now))).toEqual(expected);
  });

  it('never tells what was typed', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 60 }), (typed) => {
        const told = JSON.stringify(refusal(() => checkedReport({ ...at('2099-01-01T00:00:00Z'), subject: `»${typed}«` }, now)));
        expect(told).not.toContain(`»${typed}«`);
        expect(told).not.toContain('2099');
      }),
    );
  });
});

describe('a report as it is kept', () => {
  const placed = (place: NonNullable<Report['incident']>['place']) => checkedReport({ ...report, incident: { ...incident, place } }, now).incident?.place;

  it.each([
    ['as the post of the country writes it', { postalCode: 'NL-1012js', country: 'NL' }, '1012 JS'],
    ['as it was said, without a country', { postalCode: 'D-50667' }, 'D-50667'],
    ['not at all, in a country where every address has one', { country: 'DE' }, undefined],
  ])('has its postal code %s', (_how, said, kept) => {
    const description = 'Hinter der Brücke';
    expect(placed({ description, ...said })).toEqual({ description, ...said, ...(kept && { postalCode: kept }) });
  });

  it('is as it was said but for that', () => {
    expect(checkedReport(report, now)).toEqual(report);
    const { incident: _none, ...rest } = report;
    expect(checkedReport(rest, now)).toEqual(rest);
  });
});

describe('the form of a report', () => {
  const problems = (value: unknown): string[] => {
    const read = Report.safeParse(value);
    return read.success ? [] : read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`);
  };

  const wrong: [string, object, string[]][] = [
    ['an unknown field', { colour: 'red' }, [': unrecognized_keys']],
    ['an unknown kind', { kind: 'murder' }, ['kind: invalid_union']],
    ['an empty subject', { subject: '   ' }, ['subject: too_small']],
    ['a subject too long', { subject: 'x'.repeat(121) }, ['subject: too_big']],
    ['a message too long', { message: 'x'.repeat(4001) }, ['message: too_big']],
    ['a profile version that is no number', { confirmedProfileVersion: '1' }, ['confirmedProfileVersion: invalid_type']],
    ['a local time without its offset', { incident: { ...incident, at: '2026-03-14T17:40:00' } }, ['incident.at: invalid_format']],
    ['a subject of two lines', { subject: 'Unfall\nHilfe' }, ['subject: invalid_format']],
    ['a country that is none', { incident: { ...incident, place: { ...incident.place, country: 'XX' } } }, ['incident.place.country: invalid_value']],
    ['a postal code too long', { incident: { ...incident, place: { ...incident.place, postalCode: '1'.repeat(17) } } }, ['incident.place.postalCode: too_big']],
    ['a notice without its hash', { noticeShown: { version: '1', channel: 'portal' } }, ['noticeShown.sha256: invalid_type']],
  ];
  it.each(wrong)('%s', (_, change, expected) => {
    expect(problems({ ...report, ...change })).toEqual(expected);
  });

  it.each<[string, Partial<NonNullable<Report['incident']>['place']>]>([
    ['on a field', { description: 'Feldweg bei Kürten, hinter der Brücke' }],
    ['in Zagreb', { description: 'Ilica', postalCode: '10000', city: 'Zagreb', country: 'HR' }],
    ['in Dublin', { description: 'O’Connell Street', city: 'Dublin', country: 'IE' }],
    ['in Germany, nobody knows the code', { description: 'A 4, Abfahrt Untereschbach', country: 'DE' }],
    ['with a code and no country', { description: 'Ring 1', postalCode: '1010', city: 'Wien' }],
  ])('takes an accident %s', (_where, place) => {
    const abroad = { ...report, incident: { ...incident, place } };
    const read = Report.parse(abroad);
    expect(read).toEqual(abroad);
    expect(() => checkedReport(read, now)).not.toThrow();
  });

  it('refuses a postal code that its country has not, without quoting it', () => {
    const place = { description: 'Ilica', postalCode: '47110815', country: 'HR' };
    expect(refusal(() => checkedReport({ ...report, incident: { ...incident, place } }, now))).toEqual({
      kind: 'invalid',
      code: 'invalid-body',
      fields: [{ field: 'body.incident.place.postalCode', problem: 'must be a postal code of HR, e.g. 10000' }],
    });
  });

  it('keeps what people wrote, composed and with one kind of line break', () => {
    const { subject, message } = Report.parse({ ...report, subject: ' Bru\u0308cke ', message: 'A\u0308rger\r\nund \u{1F468}\u200d\u{1F467}\r' });
    expect([subject, message]).toEqual(['Brücke', 'Ärger\nund \u{1F468}\u200d\u{1F467}']);
  });
  const without = Object.fromEntries(Object.entries(report).filter(([name]) => name !== 'incident'));
  const message = 'Wie lange dauert es?';
  const table: [string, object, string[]][] = [
    ['a bicycle accident without an incident', without, ['incident: is required for a claim']],
    ['a theft without an incident', { ...without, kind: 'theft', message }, ['incident: is required for a claim']],
    ['a liability without an incident', { ...without, kind: 'liability', message }, ['incident: is required for a claim']],
    ['a question without message and incident', { ...without, kind: 'question' }, ['message: is required without an incident']],
    ['a complaint without message and incident', { ...without, kind: 'complaint' }, ['message: is required without an incident']],
    ['a question', { ...without, kind: 'question', message }, []],
    ['a complaint', { ...without, kind: 'complaint', message }, []],
    ['a question about an incident', { ...report, kind: 'question' }, []],
    ['a claim', report, []],
  ];
  it.each(table)('%s, by whomever it is handed in, and as the reference says', (_name, given, expected) => {
    const told = (form: z.ZodType, value: object) =>
      form.safeParse(value).error?.issues.map(({ path, message: problem }) => `${path.join('.')}: ${problem}`) ?? [];
    expect(told(Report, given)).toEqual(expected);
    expect(told(ReportFor, { ...given, customerId: 'cus_01JQ0000000000000000000000' })).toEqual(expected);
    expect(fits(z.toJSONSchema(Report, { io: 'input' }), given)).toBe(expected.length === 0);
  });

  /** As a reader of the reference would judge: what is required of its kind is there. */
  const fits = (reference: z.core.JSONSchema._JSONSchema, value: object): boolean => {
    const { kind } = { kind: undefined, ...value };
    const of = (reference as z.core.JSONSchema.JSONSchema).oneOf!;
    const option = of.find(({ properties }) => (properties!['kind'] as z.core.JSONSchema.JSONSchema).const === kind)!;
    const has = ({ required = [] }: { readonly required?: readonly string[] }): boolean => required.every((name) => name in value);
    return has(option) && (option.anyOf?.some((one) => has(one)) ?? true);
  };

  it('fills in that nobody else was in the accident', () => {
    const { thirdParties: _, ...alone } = incident;
    expect(Report.parse({ ...report, incident: alone }).incident?.thirdParties).toEqual([]);
  });
});

describe('bands', () => {
  const edges: [number, AmountBand][] = [
    [0, 'none'],
    [1, 'up-to-500'],
    [50_000, 'up-to-500'],
    [50_001, 'up-to-2500'],
    [250_000, 'up-to-2500'],
    [250_001, 'up-to-10000'],
    [1_000_000, 'up-to-10000'],
    [1_000_001, 'over-10000'],
  ];
  it.each(edges)('%i cents are %s', (cents, band) => {
    expect(amountBand(cents)).toBe(band);
  });

  it('rises with the amount', () => {
    const rank = (cents: number) => AmountBand.options.indexOf(amountBand(cents));
    fc.assert(fc.property(fc.nat(3_000_000), fc.nat(3_000_000), (a, b) => rank(Math.min(a, b)) <= rank(Math.max(a, b))));
  });
});
