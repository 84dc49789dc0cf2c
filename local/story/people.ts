/** The people of the demo story. Made up; addresses and numbers belong to nobody. */
import { randomInt } from 'node:crypto';
import type { Outputs } from '../../client/outputs.ts';
import { iban, madeUpNumber, madeUpNumbers } from '../../client/made-up.ts';
import { loggedIn, setPassword, type Person } from '../../client/portal.ts';

export interface Registered extends Person {
  readonly id: string;
}

interface CustomerData {
  readonly givenName: string;
  readonly familyName: string;
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly notifyBy: 'sms' | 'email';
}

/** Played again against the same cloud, the people need other numbers and addresses than last time. */
const suffix = (): string => String(randomInt(1e9)).padStart(9, '0');

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** A name as it stands in a mail address. */
const asciiName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => umlauts[letter]!)
    .replace(/[^a-z]/g, '');

/** What `POST /v1/customers` takes, with an insurance number, addresses and a bank account of its own. */
export function newCustomerBody(data: CustomerData) {
  const unique = suffix();
  const { notifyBy, street, postalCode, city, ...name } = data;
  const mailName = asciiName(data.givenName);
  const verifiedAt = new Date().toISOString();
  return {
    ...name,
    insuranceNumber: `VN-${unique}`,
    address: { street, postalCode, city, country: 'DE' },
    iban: iban(`0${unique}`),
    contactPoints: [
      { channel: 'email', address: `${mailName}.${unique}@example.org`, verifiedAt },
      { channel: 'sms', address: madeUpNumber(randomInt(madeUpNumbers)), verifiedAt },
    ],
    notifyBy,
    relationshipStartedOn: '2021-04-01',
  };
}

/** A clerk registers a customer, whose e-mail address and mobile number have been verified. */
export async function customer(outputs: Outputs, clerk: Person, data: CustomerData): Promise<Registered> {
  const { id } = await clerk.must<{ id: string }>('POST', '/v1/customers', { body: newCustomerBody(data) });
  return { id, ...(await loggedIn(outputs, await setPassword(outputs, id))) };
}

/** An administrator takes in a member of staff. */
export async function colleague(
  outputs: Outputs,
  admin: Person,
  displayName: string,
  role: 'agent' | 'officer',
  skills: readonly string[],
): Promise<Registered> {
  const email = `${asciiName(displayName.split(' ').at(-1)!)}.${suffix()}@example.org`;
  const body = { displayName, email, role, team: role === 'agent' ? 'schaden-koeln' : 'datenschutz', skills: skills.map((skill) => ({ skill, level: 3 })) };
  const { id } = await admin.must<{ id: string }>('POST', '/v1/staff', { body });
  return { id, ...(await loggedIn(outputs, await setPassword(outputs, id))) };
}
