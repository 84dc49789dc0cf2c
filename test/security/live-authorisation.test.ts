import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Login } from '../../client/logins.ts';
import { readOutputs, type Outputs } from '../../client/outputs.ts';
import { sendDocument } from '../../client/documents.ts';
import { machineToken } from '../../client/machine-token.ts';
import { photo } from '../../client/made-up-files.ts';
import { firstAdministrator, loggedIn, request, type Answer, type Person } from '../../client/portal.ts';
import { callNote, reportAccident, settlementLetter } from '../../local/story/case.ts';
import { colleague, customer, type Registered } from '../../local/story/people.ts';
import { exampleFor } from '../../shared/lambda/by-role.ts';
import { machineScopes, type MachineRole, type Role } from '../../shared/lambda/caller.ts';
import { needsIfMatch } from '../../shared/lambda/endpoint.ts';
import { closedEndpoints, filledPath, pathIds, roles, signedEndpoints, type ClosedEndpoint } from './matrix.ts';
import { forgeries, tokens, tokensForAnotherApplication } from './tokens.ts';

/** The people and things of the matrix, in a cloud that enforces tokens and IAM. */
interface World {
  readonly outputs: Outputs;
  readonly paula: Registered;
  readonly neighbour: Registered;
  readonly clerk: Registered;
  /** Somebody of each role that people have. */
  readonly logins: Readonly<Record<Exclude<Role, MachineRole>, Login>>;
  /** Ids of what belongs to Paula, by the name they have in paths. */
  readonly paulas: Readonly<Record<string, string>>;
}

async function world(): Promise<World> {
  const outputs = readOutputs();
  const adminLogin = await firstAdministrator(outputs);
  const admin = await loggedIn(outputs, adminLogin);
  const clerk = await colleague(outputs, admin, 'Rita Fuchs', 'agent', ['claims']);
  const officer = await colleague(outputs, admin, 'Miriam Keller', 'officer', []);
  const person = (givenName: string) =>
    customer(outputs, clerk, { givenName, familyName: 'Sommer', street: 'Lindenstraße 12', postalCode: '50674', city: 'Köln', notifyBy: 'email' });
  const [paula, neighbour] = [await person('Paula'), await person('Nora')];
  const { id: ticketId } = await reportAccident(paula);
  const { id: interactionId } = await callNote(clerk, ticketId);
  const { id: letterId } = await settlementLetter(clerk, paula, ticketId);
  const { id: documentId } = await sendDocument(paula, ticketId, { fileName: 'Rahmen.jpg', type: 'image/jpeg', bytes: photo('Köln') });
  const { id: runId } = await officer.must<{ id: string }>('POST', '/v1/privacy/deletion-runs', { body: { dryRun: true } });
  const gone = await person('Emil');
  const { id: requestId } = await gone.must<{ id: string }>('POST', '/v1/privacy/erasure-requests', { body: {} });
  return {
    outputs,
    paula,
    neighbour,
    clerk,
    logins: { customer: paula.login, agent: clerk.login, officer: officer.login, admin: adminLogin },
    paulas: { ticketId, interactionId, letterId, documentId, runId, requestId, customerId: paula.id },
  };
}

/** An access token of every role. */
async function accessTokens({ outputs, logins }: World): Promise<Record<Role, string>> {
  const ofPeople = Object.entries(logins).map(async ([role, login]) => [role, (await tokens(outputs, login)).access] as const);
  const ofMachines = (Object.keys(machineScopes) as MachineRole[]).map(async (role) => [role, await machineToken(outputs, role)] as const);
  return Object.fromEntries(await Promise.all([...ofPeople, ...ofMachines])) as Record<Role, string>;
}

