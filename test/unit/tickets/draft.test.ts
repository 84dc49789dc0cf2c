import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { DomainError } from '../../../shared/domain-error.ts';
import { classifiedAttributes } from '../../../shared/personal-data/classification.ts';
import { checkedDraft, DraftBody, draftParts } from '../../../shared/tickets/draft.ts';
import { draftKind } from '../../../shared/tickets/draft-item.ts';
import { correspondenceKind } from '../../../shared/tickets/interaction-item.ts';
import { ticketKinds } from '../../../shared/tickets/kinds/kinds.ts';
import type { TicketKind } from '../../../shared/tickets/kinds/ticket-kind.ts';
import { unfinished } from '../../../shared/tickets/unfinished.ts';
import { report } from '../../storage/ticket-world.ts';

const whole = { ...report, message: 'Bitte zurückrufen.', reportedBy: { name: 'Änne Weiß', relation: 'parent', ground: 'minor', contact: 'abends' } };
const { kind: _, confirmedProfileVersion: __, noticeShown: ___, ...text } = whole;

/** Any part of something, however deep. */
const partOf = (value: unknown): fc.Arbitrary<unknown> => {
  if (Array.isArray(value)) return fc.array(fc.constantFrom(...value), { maxLength: value.length }).chain((some) => fc.tuple(...some.map(partOf)));
  if (typeof value !== 'object' || value === null) return fc.constant(value);
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, partOf(member)]));
  return fc.record(members, { requiredKeys: [] });
};

describe('a draft', () => {
  it('may be any part of a report, and comes back as it was', () => {
    fc.assert(fc.property(partOf(text), (part) => expect(DraftBody.parse(part)).toEqual(part)));
  });

  const kinds = ticketKinds.flatMap((kind: TicketKind) => (kind.details ? [[kind.name, kind.details.example] as const] : []));
  it.each(kinds)('of %s may be any part of what that asks for', (name, example) => {
    fc.assert(
      fc.property(partOf(example), (details) => {
        const read = DraftBody.parse({ details });
        expect(checkedDraft(name as never, read)).toEqual({ details });
      }),
    );
  });

  const wrong: [string, unknown][] = [
    ['a subject that is too long', { subject: 'x'.repeat(121) }],
    ['a field that no report has', { motto: 'x' }],
    ['one deep inside', { incident: { place: { planet: 'Mars' } } }],
    ['a text that is too long, deep inside', { incident: { thirdParties: [{ name: 'x'.repeat(121) }] } }],
    ['too many third parties', { incident: { thirdParties: Array.from({ length: 11 }, () => ({ name: 'x' })) } }],
    ['what is confirmed only when it is handed in', { confirmedProfileVersion: 1 }],
    ['the customer for whom it is', { customerId: 'cus_01JQ0000000000000000000000' }],
  ];
  it.each(wrong)('refuses %s', (_what, body) => {
    expect(DraftBody.safeParse(body).success).toBe(false);
  });

  it('has only what its kind asks for', () => {
    const check = (name: 'theft' | 'medical-aid' | 'reimbursement', details: Record<string, unknown>) => () => checkedDraft(name, { details });
    expect(check('medical-aid', { aid: 'Rollstuhl' })).not.toThrow();
    for (const refused of [check('theft', { aid: 'Rollstuhl' }), check('reimbursement', { aid: 'Rollstuhl' })])
      expect(refused).toThrow(new DomainError('invalid', 'invalid-body'));
  });

  it('is declared nowhere but where reports are: same names, same classification', () => {
    const of = (schema: z.ZodType) => classifiedAttributes(schema).filter(({ path }) => (draftParts as string[]).includes(path.split(/\.|\[/)[0]!));
    expect(of(draftKind.schema)).toEqual(of(correspondenceKind.schema));
    expect(of(draftKind.schema).length).toBeGreaterThan(20);
  });
});

describe('a schema of what is unfinished', () => {
  it('keeps what each leaf and each list demands at most, and drops what is demanded of the whole', () => {
    const schema = unfinished(
      z.strictObject({
        list: z
          .array(z.strictObject({ a: z.string().max(2), b: z.int() }))
          .min(2)
          .max(3),
        either: z.union([z.strictObject({ x: z.int() }), z.strictObject({ y: z.int() })]).optional(),
      }),
    );
    for (const good of [{}, { list: [] }, { list: [{ a: 'ab' }, {}] }, { either: { y: 1 } }]) expect(schema.parse(good)).toEqual(good);
    for (const bad of [{ list: [{ a: 'abc' }] }, { list: [{}, {}, {}, {}] }, { either: { z: 1 } }, { c: 1 }, 7])
      expect(schema.safeParse(bad).success).toBe(false);
  });
});
