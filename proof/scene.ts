/** Plays what a proof looks at: a customer and a neighbour to whom the same happens, until the customer is erased. */
import { randomBytes } from 'node:crypto';
import { accessToken } from '../client/access-token.ts';
import type { DomainEvent } from '../events/event.ts';
import { toldOfMessage, twoCases, wrongFile } from './case.ts';
import { deployedResources, dump } from './dump.ts';
import { erased, type CanaryIds } from './erasing.ts';
import { macsOf } from './live-keys.ts';
import { madeUpNumber, madeUpNumbers } from '../client/made-up.ts';
import { markersOf, persona, type Marker, type Persona } from './markers.ts';
import { registered, staffFor, type Customer, type Staff } from './people.ts';
import { untilQuiet } from './quiet.ts';
import type { Dump, StoreRecord } from './records.ts';
import { eventsOf, leaveInDeadLetters } from './redelivery.ts';
import type { AnswerLine } from './residues.ts';
import { searchFor, type Search } from './search.ts';
import type { Place, Resource } from './stores/store.ts';

export interface Scene {
  readonly place: Place;
  readonly resources: readonly Resource[];
  readonly staff: Staff;
  readonly canary: Customer;
  readonly neighbour: Customer;
  /** Everything by which the canary could be known. */
  readonly markers: readonly Marker[];
  /** Finds them. */
  readonly search: Search;
  /** What can't be looked for at this place, and why. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** A token of the canary's from before. */
  readonly oldToken: string;
  readonly events: readonly DomainEvent[];
  /** Ids of the canary's tickets and letters, for whoever tries doors with them. */
  readonly ids: CanaryIds;
  readonly answer: readonly AnswerLine[];
  /** What was not as it must be on the way to the answer. */
  readonly problems: readonly string[];
  /** Everything before the erasure, and right after it. */
  readonly before: Dump;
  readonly after: Dump;
}

/** Plays everything up to and with the erasure. */
export async function playScene(place: Place, say: (line: string) => void): Promise<Scene> {
  const { outputs } = place;
  const resources = await deployedResources(outputs);
  const run = randomBytes(6).toString('hex');
  say('Looking into all stores before anything happens');
  const [canaryPersona, neighbourPersona] = await newPersonas(run, place, await dump(place, resources));

  say('Taking in a clerk, an officer, the canary and a neighbour');
  const staff = await staffFor(outputs, run, mailboxAt(place));
  const canary = await registered(outputs, staff.clerk, canaryPersona);
  const neighbour = await registered(outputs, staff.clerk, neighbourPersona);
  say('Two cases each: reports, messages, notes, letters, payout, refusals, repeats');
  const written: (readonly [Customer, string])[] = [];
  for (const customer of [canary, neighbour]) written.push([customer, await twoCases(customer, staff)]);
  await wrongFile(canary, neighbour, staff.clerk);
  for (const [customer, ticketId] of written) await toldOfMessage(customer, ticketId);
  await untilQuiet(place);

  const events = eventsOf(canary.id, await dump(place, resources));
  say(`${await leaveInDeadLetters(place, resources, events)} messages about the canary lie in dead-letter queues`);
  const before = await dump(place, resources);
  const known = knownBy(canary, before.records, place);
  const markers = [...markersOf(canaryPersona), ...known.markers, ...aggregatesOf(canary.id, before)];
  const macs = await macsOf(place, resources, markers);
  const oldToken = await accessToken(outputs, canary.login);

  say('The canary asks for erasure while the contract runs, and is answered in full once it has ended');
  const ids = idsOf(canary.id, before);
  const { answer, problems } = await erased(place, resources, canary, staff, ids);
  await untilQuiet(place);
  const after = await dump(place, resources);
  const search = searchFor(markers, ({ name }) => macs.get(name) ?? []);
  return {
    place,
    resources,
    staff,
    canary,
    neighbour,
    markers,
    search,
    leftOut: known.leftOut,
    oldToken,
    events,
    ids,
    answer,
    problems,
    before,
    after,
  };
}

