import { describe, expect, it } from '@jest/globals';
import { iban, madeUpNumber, madeUpNumbers } from '../../../client/made-up.ts';
import { leftOut, markersOf } from '../../../proof/markers.ts';
import { textAttributes } from '../../../proof/coverage.ts';
import { masterData } from '../../../proof/people.ts';
import { Iban, NewCustomer, MobileNumber } from '../../../shared/customers/new-customer.ts';
import { letterTemplates } from '../../../shared/letters/templates/letter-templates.ts';
import { fieldsSchema } from '../../../shared/letters/letter-template.ts';
import { AgentContent } from '../../../shared/tickets/interaction.ts';
import { Report } from '../../../shared/tickets/report.ts';
import { canary, neighbour, personaOf } from './personas.ts';

/** Texts come in as somebody's keyboard has them, and are kept composed. */
const composed = <T>(value: T): T => JSON.parse(JSON.stringify(value).normalize('NFC')) as T;

describe('the people of a proof', () => {
  const person = personaOf('canary');

  it('can be registered', () => {
    const data = masterData(person);
    const { iban: written, ...rest } = data;
    const { iban: read, contactPoints, ...taken } = NewCustomer.parse(data);
    expect({ ...taken, contactPoints }).toEqual(rest);
    expect(read).toBe(String(written).replaceAll(' ', ''));
  });

  it('can report', () => {
    const thirdParties = [
      { name: person.opponentName, contact: person.opponentContact, role: 'opponent' },
      { name: person.witnessName, contact: person.witnessContact, role: 'witness' },
    ];
    const report = {
      kind: 'theft',
      subject: person.subject,
      message: person.message,
      incident: {
        at: '2026-01-01T00:00:00Z',
        place: { description: person.placeDescription, postalCode: '10000', city: person.placeCity, country: 'HR' },
        object: person.object,
        description: person.description,
        thirdParties,
      },
      confirmedProfileVersion: 1,
      noticeShown: { version: person.noticeVersion, sha256: '0'.repeat(64), channel: 'portal' },
    };
    expect(Report.parse(report)).toEqual(composed(report));
  });

  it.each([
    { type: 'message', text: person.customerMessage },
    { type: 'message', text: person.agentMessage },
    { type: 'call-note', direction: 'inbound', text: person.callNote },
    { type: 'internal-note', text: person.internalNote },
    { type: 'payout', amountCents: 1, reference: person.payoutReference, paidOn: '2026-01-01' },
  ])('can be written about: $type', (content) => {
    expect(AgentContent.parse(content)).toEqual(composed(content));
  });

  it.each([
    [
      'claim-settlement',
      {
        incident: person.letterIncident,
        incidentDate: '2026-01-01',
        items: [{ label: person.letterItem, amountCents: 1 }],
        note: person.letterNote,
        ibanEnd: '0000',
      },
    ],
    ['claim-rejected', { incident: person.rejectionIncident, incidentDate: '2026-01-01', reason: person.rejectionReason }],
  ])('can be sent a letter: %s', (template, values) => {
    expect(fieldsSchema(letterTemplates.get(template)!).parse(values)).toEqual(values);
  });

  it('are the same in the same run, and others in another', () => {
    expect(personaOf('canary')).toEqual(person);
    const others = Object.entries(personaOf('canary', 'another')).filter(([name, value]) => name !== 'phone' && value === person[name as keyof typeof person]);
    expect(others).toEqual([]);
  });

  it('share no marker with the neighbour, nor a word of one', () => {
    const parts = (markers: typeof canary) => markers.flatMap(({ value, word }) => (word && word !== value ? [value, word] : [value]));
    expect(parts(canary).filter((part) => parts(neighbour).some((other) => other.includes(part) || part.includes(other)))).toEqual([]);
    expect(new Set(parts(canary)).size).toBe(parts(canary).length);
  });

  it('have umlauts, ß and decomposed letters', () => {
    const all = canary.map(({ value }) => value);
    expect(all.filter((value) => /[äöüëß]/.test(value)).length).toBeGreaterThan(5);
    expect(all.filter((value) => value !== value.normalize('NFC')).length).toBeGreaterThan(1);
  });

  it('have a word of their own in everything but numbers', () => {
    expect(
      markersOf(person)
        .filter(({ word }) => !word)
        .map(({ name }) => name),
    ).toEqual(['iban', 'phone']);
  });
});

describe('made-up numbers', () => {
  it('are valid, all of them', () => {
    const numbers = Array.from({ length: madeUpNumbers }, (_, index) => madeUpNumber(index));
    expect(numbers.filter((number) => !MobileNumber.safeParse(number).success)).toEqual([]);
    expect(new Set(numbers).size).toBe(madeUpNumbers);
  });

  it.each(['0000000000', '1234567890', '9999999999'])('make a valid IBAN of the account %s', (account) => {
    expect(Iban.parse(iban(account))).toBe(iban(account));
  });
});

describe('what is left out', () => {
  it('names attributes that there are, with a reason each', () => {
    expect(Object.keys(leftOut).filter((name) => !textAttributes().includes(name))).toEqual([]);
    expect(Object.values(leftOut).filter((reason) => reason.length < 10)).toEqual([]);
  });
});
