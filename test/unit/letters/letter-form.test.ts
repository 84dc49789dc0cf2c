import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { recipientOf, signatoryOf } from '../../../shared/letters/letter-parties.ts';
import { LetterForm } from '../../../functions/letters/letter-form.ts';
import { valuesFor } from '../../../shared/letters/master-data-fields.ts';
import { issueLetter } from '../../../functions/letters/issue-letter.ts';
import type { Customer } from '../../../shared/customers/customer.ts';
import { LetterRecipient, LetterSignatory } from '../../../shared/letters/typesetting/content.ts';
import { invalid } from '../../../shared/lambda/problem.ts';
import { letterTemplates } from '../../../shared/letters/templates/letter-templates.ts';
import { claimRejected } from '../../../shared/letters/templates/claim-rejected.ts';
import { claimSettlement } from '../../../shared/letters/templates/claim-settlement.ts';

const paula: Customer = {
  id: 'cus_01JQ0000000000000000000000',
  givenName: 'Paula',
  familyName: 'Sommer',
  insuranceNumber: 'A123456789',
  address: { street: 'Gartenstraße 8', postalCode: '50678', city: 'Köln', country: 'DE' },
  iban: 'DE89370400440532013000',
  contactPoints: [{ channel: 'email', address: 'paula@sommer.example', verifiedAt: '2026-01-01T00:00:00.000Z' }],
  notifyBy: 'email',
  login: 'by-email',
  relationshipStartedOn: '2020-01-01',
  version: 1,
  status: 'active',
  createdAt: '2026-01-01T00:00:00.000Z',
};

const example = issueLetter.example!;
const problems = (body: unknown): readonly { field: string; problem: string }[] => {
  const parsed = LetterForm.safeParse(body);
  return parsed.success ? [] : invalid(parsed.error, 'body').fields;
};

describe('the form of a letter', () => {
  it('takes its own example', () => {
    expect(LetterForm.parse(example)).toEqual(example);
  });

  it('names the field that is wrong, and quotes nothing', () => {
    const values = { ...example.values, incidentDate: 'gestern in Köln', deductible: -1 };
    const found = problems({ ...example, values });
    expect(found.map(({ field }) => field)).toEqual(['body.values.incidentDate', 'body.values.deductible']);
    expect(JSON.stringify(found)).not.toContain('Köln');
  });

  it('names fields that its template does not have', () => {
    expect(problems({ ...example, values: { ...example.values, reason: 'x' } })).toEqual([{ field: 'body.values.reason', problem: 'unknown field' }]);
  });

  it('lets nobody type bank details', () => {
    expect(problems({ ...example, values: { ...example.values, ibanEnd: '4711' } })).toEqual([{ field: 'body.values.ibanEnd', problem: 'unknown field' }]);
  });

  it('takes any module with any of the values that letters can have, but for bank details', () => {
    const { template: _, values: __, ...parties } = example;
    const form = { ...parties, template: 'module', module: 'appointment', values: { appointmentTime: '14:30' } };
    expect(LetterForm.parse(form)).toEqual({ ...form, language: 'de' });
    const wrong = { appointmentTime: '25:00', missingDocuments: [], ibanEnd: '3000', shoeSize: 42 };
    expect(problems({ ...form, module: 'Termin!', values: wrong }).map(({ field }) => field)).toEqual([
      'body.module',
      'body.values.missingDocuments',
      'body.values.appointmentTime',
      'body.values.ibanEnd',
      'body.values.shoeSize',
    ]);
  });

  it('refuses a template that does not exist', () => {
    expect(problems({ ...example, template: 'love-letter' }).map(({ field }) => field)).toEqual(['body.template']);
  });

  it('is described in the reference, template by template', () => {
    const { oneOf } = z.toJSONSchema(LetterForm, { io: 'input' }) as unknown as {
      oneOf: { properties: { template: { const: string }; values: { properties: object } } }[];
    };
    expect(oneOf.map(({ properties }) => properties.template.const)).toEqual([...letterTemplates.keys(), 'module']);
    expect(Object.keys(oneOf[0]!.properties.values.properties)).toEqual(['incident', 'incidentDate', 'items', 'deductible', 'note']);
  });
});

describe('what comes from the master data', () => {
  it('is the end of the IBAN, where the template has a field for it', () => {
    expect(valuesFor(claimSettlement, { incident: 'Unfall' }, paula)).toEqual({ incident: 'Unfall', ibanEnd: '3000' });
    expect(valuesFor(claimRejected, { incident: 'Unfall' }, paula)).toEqual({ incident: 'Unfall' });
  });

  it('is the address, and the name that letters print', () => {
    const address = { ...paula.address, careOf: 'Familie Meier', addition: 'Hinterhaus' };
    expect(LetterRecipient.parse(recipientOf({ ...paula, address }))).toEqual({ form: 'neutral', givenName: 'Paula', familyName: 'Sommer', ...address });
    const named = recipientOf({ ...paula, salutation: 'frau', title: 'Dr.', familyName: '夏', latinName: { familyName: 'Xia' }, organisation: 'Café Nø' });
    expect(LetterRecipient.parse(named)).toEqual({ form: 'frau', title: 'Dr.', familyName: 'Xia', organisation: 'Café Nø', ...paula.address });
  });

  it('is the clerk by name and department, and not the address they log in with', () => {
    const clerk = {
      id: 'agt_01JQ0000000000000000000000',
      displayName: 'Tobias Krüger',
      email: 'tobias@lindenhof.example',
      role: 'agent',
      team: 'claims',
      skills: [],
      languages: [],
      workingHours: [],
      status: 'available',
      absences: [],
      createdAt: '2026-01-01T00:00:00.000Z',
      version: 1,
    } as const;
    expect(LetterSignatory.parse(signatoryOf(clerk, 'claim'))).toEqual({
      name: 'Tobias Krüger',
      role: 'Schadenservice',
    });
  });
});