describe('through the public API', () => {
  let endpoints: ClosedEndpoint[];
  let here: World;
  let access: Readonly<Record<Role, string>>;
  beforeAll(async () => {
    endpoints = await closedEndpoints();
    here = await world();
  });
  // Tokens are good for a quarter of an hour, and on a busy machine the tests before may have taken that.
  beforeEach(async () => {
    access = await accessTokens(here);
  });

  /** What somebody asks in a role, or in the first that may. */
  const ask = (endpoint: ClosedEndpoint, token: string | undefined, known?: Record<string, string>, role = endpoint.allowed[0]): Promise<Answer> => {
    const { method, body, example } = endpoint.route;
    return request(here.outputs, token, method, filledPath(endpoint, known), {
      ...(body && { body: role ? exampleFor(endpoint.route, role) : example }),
      ...(needsIfMatch(endpoint.route) && { ifMatch: '"1"' }),
    });
  };

  /** Every endpoint with each of these tokens: what did not end with the status. */
  async function expectEach(
    status: number,
    tokensFor: (endpoint: ClosedEndpoint) => Readonly<Record<string, string | undefined>>,
    asking: readonly ClosedEndpoint[] = endpoints,
  ): Promise<void> {
    const wrong: string[] = [];
    let asked = 0;
    for (const endpoint of asking) {
      const answers = await Promise.all(
        Object.entries(tokensFor(endpoint)).map(async ([what, token]) => ({ what, answer: await ask(endpoint, token, here.paulas) })),
      );
      asked += answers.length;
      wrong.push(
        ...answers
          .filter(({ answer }) => answer.status !== status)
          .map(({ what, answer }) => `${endpoint.name} with ${what}: ${answer.status} ${JSON.stringify(answer.body)}`),
      );
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThanOrEqual(asking.length);
  }

  it('nothing is answered without a token, or with one made by hand', async () => {
    const byRole = Object.fromEntries(roles.map((role) => [role, forgeries(access[role])])) as Record<Role, Record<string, string>>;
    // Where a signature is asked for, a good token is worth no more than a forged one.
    const tokensFor = ({ allowed: [role] }: ClosedEndpoint) => ({ nothing: undefined, ...(role ? byRole[role] : access) });
    await expectEach(401, tokensFor, [...endpoints, ...(await signedEndpoints())]);
  });

  it('nothing is answered for an ID token', async () => {
    const ids = await Promise.all([here.paula, here.clerk].map(async ({ login }) => (await tokens(here.outputs, login)).id));
    await expectEach(401, () => ({ 'a customer’s ID token': ids[0], 'a clerk’s ID token': ids[1] }));
  });

  it('nothing is answered for a token of the same issuer that is meant for another application', async () => {
    const another = await tokensForAnotherApplication(here.outputs, here.clerk.login);
    await expectEach(401, () => ({ 'an access token': another.access, 'an ID token': another.id }));
  });

  it('nothing is answered to the wrong role', async () => {
    await expectEach(403, ({ allowed }) => Object.fromEntries(roles.filter((role) => !allowed.includes(role)).map((role) => [role, access[role]])));
  });

  it('the right role is let in', async () => {
    const reads = endpoints.filter(({ route, allowed }) => route.method === 'GET' && allowed.length > 0);
    // Agents see themselves, and no colleague.
    const known = { ...here.paulas, agentId: here.clerk.id };
    const answers = await Promise.all(
      reads.flatMap((endpoint) =>
        endpoint.allowed.map(async (role) => `${endpoint.name} as ${role}: ${(await ask(endpoint, access[role], known, role)).status}`),
      ),
    );
    expect(answers.filter((answer) => / (401|403|5\d\d)$/.test(answer))).toEqual([]);
  });

  describe('what belongs to somebody else', () => {
    /** What is the same about an answer however often it is given. */
    const told = ({ status, body: { instance: _, ...body } }: Answer) => ({ status, body });

    it('answers like what is not there', async () => {
      // A word of a list names nothing of anybody's: each has their own under it.
      const idsIn = (route: ClosedEndpoint['route']): string[] =>
        Object.entries(pathIds(route)).flatMap(([name, value]) => (/^[a-z]{3}_/.test(value) ? [name] : []));
      const concerned = endpoints.filter((endpoint) => endpoint.allowed.includes('customer') && idsIn(endpoint.route).length > 0);
      expect(concerned.length).toBeGreaterThan(4);
      // Of what Paula has none, another's would be missing too, and the comparison say nothing.
      expect(concerned.flatMap(({ route }) => idsIn(route)).filter((name) => !(name in here.paulas))).toEqual([]);
      const neighbours = await tokens(here.outputs, here.neighbour.login);
      for (const endpoint of concerned) {
        const [anothers, missing] = [await ask(endpoint, neighbours.access, here.paulas, 'customer'), await ask(endpoint, neighbours.access, {}, 'customer')];
        expect({ endpoint: endpoint.name, ...told(anothers) }).toEqual({ endpoint: endpoint.name, ...told(missing) });
        expect({ endpoint: endpoint.name, status: anothers.status }).toEqual({ endpoint: endpoint.name, status: 404 });
      }
    });

    it('is in no list, whatever cursor is sent', async () => {
      const { neighbour, paulas } = here;
      const cursors = ['', ...[paulas['ticketId'], paulas['letterId'], paulas['ticketId']!.replace(/.$/, '0')].map((id) => `?cursor=${id!}`)];
      for (const list of ['/v1/tickets', '/v1/letters']) {
        for (const cursor of cursors) {
          const { status, body } = await neighbour.ask('GET', `${list}${cursor}`);
          expect([200, 400]).toContain(status);
          if (status === 200) expect(body.items.filter((item: { customerId: string }) => item.customerId !== neighbour.id)).toEqual([]);
        }
      }
    });

    it('is not changed by what a neighbour tries', async () => {
      const { neighbour, paula, paulas } = here;
      const ticket = `/v1/tickets/${paulas['ticketId']}`;
      const before = await paula.must('GET', ticket);
      await tryAll(neighbour, ticket);
      expect(await paula.must('GET', ticket)).toEqual(before);
      const { items } = await paula.must<{ items: { content: { text?: string } }[] }>('GET', `${ticket}/interactions`);
      expect(JSON.stringify(items)).not.toContain('Fremde Nachricht');
    });

    it('cannot be named in a body', async () => {
      const { neighbour, paula, clerk, paulas } = here;
      const { id: ownTicket } = await reportAccident(neighbour);
      const letter = (customerId: string, ticketId: string) =>
        clerk.ask('POST', '/v1/letters', {
          body: {
            template: 'claim-settlement',
            customerId,
            ticketId,
            values: { incident: 'Unfall', incidentDate: '2026-03-14', items: [{ label: 'Rad', amountCents: 20_000 }], deductible: 0 },
          },
        });
      expect(told(await letter(paula.id, ownTicket))).toEqual(told(await letter(paula.id, 'tck_01JQ0000000000000000000000')));
      for (const path of ['/v1/tickets', '/v1/privacy/erasure-requests']) {
        const { status, body } = await neighbour.ask('POST', path, { body: { ...(path === '/v1/tickets' && exampleOf('openTicket')), customerId: paula.id } });
        expect({ path, status, field: body.errors?.[0]?.field }).toEqual({ path, status: 400, field: 'body.customerId' });
      }
      expect((await paula.must('GET', `/v1/tickets/${paulas['ticketId']}`)).customerId).toBe(paula.id);
    });
  });

  /** The body of an endpoint's example, as a customer sends it. */
  const exampleOf = (name: string): object => exampleFor(endpoints.find((endpoint) => endpoint.name === name)!.route, 'customer') as object;
});

async function tryAll(person: Person, ticket: string): Promise<void> {
  const tried = [
    await person.ask('POST', `${ticket}/interactions`, { body: { type: 'message', text: 'Fremde Nachricht' } }),
    await person.ask('POST', `${ticket}/close`, { body: { outcome: 'withdrawn' }, ifMatch: '"1"' }),
  ];
  expect(tried.map(({ status }) => status)).toEqual([404, 403]);
}
