/**
 * The API held to its reference by Schemathesis (https://schemathesis.io): for each role, what it may call is asked with bodies, queries,
 * paths and headers made from the schemas, valid and not, through the public API with real tokens. What it looks at and what is left
 * out, with the reasons: contract/schemathesis.toml and contract/hooks.py.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Login } from '../../client/logins.ts';
import { announce } from '../../client/documents.ts';
import { photo } from '../../client/made-up-files.ts';
import { readOutputs, type Outputs } from '../../client/outputs.ts';
import { localDir } from '../../client/paths.ts';
import { firstAdministrator, loggedIn, request } from '../../client/portal.ts';
import { openFeedback } from '../../functions/feedback/open-feedback.ts';
import { announceImport } from '../../functions/letters/announce-import.ts';
import { addLetterModule } from '../../functions/letters/add-letter-module.ts';
import { addTextModule } from '../../functions/text-modules/add-text-module.ts';
import { addTopic } from '../../functions/topics/add-topic.ts';
import { smallTheftRule, smallTheftText } from '../../shared/rules/examples/small-theft.ts';
import { endpointCatalogue, type CataloguedEndpoint } from '../../docs/endpoint-catalogue.ts';
import { openApi } from '../../docs/openapi.ts';
import { run } from '../../local/process.ts';
import { ensureVenv } from '../../local/python.ts';
import { callNote, reportAccident, settlementLetter } from '../../local/story/case.ts';
import { colleague, customer } from '../../local/story/people.ts';
import type { Role } from '../../shared/lambda/caller.ts';
import { rolesOf } from '../../shared/lambda/endpoint.ts';
import { thorough } from '../storage/thorough.ts';
import { roles } from './matrix.ts';
import { machineToken } from '../../client/machine-token.ts';
import { tokens } from './tokens.ts';

const here = join(import.meta.dirname, 'contract');

/**
 * So many of the operations of a pass are asked, others each time; in CI all of them. At the edges of an operation's schemas lie some eighty
 * cases, each asked, so that fewer operations say more than less of each.
 */
const share = thorough ? 1 : 1 / 8;

/** So many cases of each operation besides. */
const examples = thorough ? 10 : 5;

/** Seconds for all passes together, whatever else the machine does. On a quiet one a sample takes less. */
const seconds = thorough ? 120 : 90;

/** One run of Schemathesis: somebody in a role, and what they call. */
interface Pass {
  readonly role: Role;
  readonly token: () => Promise<string>;
  /** Ids by the name that they have in paths and bodies. */
  readonly known: Readonly<Record<string, string>>;
  /** Whether they ask this of what their role may call. */
  readonly asks: (name: string) => boolean;
}

let passes: readonly Pass[];
let outputs: Outputs;
let folder: string;
let python: string;
const seed = randomInt(2 ** 31);

const everything = (): boolean => true;
/** Who is erased can do nothing else afterwards, so there is somebody for that alone. */
const erasure = (name: string): boolean => name === 'requestErasure';

async function world(): Promise<Pass[]> {
  const adminLogin = await firstAdministrator(outputs);
  const admin = await loggedIn(outputs, adminLogin);
  // Without skills, so that no ticket of another test comes to them.
  const clerk = await colleague(outputs, admin, 'Rolf Bauer', 'agent', []);
  const officer = await colleague(outputs, admin, 'Jana Koch', 'officer', []);
  const person = (givenName: string) =>
    customer(outputs, clerk, { givenName, familyName: 'Winter', street: 'Gartenweg 3', postalCode: '50674', city: 'Köln', notifyBy: 'email' });
  const [greta, leaving, gone] = [await person('Greta'), await person('Lars'), await person('Ute')];
  const { id: ticketId } = await reportAccident(greta);
  const { id: interactionId } = await callNote(clerk, ticketId);
  const { id: letterId } = await settlementLetter(clerk, greta, ticketId);
  const { id: runId } = await officer.must<{ id: string }>('POST', '/v1/privacy/deletion-runs', { body: { dryRun: true } });
  const { id: requestId } = await gone.must<{ id: string }>('POST', '/v1/privacy/erasure-requests', { body: {} });
  const { id: textModuleId } = await admin.must<{ id: string }>('POST', '/v1/text-modules', { body: addTextModule.example });
  const topic = { ...addTopic.example!, name: `asked-by-contract-${randomInt(2 ** 31)}` };
  const { name: topicName } = await admin.must<{ name: string }>('POST', '/v1/topics', { body: topic });
  // A code is one module's, and a cloud that was kept has those of before.
  const moduleCode = `asked-by-contract-${Array.from({ length: 10 }, () => String.fromCodePoint(97 + randomInt(26))).join('')}`;
  await admin.must('POST', '/v1/letter-modules', { body: { ...addLetterModule.example, code: moduleCode } });
  const { id: ruleTextId } = await admin.must<{ id: string }>('POST', '/v1/text-modules', { body: smallTheftText });
  const { id: ruleId } = await admin.must<{ id: string }>('POST', '/v1/rules', { body: smallTheftRule(ruleTextId) });
  const { id: documentId } = await announce(greta, ticketId, { fileName: 'Rahmen.jpg', type: 'image/jpeg', bytes: photo('Köln') });
  const { team: _, ...said } = openFeedback.example!;
  const { id: feedbackId, openedBy } = await clerk.must<{ id: string; openedBy: string }>('POST', '/v1/feedback', { body: said });
  const oms = await machineToken(outputs, 'oms');
  const recipient = { customerId: greta.id, familyName: 'Winter', postalCode: '50674' };
  const announced = await request(outputs, oms, 'POST', '/v1/letter-imports', { body: { ...announceImport.example, recipient, reference: randomUUID() } });
  const known = {
    importId: announced.body.id as string,
    feedbackId,
    openedBy,
    ticketId,
    interactionId,
    letterId,
    documentId,
    runId,
    requestId,
    textModuleId,
    topicName,
    moduleCode,
    ruleId,
    customerId: greta.id,
  };
  const of = (login: Login) => async () => (await tokens(outputs, login)).access;
  return [
    { role: 'customer', token: of(greta.login), known, asks: (name) => !erasure(name) },
    { role: 'customer', token: of(leaving.login), known, asks: erasure },
    { role: 'agent', token: of(clerk.login), known, asks: everything },
    { role: 'officer', token: of(officer.login), known: { ...known, customerId: gone.id }, asks: everything },
    { role: 'admin', token: of(adminLogin), known, asks: everything },
    { role: 'oms', token: () => machineToken(outputs, 'oms'), known, asks: everything },
    { role: 'device', token: () => machineToken(outputs, 'device'), known, asks: everything },
    { role: 'crm', token: () => machineToken(outputs), known: { ...known, customerId: leaving.id }, asks: everything },
  ];
}

