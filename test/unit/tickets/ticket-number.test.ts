import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newTicketNumber } from '../../../shared/tickets/new-ticket-number.ts';
import { isRightlySaid, SaidTicketNumber, TicketNumber, ticketNumber } from '../../../shared/tickets/ticket-number.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const drawn = (characters: string): number[] => [...characters].map((character) => alphabet.indexOf(character));
const of = (day: string, characters: string): string => ticketNumber(new Date(`${day}T12:00:00Z`), drawn(characters));
const said = (text: string) => SaidTicketNumber.safeParse(text);
const problems = (text: string): unknown[] | undefined => said(text).error?.issues.map(({ message }) => message);

const wrongCharacter = ['has a character that is wrong or in the wrong place'];
const noNumber = ['must look like 26-7K3M-9QXN'];

/** Any number of any year, as its ten characters without hyphens. */
const anyNumber = fc
  .record({ year: fc.integer({ min: 2000, max: 2099 }), values: fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 7, maxLength: 7 }) })
  .map(({ year, values }) => ticketNumber(new Date(Date.UTC(year, 5, 15)), values));
const anyPlace = fc.integer({ min: 0, max: 9 });
const characters = (number: string): string[] => [...number.replaceAll('-', '')];
const shown = (all: readonly string[]): string => `${all.slice(0, 2).join('')}-${all.slice(2, 6).join('')}-${all.slice(6).join('')}`;

describe('ticket numbers', () => {
  // Worked out by hand: with all characters but one zero, the check character is that one times a power of α.
  it.each([
    ['2000-06-15', '0000000', '00-0000-0000'],
    ['2000-06-15', '0000001', '00-0000-0012'],
    ['2000-06-15', '0000010', '00-0000-0104'],
    ['2000-06-15', '0001000', '00-0001-000G'],
    ['2000-06-15', '0010000', '00-0010-0005'],
    ['2000-06-15', '000000G', '00-0000-00G5'],
    ['2026-06-15', '7K3M9QX', '26-7K3M-9QXN'],
  ])('of a ticket opened on %s, with %s drawn: %s', (day, characters_, number) => {
    expect(of(day, characters_)).toBe(number);
  });

  it('have the year of opening, in Berlin', () => {
    expect(ticketNumber(new Date('2026-12-31T22:59:59Z'), drawn('7K3M9QX'))).toMatch(/^26-/);
    expect(ticketNumber(new Date('2026-12-31T23:00:00Z'), drawn('7K3M9QX'))).toMatch(/^27-/);
  });

  it('take seven drawn characters, no more and no less', () => {
    for (const characters_ of ['7K3M9Q', '7K3M9QX4']) expect(() => of('2026-06-15', characters_)).toThrow('7 random characters');
  });

  it('look alike, and are right', () => {
    fc.assert(fc.property(anyNumber, (number) => TicketNumber.safeParse(number).success && isRightlySaid(number)));
  });

  it('are found out with any one character wrong, the year and the check character too', () => {
    fc.assert(
      fc.property(anyNumber, anyPlace, fc.constantFrom(...alphabet), (number, place, other) => {
        const wrong = characters(number).with(place, other);
        return isRightlySaid(shown(wrong)) === (wrong[place] === characters(number)[place]);
      }),
    );
  });

  it('are found out with any two characters in each other’s place, neighbours or not', () => {
    fc.assert(
      fc.property(anyNumber, anyPlace, anyPlace, (number, one, other) => {
        const all = characters(number);
        const swapped = all.with(one, all[other]!).with(other, all[one]!);
        return isRightlySaid(shown(swapped)) === (all[one] === all[other]);
      }),
    );
  });

  it('are all different in every single wrong character of one number: no case is left to chance', () => {
    const number = of('2026-06-15', '7K3M9QX');
    const right = characters(number);
    const wrong = right.flatMap((own, place) => [...alphabet].filter((other) => other !== own).map((other) => shown(right.with(place, other))));
    expect(wrong.length).toBe(310);
    expect(wrong.filter(isRightlySaid)).toEqual([]);
  });

  it('are drawn: each character can be any, and they differ', () => {
    const many = Array.from({ length: 2_000 }, () => newTicketNumber(new Date('2026-06-15T12:00:00Z')));
    expect(new Set(many).size).toBe(2_000);
    expect(many.every((number) => number.startsWith('26-') && isRightlySaid(number))).toBe(true);
    // Of 14,000 drawn characters one of 32 is missing once in 10^190 times.
    expect(new Set(many.flatMap((number) => characters(number).slice(2, 9))).size).toBe(32);
  });
});

describe('a number that somebody says', () => {
  it.each(['26-7K3M-9QXN', '267K3M9QXN', '26 7k3m 9qxn', ' 26-7k3m9-qxn ', '26–7K3M‑9QXN', '2-6-7-K-3-M-9-Q-X-N'])('is understood: %s', (text) => {
    expect(said(text).data).toBe('26-7K3M-9QXN');
  });

  it('is understood with letters for digits, wherever they stand', () => {
    expect(said('OO-ooIo-ooo5').data).toBe('00-0010-0005');
    expect(said('00-00l0-0005').data).toBe('00-0010-0005');
    expect(said('00-00L0-OOO5').data).toBe('00-0010-0005');
  });

  it.each([
    ['26-7K3M-9QXM', wrongCharacter],
    ['26-K73M-9QXN', wrongCharacter],
    ['27-7K3M-9QXN', wrongCharacter],
    ['26-7K3M-9QX', noNumber],
    ['26-7K3M-9QXNN', noNumber],
    ['26-7K3M-9QXU', noNumber],
    ['2A-7K3M-9QXN', noNumber],
    ['26/7K3M/9QXN', noNumber],
    ['', noNumber],
    ['tck_01JQ0000000000000000000000', noNumber],
    ['9'.repeat(41), noNumber],
  ])('is none: %s', (text, problem) => {
    expect(problems(text)).toEqual(problem);
  });

  it('is the one that was meant, however it is written', () => {
    const spelling = fc.array(fc.constantFrom('', '-', ' '), { minLength: 10, maxLength: 10 });
    const other: Record<string, readonly string[]> = { '0': ['0', 'O', 'o'], '1': ['1', 'I', 'i', 'L', 'l'] };
    fc.assert(
      fc.property(anyNumber, spelling, fc.nat(), (number, between, dice) => {
        const spoken = characters(number)
          .map((character, index) => {
            const ways = other[character] ?? [character, character.toLowerCase()];
            return `${between[index]}${ways[(dice >> index) % ways.length]}`;
          })
          .join('');
        expect(said(spoken).data).toBe(number);
      }),
    );
  });
});