/** The address of the canary's computer: the neighbour has the same, so what is somebody else's may hold it. */
export const sharedMarker = 'sourceIp';

/** @throws Error when a marker is there before anybody could have handed it in: then finding it would prove nothing. */
async function newPersonas(run: string, place: Place, { records }: Dump): Promise<[Persona, Persona]> {
  const numbers = Array.from({ length: madeUpNumbers }, (_, index) => ({ name: String(index), value: madeUpNumber(index), form: 'phone' as const }));
  const taken = new Set(found(records, searchFor(numbers)));
  const free = numbers.filter(({ name }) => !taken.has(name)).map(({ name }) => Number(name));
  const first = parseInt(run, 16) % free.length;
  const made = (['canary', 'neighbour'] as const).map((who, index) =>
    persona({ run, who, phoneIndex: free[(first + index) % free.length]!, mailbox: mailboxAt(place) }),
  );
  const there = found(records, searchFor(made.flatMap(markersOf)));
  if (there.length > 0 || free.length < 2) throw new Error(`Not new: ${there.join(', ') || 'all telephone numbers'}`);
  return made as [Persona, Persona];
}

const found = (records: readonly StoreRecord[], search: Search): string[] => records.flatMap(({ bytes }) => search(bytes).map(({ marker }) => marker));

/** On AWS mails really go out, and what bounces counts against the sender: the provider's own simulator takes them. */
const mailboxAt =
  ({ emulator }: Place) =>
  (name: string): string =>
    emulator ? `${name}@proof.example` : `success+${name}@simulator.amazonses.com`;

/** What we call the canary: ids that others made for them, and the address of their computer. */
function knownBy({ id }: Customer, records: readonly StoreRecord[], { emulator }: Place): { markers: Marker[]; leftOut: Record<string, string> } {
  const user =
    records
      .find(({ from }) => from.in === 'login' && from.username === id)
      ?.bytes.toString()
      .split('\n') ?? [];
  const sub = user[user.indexOf('sub') + 1];
  if (!user.includes('sub') || !sub) throw new Error('The login of the canary has no sub');
  const address = records
    .find(({ from }) => from.in === 'table' && from.table === 'tickets' && from.item.pk === id && from.path === 'sourceIp')
    ?.bytes.toString();
  if (!address) throw new Error('The address from which the canary reported was not recorded');
  const ids: Marker[] = [
    { name: 'customerId', value: id, form: 'id' },
    { name: 'sub', value: sub, form: 'id' },
  ];
  if (!emulator) return { markers: [...ids, { name: sharedMarker, value: address, form: 'ip-address' }], leftOut: {} };
  return { markers: ids, leftOut: { [sharedMarker]: `the local cloud sees everybody at ${address}`, 'suppression list': 'the local cloud keeps none' } };
}

/** Ids and numbers that were made for what is the person's: they lead to them as long as it is stored. */
function aggregatesOf(customerId: string, { items }: Pick<Dump, 'items'>): Marker[] {
  const theirs = items.filter(({ item }) => item.pk === customerId && typeof item.id === 'string');
  const ids = theirs.map(({ item }, index): Marker => ({ name: `id ${index} (${String(item.kind)})`, value: String(item.id), form: 'id', aggregate: true }));
  const numbers = idsOf(customerId, { items }).numbers.map((value, index): Marker => ({
    name: `number ${index} (ticket)`,
    value,
    form: 'id',
    aggregate: true,
    inMails: true,
  }));
  return [...ids, ...numbers];
}

function idsOf(customerId: string, { items }: Pick<Dump, 'items'>): CanaryIds {
  const of = (kind: string, name = 'id'): string[] =>
    items.filter(({ item }) => item.pk === customerId && item.kind === kind).map(({ item }) => String(item[name]));
  return { tickets: of('ticket'), letters: of('letter'), numbers: of('ticket', 'number') };
}
