/**
 * The API held to its reference by Schemathesis (https://schemathesis.io): for each role, what it may call is asked with bodies, queries,
 * paths and headers made from the schemas, valid and not, through the public API with real tokens. What it looks at and what is left
 * out, with the reasons: contract/schemathesis.toml and contract/hooks.py.
 */
import { randomInt } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Login } from '../../client/logins.ts';
import { announce } from '../../client/documents.ts';
import { photo } from '../../client/made-up-files.ts';
import { readOutputs, type Outputs } from '../../client/outputs.ts';
import { localDir } from '../../client/paths.ts';
import { firstAdministrator, loggedIn } from '../../client/portal.ts';
import { addTextModule } from '../../functions/text-modules/add-text-module.ts';
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
import { machineToken, tokens } from './tokens.ts';

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
  const { id: documentId } = await announce(greta, ticketId, { fileName: 'Rahmen.jpg', type: 'image/jpeg', bytes: photo('Köln') });
  const known = { ticketId, interactionId, letterId, documentId, runId, requestId, textModuleId, customerId: greta.id };