beforeAll(async () => {
  outputs = readOutputs();
  folder = join(dirname(process.env['SCHUTZBRIEF_OUTPUTS'] ?? localDir), 'contract');
  await mkdir(folder, { recursive: true });
  python = await ensureVenv(join(localDir, 'contract-venv'), {
    progress: (line) => void process.stderr.write(`contract: ${line}\n`),
    packages: { requirements: join(here, 'requirements.txt'), what: 'Schemathesis' },
  });
  const config = await readFile(join(here, 'schemathesis.toml'), 'utf8');
  await writeFile(join(folder, 'schemathesis.toml'), config.replace('@HOOKS@', join(here, 'hooks.py')));
  passes = await world();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Patterns by Unicode properties, which Python has no word for: the format says the same to hooks.py. */
const formatOf: Readonly<Record<string, string>> = {
  '^[^\\p{C}\\p{Zl}\\p{Zp}]*$': 'one-line',
  '^(?:[^\\p{C}\\p{Zl}\\p{Zp}]|\\n)*$': 'lines',
};

/** The reference of a role as Python can read it. @throws Error for a pattern by properties that nobody has named a format for */
function readable(document: object): string {
  return JSON.stringify(document, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('pattern' in value) || !String(value.pattern).includes('\\p{')) return value;
    const { pattern, ...rest } = value;
    const format = formatOf[String(pattern)];
    if (!format) throw new Error(`No format is named for ${String(pattern)} (test/security/contract.test.ts, hooks.py)`);
    return { ...rest, format };
  });
}

/** What of the reference is asked in a pass; in another order each time, as the time may not be enough for the last. */
function asked({ role, asks }: Pass, catalogue: readonly CataloguedEndpoint[]): CataloguedEndpoint[] {
  const all = catalogue.filter(({ name, route }) => rolesOf(route.allow).includes(role) && asks(name));
  const length = Math.ceil(all.length * share);
  return fc.sample(fc.shuffledSubarray(all, { minLength: length, maxLength: length }), 1)[0]!;
}

/** A fault of CPython (gh-106905), that Hypothesis runs into now and then where threads compile at the same time: it says nothing of the API. */
const interpreterFault = 'AST constructor recursion depth mismatch';

/** What Schemathesis says of a pass, which is made again where Python itself failed: nothing, where all is well. */
async function complaint(pass: Pass, endpoints: readonly CataloguedEndpoint[], most: number): Promise<string | undefined> {
  const told = await complaintOnce(pass, endpoints, most);
  return told?.includes(interpreterFault) ? complaintOnce(pass, endpoints, most) : told;
}

/** The same, of a pass that may take so many seconds. */
async function complaintOnce({ role, token, known }: Pass, endpoints: readonly CataloguedEndpoint[], most: number): Promise<string | undefined> {
  const schema = join(folder, `${role}.json`);
  await writeFile(schema, readable(await openApi(endpoints, role)));
  const program = ['-c', 'from schemathesis.cli import schemathesis; schemathesis()', '--config-file', join(folder, 'schemathesis.toml')];
  const asking = ['run', schema, '--url', new URL(outputs.apiUrl).origin, '--header', `Authorization: Bearer ${await token()}`, '--no-color'];
  const bounds = ['--seed', String(seed), '--max-examples', String(examples), '--max-time', String(most)];
  const env = { ...process.env, SCHUTZBRIEF_KNOWN: JSON.stringify(known) };
  const { code, lines } = await run(python, [...program, ...asking, ...bounds], { cwd: folder, env });
  const told = lines.find((line) => / generated, /.test(line))?.trim();
  process.stderr.write(`contract: ${role}: ${told ?? 'nothing was asked'}, of ${endpoints.map(({ name }) => name).join(', ')} (seed ${seed})\n`);
  return code === 0 && told ? undefined : `${role}\n${lines.join('\n')}`;
}

it('the API does what its reference says, asked by every role', async () => {
  expect([...new Set(passes.map(({ role }) => role))].toSorted()).toEqual([...roles].toSorted());
  const catalogue = await endpointCatalogue();
  const chosen = passes.map((pass) => ({ pass, endpoints: asked(pass, catalogue) }));
  const count = chosen.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
  const said: string[] = [];
  for (const { pass, endpoints } of chosen) {
    const most = Math.max(3, Math.floor((seconds * endpoints.length) / count));
    const told = await complaint(pass, endpoints, most);
    if (told) said.push(told);
  }
  if (said.length > 0) throw new Error(`Schemathesis has found what is not as the reference says (seed ${seed}):\n${said.join('\n\n')}`);
});
