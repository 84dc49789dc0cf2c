/** Takes in the people of a proof, as an administrator and a clerk do. */
import { randomUUID } from 'node:crypto';
import { machineToken } from '../client/machine-token.ts';
import type { Outputs } from '../client/outputs.ts';
import { firstAdministrator, loggedIn, loseLogin, request, setPassword, type Answer, type Person } from '../client/portal.ts';
import { outputManagement, type OmsAsks } from '../client/printed-letters.ts';
import type { Persona } from './markers.ts';

/** A customer with what they hand in. */
export interface Customer extends Person {
  readonly id: string;
  readonly persona: Persona;
}

export interface Staff {
  readonly clerk: Person;
  readonly officer: Person;
  /** What a customer's device sends, by the platform that speaks for it. */
  readonly deviceSays: (body: Record<string, unknown>) => Promise<Answer>;
  /** What output management asks, which prints letters elsewhere. */
  readonly omsAsks: OmsAsks;
}

/** A clerk who can do everything, a data protection officer, and the machines to which devices report and that print letters. */
export async function staffFor(outputs: Outputs, run: string, mailbox: (name: string) => string): Promise<Staff> {
  const admin = await loggedIn(outputs, await firstAdministrator(outputs));
  const colleague = async (role: 'agent' | 'officer', skills: readonly string[]): Promise<Person> => {
    const body = {
      displayName: `Proof ${role}`,
      email: mailbox(`${role}-${run}`),
      role,
      team: 'proof',
      skills: skills.map((skill) => ({ skill, level: 3 })),
      languages: ['de'],
      workingHours: [{ day: 'monday', from: '08:00', to: '16:30' }],
      capacity: 500,
    };
    const { id } = await admin.must<{ id: string }>('POST', '/v1/staff', { body });
    return loggedIn(outputs, await setPassword(outputs, id));
  };
  return {
    clerk: await colleague('agent', ['claims', 'service', 'health']),
    officer: await colleague('officer', []),
    deviceSays: async (body) => request(outputs, await machineToken(outputs, 'device'), 'POST', '/v1/device-reports', { body }),
    omsAsks: outputManagement(outputs),
  };
}

/**
 * Registers a customer, twice under one key as a browser that lost its connection would, and once more as a mistake; with an address that is
 * mistyped, and put right when it is seen.
 */
export async function registered(outputs: Outputs, clerk: Person, persona: Persona): Promise<Customer> {
  const { familyName, email, phone } = persona;
  const body = masterData({ ...persona, email: persona.formerEmail });
  const idempotencyKey = randomUUID();
  const { id } = await clerk.must<{ id: string }>('POST', '/v1/customers', { body, idempotencyKey });
  const again = await clerk.must<{ id: string }>('POST', '/v1/customers', { body, idempotencyKey });
  if (again.id !== id) throw new Error('A registration that was sent twice made two customers');
  await refused(clerk.ask('POST', '/v1/customers', { body }), 409);
  await refused(clerk.ask('POST', '/v1/customers', { body: { ...body, [familyName]: email, iban: phone } }), 400);
  await corrected(clerk, id, persona);
  await invitedAgain(outputs, clerk, id);
  return { id, persona, ...(await loggedIn(outputs, await setPassword(outputs, id))) };
}

/** Puts the address right, with everything else as it is. */
async function corrected(clerk: Person, id: string, persona: Persona): Promise<void> {
  const path = `/v1/customers/${id}`;
  const { relationshipStartedOn, ...body } = masterData(persona);
  const { etag } = await clerk.ask('GET', path);
  await clerk.must('PUT', path, { body, ifMatch: etag });
  await clerk.must('PUT', path, { body, ifMatch: etag });
}

/** Somebody whose login was lost with a pool that was restored is invited again. Nobody is sent a second first password while they have one. */
async function invitedAgain(outputs: Outputs, clerk: Person, id: string): Promise<void> {
  const path = `/v1/customers/${id}/login/invitation`;
  await setPassword(outputs, id);
  await refused(clerk.ask('POST', path, { body: {} }), 409);
  await loseLogin(outputs, id);
  await clerk.must('POST', path, { body: {} });
}

/** Whether somebody who was erased comes back, as from a CRM that was not told. */
export async function isRegisteredAgain(clerk: Person, persona: Persona): Promise<boolean> {
  const { status } = await clerk.ask('POST', '/v1/customers', { body: masterData(persona) });
  return status !== 409;
}

/** What a clerk or a CRM hands in of somebody, with everything that there may be. */
export function masterData(person: Persona): Record<string, unknown> {
  const { title, givenName, familyName, organisation, insuranceNumber, careOf, street, addition, city, region, iban, email, phone } = person;
  const verifiedAt = new Date().toISOString();
  return {
    salutation: 'frau',
    title,
    givenName,
    familyName,
    latinName: { givenName: person.latinGivenName, familyName: person.latinFamilyName },
    organisation,
    insuranceNumber,
    address: { careOf, street, addition, postalCode: '50667', city, region, country: 'DE' },
    iban: iban.replace(/(.{4})(?=.)/g, '$1 '),
    contactPoints: [
      { channel: 'email', address: email, verifiedAt },
      { channel: 'sms', address: phone, verifiedAt },
    ],
    notifyBy: 'sms',
    relationshipStartedOn: '2021-04-01',
  };
}

/** That the API says no, which also leaves a line in its log. */
export async function refused(answer: Promise<{ readonly status: number }>, status: number): Promise<void> {
  const said = await answer;
  if (said.status !== status) throw new Error(`Expected the API to refuse with ${status}, and it answered ${said.status}`);
}
