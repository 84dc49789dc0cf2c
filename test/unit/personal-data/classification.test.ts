import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import {
  classifiedAttributes,
  customerData,
  mayTellOfHealth,
  measuresWork,
  pseudonym,
  staffData,
  technical,
  thirdPartyData,
} from '../../../shared/personal-data/classification.ts';

const name = () => customerData(z.string(), 'Name', 'Vertrag');
const paths = (schema: z.ZodType): string[] => classifiedAttributes(schema).map(({ path }) => path);

describe('the registry of attributes', () => {
  it('knows of every attribute whose it is, what for and on which ground', () => {
    const schema = z.object({
      name: name(),
      opponent: thirdPartyData(z.string(), 'Unfallgegner', 'Fall'),
      clerk: staffData(z.string(), 'Sachbearbeitung', 'Fall', '6(1)(f)'),
      version: technical(z.number(), 'Version'),
    });
    expect(classifiedAttributes(schema)).toEqual([
      { path: 'name', classification: { subject: 'customer', what: 'Name', purpose: 'Vertrag', art6: '6(1)(b)', special: 'none' } },
      { path: 'opponent', classification: { subject: 'third-party', what: 'Unfallgegner', purpose: 'Fall', art6: '6(1)(f)', special: 'none' } },
      { path: 'clerk', classification: { subject: 'staff', what: 'Sachbearbeitung', purpose: 'Fall', art6: '6(1)(f)', special: 'none' } },
      { path: 'version', classification: { subject: 'none', what: 'Version', purpose: 'Betrieb', art6: 'none', special: 'none' } },
    ]);
  });

  it('adds a mark to what is known of an attribute, and takes nothing away', () => {
    const schema = z.object({
      course: mayTellOfHealth(thirdPartyData(z.string(), 'Verlauf', 'Fall')).optional(),
      minutes: measuresWork(staffData(z.number(), 'Minuten', 'Controlling', '6(1)(f)')),
      key: pseudonym(z.string(), 'Kennung', 'Nachrichten'),
    });
    expect(classifiedAttributes(schema).map(({ classification }) => classification)).toEqual([
      { subject: 'third-party', what: 'Verlauf', purpose: 'Fall', art6: '6(1)(f)', special: 'health' },
      { subject: 'staff', what: 'Minuten', purpose: 'Controlling', art6: '6(1)(f)', special: 'none', performance: true },
      { subject: 'customer', what: 'Kennung', purpose: 'Nachrichten', art6: '6(1)(f)', special: 'none', pseudonymous: true },
    ]);
  });

  it('refuses a mark on what nobody classified, or on what lies around it', () => {
    expect(() => mayTellOfHealth(z.string())).toThrow('not classified');
    expect(() => measuresWork(name().optional())).toThrow('not classified');
  });

  it('finds attributes in objects, arrays, unions, and behind optional, nullable, default and readonly', () => {
    const schema = z.object({
      place: z.object({ city: name() }).optional(),
      people: z.array(z.object({ name: name() })).nullable(),
      tags: z.array(name()),
      either: z.union([z.object({ a: name() }), z.object({ b: name() })]),
      kinds: z.discriminatedUnion('type', [
        z.object({ type: technical(z.literal('x'), 'Art'), x: name() }),
        z.object({ type: technical(z.literal('y'), 'Art'), y: name() }),
      ]),
      fixed: z.object({ name: name() }).readonly(),
      filled: z.object({ name: name() }).default({ name: '' }),
      inside: name().optional(),
    });
    expect(paths(schema)).toEqual([
      'place.city',
      'people[].name',
      'tags[]',
      'either.a',
      'either.b',
      'kinds.type',
      'kinds.x',
      'kinds.y',
      'fixed.name',
      'filled.name',
      'inside',
    ]);
  });

  const missing: [string, z.ZodType, string][] = [
    ['an attribute', z.object({ name: name(), age: z.number() }), 'age'],
    ['an attribute deep inside', z.object({ place: z.object({ people: z.array(z.object({ name: z.string() })) }) }), 'place.people[].name'],
    ['one option of a union', z.object({ either: z.union([name(), z.number()]) }), 'either'],
    ['a free map', z.object({ data: z.record(z.string(), z.string()) }), 'data'],
    ['anything at all', z.object({ data: z.unknown() }), 'data'],
    ['an optional attribute', z.object({ age: z.number().optional() }), 'age'],
    ['a transformed one', z.object({ name: name().transform((text) => text.trim()) }), 'name'],
  ];
  it.each(missing)('refuses %s that nobody classified', (_, schema, path) => {
    expect(() => classifiedAttributes(schema)).toThrow(`Unclassified attribute: ${path} (`);
  });

  it('keeps the classification of an attribute that is narrowed or described afterwards', () => {
    const text = customerData(z.string(), 'Name', 'Vertrag');
    expect(paths(z.object({ short: text.max(5), checked: text.refine((value) => value !== ''), described: text.meta({ title: 'x' }) }))).toEqual([
      'short',
      'checked',
      'described',
    ]);
  });

  it('keeps two uses of one schema apart', () => {
    const shared = z.string();
    const schema = z.object({ mine: customerData(shared, 'Eins', 'a'), theirs: thirdPartyData(shared, 'Zwei', 'b') });
    expect(classifiedAttributes(schema).map(({ classification }) => classification.what)).toEqual(['Eins', 'Zwei']);
    expect(() => classifiedAttributes(z.object({ raw: shared }))).toThrow('Unclassified attribute: raw');
  });

  it('refuses one attribute that options of a union class differently: the stricter would be lost', () => {
    const schema = z.object({ either: z.union([z.object({ text: name() }), z.object({ text: technical(z.string(), 'Code') })]) });
    expect(() => classifiedAttributes(schema)).toThrow('either.text');
  });
});
