import { describe, expect, it } from '@jest/globals';
import { fieldProblems } from '../../../../shared/field-problems.ts';
import { Announcement, dayProblems } from '../../../../shared/letters/imports/announcement.ts';
import { announcement, now } from './announced.ts';

const problems = (said: object) => {
  const parsed = Announcement.safeParse(said);
  return parsed.success ? [] : fieldProblems(parsed.error).map(({ field, problem }) => `${field} ${problem}`);
};
const { recipient } = announcement;
const { customerId: _, ...without } = recipient;

describe('an announcement', () => {
  it.each<[string, object]>([
    ['with all that it needs', {}],
    ['with all that it may have', { ticketId: 'tck_01JQ0000000000000000000000', actBy: '2026-04-30', sheets: 3 }],
    ['for somebody by their insurance number', { recipient: { ...without, insuranceNumber: 'k 2026/004711' } }],
    ['for somebody where addresses have no code', { recipient: { customerId: recipient.customerId, familyName: 'Lee' } }],
    ['to act upon on its own day', { actBy: announcement.issuedOn }],
  ])('%s', (_what, change) => expect(problems({ ...announcement, ...change })).toEqual([]));

  it('keeps a number as letters print it', () => {
    expect(Announcement.parse({ ...announcement, recipient: { ...without, insuranceNumber: 'k 2026/004711' } }).recipient.insuranceNumber).toBe(
      'K-2026-004711',
    );
  });

  it.each<[string, object, string]>([
    [
      'whose reference a spreadsheet would run',
      { reference: '=1+1' },
      'reference must be letters from A to Z, digits and . _ : / -, and begin with a letter or digit',
    ],
    ['whose reference is empty', { reference: '' }, 'reference must be letters from A to Z, digits and . _ : / -, and begin with a letter or digit'],
    ['for nobody', { recipient: without }, 'recipient.customerId or insuranceNumber is required'],
    ['by two numbers', { recipient: { ...recipient, insuranceNumber: 'K-2026-004711' } }, 'recipient.insuranceNumber does not go with customerId'],
    ['without a name', { recipient: { customerId: recipient.customerId } }, 'recipient.familyName is required'],
    ['with a title of two lines', { title: 'Ihre\nRechnung' }, 'title must be one line, without control or invisible characters'],
    ['of no importance that there is', { importance: 'high' }, 'importance must be one of action-needed, important, for-your-information'],
    [
      'about what is no name',
      { topic: 'Beitragsrechnung 2026' },
      'topic must be small letters and digits, words parted by single hyphens, like annual-premium-invoice',
    ],
    ['of a day that there is not', { issuedOn: '2026-02-30' }, 'issuedOn must be a day that there is, like 2026-03-01'],
    ['to act upon before it was written', { actBy: '2026-03-12' }, 'actBy lies before issuedOn'],
    ['without a word on post', { post: undefined }, 'post must be one of replaced, also, required-by-law'],
    ['of no file', { sizeBytes: 0 }, 'sizeBytes must be at least 1'],
    ['of a file that the gate refuses', { sizeBytes: 20_000_001 }, 'sizeBytes must be at most 20000000'],
    ['of half a sheet', { sheets: 0.5 }, 'sheets must be a whole number'],
    ['with a checksum in capitals', { sha256: 'AB'.repeat(32) }, 'sha256 must be a SHA-256 in lower-case hexadecimal'],
    ['with what nobody asked for', { street: 'Hauptstraße 1' }, 'street unknown field'],
  ])('%s is none', (_what, change, problem) => expect(problems({ ...announcement, ...change })).toEqual([problem]));
});

describe('the days of an announcement', () => {
  it.each<[string, string, string | undefined, string[]]>([
    ['of today', '2026-03-15', undefined, []],
    ['of tomorrow', '2026-03-16', undefined, ['issuedOn lies in the future']],
    ['of six years ago', '2020-03-15', undefined, []],
    ['older than letters are kept', '2020-03-14', undefined, ['issuedOn lies more than 6 years back']],
    ['to act upon in five years', '2026-03-15', '2031-03-15', []],
    ['to act upon by a word for never', '2026-03-15', '2099-12-31', ['actBy lies more than 5 years after issuedOn']],
    ['to act upon long ago', '2024-03-15', '2024-04-01', []],
  ])('%s', (_what, issuedOn, actBy, expected) => {
    expect(dayProblems({ issuedOn, actBy }, now).map(({ field, problem }) => `${field} ${problem}`)).toEqual(expected);
  });

  it('are those of Berlin', () => {
    expect(dayProblems({ issuedOn: '2026-03-16' }, new Date('2026-03-15T23:10:00Z'))).toEqual([]);
  });
});
