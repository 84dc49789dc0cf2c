import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { code, eventType, idWith, isVersionAhead } from '../../../events/event.ts';

const id = 'evt_01JQ0000000000000000000000';
const ticket = 'tck_01JQ0000000000000000000000';
const at = '2026-03-15T09:30:00.000Z';

/** How a type reads before and after a change of its data: the amount of a payout, first in euros, then in cents with a reason. */
const first = eventType({ type: 'payout.made', summary: 'A payout.', aggregate: idWith('tck'), data: z.object({ euros: z.number() }) });
const second = eventType({
  type: 'payout.made',
  summary: 'A payout.',
  aggregate: idWith('tck'),
  version: 2,
  data: z.object({ cents: z.int(), reason: code() }),
  previous: { data: z.object({ euros: z.number() }), upgrade: ({ euros }) => ({ cents: Math.round(euros * 100), reason: 'not-recorded' }) },
});

const ofFirst = { id, type: 'payout.made', version: 1, aggregateId: ticket, at, data: { euros: 12.5 } };
const ofSecond = { ...ofFirst, version: 2, data: { cents: 1250, reason: 'goodwill' } };
const raised = { ...ofSecond, data: { cents: 1250, reason: 'not-recorded' } };
const { version: _, ...unversioned } = ofFirst;

const refusal = (type: typeof first | typeof second, event: unknown): z.ZodError => type.reads.safeParse(event).error!;

describe('a type of event', () => {
  it('is of version 1 unless it says otherwise', () => {
    expect([first.version, first.before, second.version]).toEqual([1, undefined, 2]);
    expect(first.make({ id, aggregateId: ticket, at: new Date(at), data: { euros: 12.5 } })).toEqual(ofFirst);
  });

  it('writes its newest version only', () => {
    expect(second.make({ id, aggregateId: ticket, at: new Date(at), data: { cents: 1250, reason: 'goodwill' } })).toEqual(ofSecond);
    expect(second.published.safeParse(ofFirst).success).toBe(false);
  });

  it.each([
    ['a free text', { cents: 1, reason: 'Paula hat recht' }],
    ['a fraction', { cents: 1.5, reason: 'goodwill' }],
    ['what it does not declare', { cents: 1, reason: 'goodwill', name: 'Paula' }],
    ['less than it declares', { cents: 1 }],
  ])('writes no event with %s', (_what, data) => {
    expect(() => second.make({ id, aggregateId: ticket, at: new Date(at), data: data as { cents: number; reason: string } })).toThrow(z.ZodError);
  });

  it('writes no event about a customer', () => {
    expect(() => first.make({ id, aggregateId: 'cus_01JQ0000000000000000000000', at: new Date(at), data: { euros: 1 } })).toThrow(z.ZodError);
  });

  it.each([
    ['of its newest version as it is', ofSecond, ofSecond],
    ['of the version before, raised', ofFirst, raised],
    ['from the time without versions as of version 1', unversioned, raised],
  ])('reads an event %s', (_what, event, read) => {
    expect(second.reads.parse(event)).toEqual(read);
  });

  it('leaves the event that it raises as it was', () => {
    const event = structuredClone(ofFirst);
    second.reads.parse(event);
    expect(event).toEqual(ofFirst);
  });

  it('reads in its first version an event from the time without versions', () => {
    expect(first.reads.parse(unversioned)).toEqual(ofFirst);
  });

  it.each([
    ['of two versions back', { ...ofFirst, version: 0 }],
    ['of the version before with more than that declared', { ...ofFirst, data: { euros: 1, name: 'Paula' } }],
    ['of the version before with a member more', { ...ofFirst, customerId: 'cus_01JQ0000000000000000000000' }],
    ['of the version before with the newest data', { ...ofSecond, version: 1 }],
    ['of the newest version with the data before', { ...ofFirst, version: 2 }],
    ['that is raised to what the newest does not take', { ...ofFirst, data: { euros: Number.MAX_VALUE } }],
    ['of another type', { ...ofSecond, type: 'payout.refused' }],
    ['of another type, later', { ...ofSecond, type: 'payout.refused', version: 3 }],
    ['with a version in words', { ...ofSecond, version: '2' }],
    ['that is none', 'Paula Sommer'],
    ['that is nothing', null],
  ])('refuses one %s, and does not wait for it', (_what, event) => {
    expect(isVersionAhead(refusal(second, event))).toBe(false);
  });

  it('refuses one of a later version, whatever it carries, and says so', () => {
    expect(isVersionAhead(refusal(first, ofSecond))).toBe(true);
    expect(isVersionAhead(refusal(first, { ...ofFirst, version: 2 }))).toBe(true);
    expect(isVersionAhead(refusal(second, { ...ofSecond, version: 4, data: 'elsewhere' }))).toBe(true);
  });

  it('says so out of any choice of types', () => {
    const other = eventType({ type: 'payout.refused', summary: 'None.', aggregate: idWith('tck'), data: z.object({}) });
    const choice = z.object({ detail: z.union([other.reads, z.union([first.reads, z.literal('daily')])]) });
    expect(isVersionAhead(choice.safeParse({ detail: ofSecond }).error!)).toBe(true);
    expect(isVersionAhead(choice.safeParse({ detail: { ...ofSecond, type: 'payout.halved' } }).error!)).toBe(false);
  });

  it.each([
    ['no version before it', { version: 2 }],
    ['a version before its first', { version: 1, previous: second }],
    ['a half version', { version: 1.5, previous: second }],
    ['version nought', { version: 0 }],
  ])('cannot be declared with %s', (_what, versions) => {
    const previous = 'previous' in versions ? { previous: { data: z.object({}), upgrade: () => ({}) } } : {};
    const definition = { type: 'payout.made', summary: 'A payout.', aggregate: idWith('tck'), data: z.object({}), ...versions, ...previous };
    expect(() => eventType(definition as Parameters<typeof eventType>[0])).toThrow('payout.made: version');
  });
});
