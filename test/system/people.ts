/** People for system tests: made through the public API, new ones for each test file. */
import { readOutputs, type Outputs } from '../../client/outputs.ts';
import { firstAdministrator, loggedIn, type Person } from '../../client/portal.ts';
import { colleague, customer, type Registered } from '../../local/story/people.ts';

export interface Team {
  readonly outputs: Outputs;
  readonly admin: Person;
  readonly clerk: Registered;
  readonly officer: Registered;
  /** Another customer each time. */
  newCustomer(notifyBy?: 'sms' | 'email'): Promise<Registered>;
}

/** A clerk, an officer, and customers on demand. */
export async function team(): Promise<Team> {
  const outputs = readOutputs();
  const admin = await loggedIn(outputs, await firstAdministrator(outputs));
  const clerk = await colleague(outputs, admin, 'Thomas Brandt', 'agent', ['claims', 'service']);
  const officer = await colleague(outputs, admin, 'Miriam Keller', 'officer', []);
  const address = { street: 'Lindenstraße 12', postalCode: '50674', city: 'Köln' };
  return {
    outputs,
    admin,
    clerk,
    officer,
    newCustomer: (notifyBy = 'sms') => customer(outputs, clerk, { givenName: 'Ännchen', familyName: 'Großmann-Ißler', notifyBy, ...address }),
  };
}

/** A question, the shortest report there is. */
export const question = (subject = 'Frage zum Vertrag') => ({
  kind: 'question',
  subject,
  message: 'Wann beginnt mein Vertrag?',
  confirmedProfileVersion: 1,
  noticeShown: { version: '2026-01', sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', channel: 'portal' },
});
