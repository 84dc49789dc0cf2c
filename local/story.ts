/** The demo story, played through the public API: an accident is reported, worked, settled by letter, and provably erased. */
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { clientSettings } from './aws.ts';
import { writeLogins } from './logins.ts';
import type { Outputs } from './outputs.ts';
import { firstAdministrator, loggedIn, type Person } from './portal.ts';
import { callNote, openLetter, payOutAndClose, reportAccident, settledCase, settlementLetter, untilAssigned, untilConfirmed, untilTold } from './story/case.ts';
import { colleague, customer, type Registered } from './story/people.ts';
import { deletionRun, erased, summed } from './story/privacy.ts';

export interface StoryResult {
  /** What happened, in plain words, one line each, for the screen that `npm start` ends on. */
  summary: string[];
}

type Say = (line: string) => void;

const paulaSommer = { givenName: 'Paula', familyName: 'Sommer', street: 'Lindenstraße 12', postalCode: '50674', city: 'Köln', notifyBy: 'sms' } as const;

/**
 * Plays the whole story and leaves somebody to look at: Paula with a fresh report, her neighbour, a clerk and the officer.
 * @throws Error at the first step that is not as it should be.
 */
export async function playStory(outputs: Outputs, say: Say): Promise<StoryResult> {
  const admin = await loggedIn(outputs, await firstAdministrator(outputs));
  const clerk = await colleague(outputs, admin, 'Thomas Brandt', 'agent', ['claims', 'service']);
  const officer = await colleague(outputs, admin, 'Miriam Keller', 'officer', []);
  say('An administrator has taken in Thomas Brandt (clerk) and Miriam Keller (data protection officer).');

  const paula = await customer(outputs, clerk, paulaSommer);
  const reported = await accidentSettled(paula, clerk, say);
  await dataMapShown(paula, say);
  const erasedLines = await emilErased(outputs, clerk, officer, say);
  const leftOver = await yearsGoBy(outputs, paula, clerk, officer, say);

  const again = await customer(outputs, clerk, paulaSommer);
  const neighbour = await customer(outputs, clerk, { givenName: 'Jürgen', familyName: 'Groß', street: 'Lindenstraße 14', postalCode: '50674', city: 'Köln', notifyBy: 'email' });
  for (const person of [again, neighbour]) {
    const { id } = await reportAccident(person);
    await untilAssigned(clerk, id);
    await settlementLetter(clerk, person, id);
  }
  await writeLogins({ paula: again.login, clerk: clerk.login, officer: officer.login, neighbour: neighbour.login });
  say('For you to look at: Paula and her neighbour have reported anew, and a letter waits for each.');
  return { summary: [...reported, ...erasedLines, ...leftOver] };
}

async function accidentSettled(paula: Registered, clerk: Person, say: Say): Promise<string[]> {
  const { id } = await reportAccident(paula);
  say('Paula Sommer has confirmed her data and reported a bicycle accident: a ticket exists.');
  await untilAssigned(clerk, id);
  say('The ticket is with Thomas Brandt, who has the skill and the fewest open tickets.');
  await untilConfirmed(paula, id);
  say('A confirmation went out by e-mail and stands on the ticket.');
  await callNote(clerk, id);
  const letter = await settlementLetter(clerk, paula, id);
  say('After a call, which left a note, the settlement letter is in her letter centre.');
  const told = await untilTold(paula, letter.id);
  if (told.notification?.channel !== 'sms' || told.notification.result !== 'sent') throw new Error('Paula chose SMS and was not told by SMS');
  await openLetter(paula, letter.id);
  say('Paula got one SMS, opened the letter, and that it was opened is recorded.');
  await payOutAndClose(clerk, id);
  say('The payout is documented and the case is closed: everything that belongs to it has its due date.');
  return ['Paula reported an accident, a clerk settled it by letter, she was told by SMS and opened it.'];
}

async function dataMapShown(paula: Person, say: Say): Promise<void> {
  const { entries } = await paula.must<{ entries: { title: string; endsOn?: string; endsAfter?: string; sources: string[] }[] }>('GET', '/v1/me/data-map');
  say('Paula sees what is stored about her and when it goes:');
  for (const { title, endsOn, endsAfter } of entries) say(`  ${title}: ${endsOn ? `gone by ${endsOn}` : `period runs from: ${endsAfter}`}`);
}

/** A customer whose contract has ended asks for erasure. */
async function emilErased(outputs: Outputs, clerk: Person, officer: Person, say: Say): Promise<string[]> {
  const emil = await customer(outputs, clerk, { givenName: 'Emil', familyName: 'Krüger', street: 'Ahornweg 3', postalCode: '50823', city: 'Köln', notifyBy: 'email' });
  await settledCase(emil, clerk);
  await clerk.must('POST', `/v1/customers/${emil.id}/relationship-end`, { body: { endedOn: yesterday() } });
  const answer = await erased(emil, officer);
  say('Emil Krüger, whose contract has ended, has asked for erasure. The answer:');
  for (const { title, result, count, endsOn } of answer.lines ?? []) say(`  ${title}: ${count} ${result}${endsOn ? ` until ${endsOn}` : ''}`);
  const tickets = await officer.ask('GET', '/v1/me');
  if (tickets.status !== 403) throw new Error('An officer is no customer');
  const retained = (answer.lines ?? []).filter(({ result }) => result === 'retained').length;
  return [`Emil asked for erasure (${answer.outcome}): what nothing protects is gone, ${retained} classes are kept for the law and dated.`];
}

/** The contract ends, and the deletion run of each day that matters does its work. */
async function yearsGoBy(outputs: Outputs, paula: Registered, clerk: Person, officer: Person, say: Say): Promise<string[]> {
  await clerk.must('POST', `/v1/customers/${paula.id}/relationship-end`, { body: { endedOn: yesterday() } });
  const year = new Date().getFullYear();
  const dry = await deletionRun(officer, `${year + 4}-04-01`, true);
  say(`A dry run for ${dry.asOf} would do: ${summed(dry)}`);
  const days = [`${year + 1}-03-15`, `${year + 4}-04-01`, `${year + 7}-01-01`, `${year + 11}-01-01`];
  for (const day of days) say(`The run of ${day}: ${summed(await deletionRun(officer, day))}`);
  const gone = await paula.ask('GET', '/v1/me').catch(() => ({ status: 401 }));
  if (gone.status === 200) throw new Error('Paula should be gone');
  const figures = await statistics(outputs);
  say(`What is left in the end is a figure without a person: ${figures.join(' · ')}`);
  return [`Eleven years on, the deletion runs have left a figure without a person: ${figures[0] ?? 'none'}`];
}

const yesterday = (): string => new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);

/** The anonymous statistics, as an operator reads them. */
async function statistics(outputs: Outputs): Promise<string[]> {
  const table = outputs.tables['statistics'];
  const client = new DynamoDBClient(clientSettings(outputs));
  try {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
    return Items.map(({ pk, sk, count }) => `${pk?.S} ${sk?.S}: ${count?.N}`);
  } finally {
    client.destroy();
  }
}
