import { describe, expect, it } from '@jest/globals';
import { fileStores } from '../../../../shared/files/file-stores.ts';
import { builtIns } from '../../../../shared/letters/built-in-placeholders.ts';
import { LetterField, placeholdersOf, printed, valuesSchema } from '../../../../shared/letters/letter-field.ts';
import { fieldNamed, madeUp, namedValues, valueNames, type NamedValue } from '../../../../shared/letters/modules/named-values.ts';
import { classifiedAttributes } from '../../../../shared/personal-data/classification.ts';

const all = valueNames.map((name) => [name, namedValues[name]] as const);

/** Whether somebody can write in it what they like. */
const isFree = ({ field }: NamedValue): boolean => {
  if (field.type === 'text') return !field.pattern && (field.multiline === true || field.maxLength >= 80);
  if (field.type === 'rows') return field.columns.some((column) => column.type === 'text');
  return field.type === 'list' || field.type === 'lines';
};

describe('the values that letters can be filled with', () => {
  it('are fields of letters, each with its label and made-up values in both languages', () => {
    for (const [name] of all) {
      const field = fieldNamed(name, true);
      expect(LetterField.parse(field)).toEqual(field);
      for (const language of ['de', 'en'] as const) {
        const values = madeUp([name], language);
        expect(valuesSchema([field]).parse(values)).toEqual(values);
        const { names, forms } = placeholdersOf(field, language);
        const there = Object.keys(printed(field, values, language));
        expect(names.filter((one) => !there.includes(one))).toEqual([]);
        expect(there.filter((one) => forms.includes(one))).toHaveLength(forms.length > 0 ? 1 : 0);
      }
    }
  });

  it('are each on record as what they hold, and as health where people write in words of their own', () => {
    const special = (one: NamedValue): string => classifiedAttributes(one.holds)[0]!.classification.special;
    const free = all.filter(([, one]) => isFree(one));
    expect(free.length).toBeGreaterThan(8);
    // The name of a product of the house.
    const unmarked = free.filter(([name, one]) => special(one) === 'none' && name !== 'contractTitle').map(([name]) => name);
    expect(unmarked).toEqual([]);
    expect(all.filter(([, one]) => !isFree(one) && special(one) !== 'none').map(([name]) => name)).toEqual([]);
    for (const { holds } of Object.values(builtIns)) expect(classifiedAttributes(holds)).toHaveLength(1);
    // What is filled in stands in the file of the letter, which is on record as strictly.
    expect(classifiedAttributes(fileStores['letter-files'].holds).find(({ path }) => path === 'content.values')!.classification.special).toBe('health');
  });

  it('have names that mean one thing, with all that is made of them', () => {
    const names = [
      ...Object.keys(builtIns),
      ...valueNames.flatMap((name) => {
        const { names: made, forms } = placeholdersOf(fieldNamed(name, true), 'de');
        return [...new Set([name, ...made, ...forms])];
      }),
    ];
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  });

  it.each([
    ['missingDocuments', ['Rechnung'], 'de', { missingDocuments: 'Rechnung', missingDocumentsCount: '1', missingDocumentsOne: '1' }],
    ['missingDocuments', ['A', 'B', 'C'], 'de', { missingDocuments: 'A, B und C', missingDocumentsCount: '3', missingDocumentsOther: '3' }],
    ['missingDocuments', ['A', 'B', 'C'], 'en', { missingDocuments: 'A, B and C', missingDocumentsCount: '3', missingDocumentsOther: '3' }],
    ['daysLeft', 0, 'de', { daysLeft: '0', daysLeftOther: '0' }],
    ['daysLeft', 1000, 'de', { daysLeft: '1.000', daysLeftOther: '1.000' }],
    ['daysLeft', 1000, 'en', { daysLeft: '1,000', daysLeftOther: '1,000' }],
    ['deductible', 123_456, 'de', { deductible: '1.234,56\u00a0€' }],
    ['deductible', 123_456, 'en', { deductible: '€1,234.56' }],
    ['answerBy', '2026-03-05', 'en', { answerBy: '5 March 2026' }],
    ['contractEndedBy', 'term', 'en', { contractEndedBy: 'by expiry' }],
    [
      'cuts',
      [{ item: 'a', submitted: 200, reimbursed: -50 }],
      'de',
      { cutsCount: '1', cutsOne: '1', cutsSubmittedSum: '2,00\u00a0€', cutsReimbursedSum: '\u22120,50\u00a0€' },
    ],
  ] as const)('%s %j in %s', (name, value, language, expected) => {
    expect(printed(fieldNamed(name, true), { [name]: value }, language)).toEqual(expected);
  });
});
