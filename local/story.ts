/** The demo story, played through the public API: an accident is reported, worked, settled by letter, and provably erased. */
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '../client/aws.ts';
import { writeLogins } from '../client/logins.ts';
import type { Outputs } from '../client/outputs.ts';
import { firstAdministrator, loggedIn, type Person } from '../client/portal.ts';
import { ratedAndReopened } from './story/afterwards.ts';
import { answerCame, answerFrom, askingForTheInvoice, type Text } from './story/answer.ts';
import {
  callNote,
  lookThrough,
  openLetter,
  payOutAndClose,
  reportAccident,
  reportedTwice,
  settledCase,
  settlementLetter,
  twoPhotos,
  untilAssigned,
  untilConfirmed,
  untilTold,
} from './story/case.ts';
import { guideCorrected } from './story/feedback.ts';
import { theftSettled, whileSmallTheftsAreSettled } from './story/in-the-dark.ts';
import { colleague, customer, type Registered } from './story/people.ts';
import { billsPrinted } from './story/printed.ts';
import { timeEntered } from './story/time-spent.ts';
import { remindMe, reminded } from './story/reminder.ts';
import { deletionRun, erased, summed, type RunBody } from '../client/privacy.ts';

export interface StoryResult {
  /** What happened, in plain words, one line each, for the screen that `npm start` ends on. */
  summary: string[];
}

type Say = (line: string) => void;

/** A case that Paula or Emil went through. */
interface Case {
  readonly ticketId: string;
  readonly letterId: string;
}

const paulaSommer = { givenName: 'Paula', familyName: 'Sommer', street: 'Lindenstraße 12', postalCode: '50674', city: 'Köln', notifyBy: 'sms' } as const;

const lenaOeztuerk = { givenName: 'Lena', familyName: 'Öztürk', street: 'Merowingerstraße 8', postalCode: '50677', city: 'Köln', notifyBy: 'email' } as const;

/**
 * Plays the whole story and leaves somebody to look at: Paula with a fresh report, her neighbour, a clerk and the officer.
 * @throws Error at the first step that is not as it should be.
 */
export async function playStory(outputs: Outputs, say: Say): Promise<StoryResult> {
  const admin = await loggedIn(outputs, await firstAdministrator(outputs));
  const clerk = await colleague(outputs, admin, 'Thomas Brandt', 'agent', ['claims', 'service']);
  const officer = await colleague(outputs, admin, 'Miriam Keller', 'officer', []);
  say('An administrator has taken in Thomas Brandt (clerk) and Miriam Keller (data protection officer).');

  const text = await askingForTheInvoice(admin);
  say('The administrator has written a text for what clerks ask again and again.');

  const paula = await customer(outputs, clerk, paulaSommer);
  const settled = await accidentSettled(paula, clerk, text, say);
  const whatToDo = await billsPrinted(outputs, paula, clerk);
  say(
    `Output management has handed in three bills it printed: one is in her letter centre, one was to a neighbour by its address window, so a clerk looked and refused it, one was no PDF: “${whatToDo}”`,
  );
  await whileSmallTheftsAreSettled(admin, async () => theftSettled(await customer(outputs, clerk, lenaOeztuerk)));
  say(
    'Lena Öztürk had a bag stolen: report, two documents, and a rule has settled it by itself. Letter, payout and answer are there, and say that no person decided.',
  );
  await guideCorrected(clerk, admin);
  say('Thomas Brandt has said what is wrong in a guide; it is put right, and the answer lies in his inbox.');
  await dataMapShown(paula, say);
  const answer = await emilErased(outputs, clerk, officer, say);
  const figure = await yearsGoBy(outputs, { paula, settled, clerk, officer }, say);

  const again = await customer(outputs, clerk, paulaSommer);
  const neighbour = await customer(outputs, clerk, {
    givenName: 'Jürgen',
    familyName: 'Groß',
    street: 'Lindenstraße 14',
    postalCode: '50674',
    city: 'Köln',
    notifyBy: 'email',
  });
  for (const person of [again, neighbour]) {
    const { id } = await reportAccident(person);
    await untilAssigned(clerk, id);
    await settlementLetter(clerk, person, id);
  }
  await writeLogins({
    paula: again.login,
    clerk: clerk.login,
    officer: officer.login,
    neighbour: neighbour.login,
    // On AWS itself administrators are the business of whoever operates the stage.
    ...(outputs.endpoint !== undefined && { admin: admin.login }),
  });
  say('For you to look at: Paula and her neighbour have reported anew, and a letter waits for each.');
  return {
    summary: [
      'Paula reported an accident; a clerk settled it by letter; she was told by SMS and opened it.',
      answer,
      `More than ten years on, what deletion runs have left is ${figure}`,
    ],
  };
}

async function accidentSettled(paula: Registered, clerk: Person, text: Text, say: Say): Promise<Case> {
  const { id: ticketId, expected } = await reportAccident(paula);
  if (expected?.next !== 'answer' || expected.by === undefined) throw new Error('Paula was not told by when she can expect an answer');
  say(`Paula Sommer has confirmed her data and reported a bicycle accident: a ticket exists, and says: “${expected.words.de}”`);
  await untilAssigned(clerk, ticketId);
  say('The ticket is with Thomas Brandt, who has the skill and the fewest open tickets.');
  await untilConfirmed(paula, ticketId);
  say('A confirmation went out by e-mail and stands on the ticket.');
  await reportedTwice(paula, clerk, ticketId);
  say('She has reported it once more, to be sure. Thomas Brandt has made one ticket of the two: what she wrote on the second stands on the first.');
  await twoPhotos(paula, ticketId);
  say('She has sent two photos: checked, kept without the place where they were taken, and unread for her clerk.');
  await lookThrough(clerk, ticketId);
  const asked = await answerFrom(text, clerk, ticketId);
  say(`He has answered from that text: the ticket waits for her, and a task says when to look again. It came out so: “${asked.split('\n\n')[1]}”`);
  await answerCame(paula, clerk, ticketId);
  say('Paula has written back, so the ticket goes on, and the task is done.');
  const { id: reminderId } = await remindMe(clerk, ticketId);
  await callNote(clerk, ticketId);
  const { id: letterId } = await settlementLetter(clerk, paula, ticketId);
  say('After a call, which left a note, the settlement letter is in her letter centre.');
  const told = await untilTold(paula, letterId);
  if (told.notification?.channel !== 'sms' || told.notification.result !== 'sent') throw new Error('Paula chose SMS and was not told by SMS');
  await openLetter(paula, letterId);
  await expectOpened(paula, letterId);
  say('Paula got one SMS of it, opened the letter, and that it was opened is recorded.');
  await reminded(clerk, reminderId);
  say('Thomas Brandt was reminded, at the minute he had asked for, of an opinion that should be there by now.');
  await timeEntered(clerk, ticketId);
  say(
    'The minutes that he gave with his call note count; he has entered more, and put a slip right: the case has a sum, and his team a figure without his name.',
  );
  await payOutAndClose(clerk, ticketId);
  say('The payout is documented and the case is closed: everything that belongs to it has its due date.');
  await ratedAndReopened(paula, clerk, ticketId);
  say('Paula has given it five points of five, and asked one thing more: the case was open again with its clerk, who answered and closed it.');
  return { ticketId, letterId };
}

async function expectOpened(reader: Person, letterId: string): Promise<void> {
  const { openings } = await reader.must<{ openings: number }>('GET', `/v1/letters/${letterId}`);
  if (openings !== 1) throw new Error(`The letter was opened once, and recorded are ${openings} openings`);
}

async function dataMapShown(paula: Person, say: Say): Promise<void> {
  const { entries } = await paula.must<{ entries: { title: string; endsOn?: string; endsAfter?: string; sources: string[] }[] }>('GET', '/v1/me/data-map');
  say('Paula sees what is stored about her and when it goes:');
  for (const { title, endsOn, endsAfter } of entries) say(`  ${title}: ${endsOn ? `gone by ${endsOn}` : `period runs from: ${endsAfter}`}`);
}

/** A customer whose contract has ended asks for erasure. */
async function emilErased(outputs: Outputs, clerk: Person, officer: Person, say: Say): Promise<string> {
  const emil = await customer(outputs, clerk, {
    givenName: 'Emil',
    familyName: 'Krüger',
    street: 'Ahornweg 3',
    postalCode: '50823',
    city: 'Köln',
    notifyBy: 'email',
  });
  const { ticketId, letterId } = await settledCase(emil, clerk);
  await clerk.must('POST', `/v1/customers/${emil.id}/relationship-end`, { body: { endedOn: yesterday() } });
  const { outcome, lines = [] } = await erased(emil, officer);
  say('Emil Krüger, whose contract has ended, has asked for erasure. The answer:');
  for (const { title, result, count, endsOn } of lines) say(`  ${title}: ${count} ${result}${endsOn ? ` until ${endsOn}` : ''}`);
  await expectHidden(clerk, { ticketId, letterId });
  const retained = lines.filter(({ result }) => result === 'retained');
  if (retained.some(({ endsOn, ground }) => !endsOn || !ground)) throw new Error('What is kept must be listed with ground and end');
  return `Emil asked for erasure (${outcome}): what nothing protects is gone; ${retained.length} classes are kept for the law, hidden and dated.`;
}

/** Neither what is deleted nor what is kept for the law only is shown to anybody. */
async function expectHidden(clerk: Person, { ticketId, letterId }: Case): Promise<void> {
  for (const path of [`/v1/tickets/${ticketId}`, `/v1/tickets/${ticketId}/interactions`, `/v1/letters/${letterId}`]) {
    const { status } = await clerk.ask('GET', path);
    if (status !== 404) throw new Error(`GET ${path} should answer 404 and answers ${status}`);
  }
}

interface Years {
  readonly paula: Registered;
  readonly settled: Case;
  readonly clerk: Person;
  readonly officer: Person;
}

/** Paula's contract ends too, and the deletion run of each day that matters does its work. */
async function yearsGoBy(outputs: Outputs, { paula, settled, clerk, officer }: Years, say: Say): Promise<string> {
  await clerk.must('POST', `/v1/customers/${paula.id}/relationship-end`, { body: { endedOn: yesterday() } });
  const year = new Date().getFullYear();
  const dry = await deletionRun(officer, `${year + 4}-04-01`, true);
  say(`A dry run for ${dry.asOf} would do: ${summed(dry)}`);
  const before = total(await statistics(outputs));
  let anonymised = 0;
  for (const day of [`${year + 1}-03-15`, `${year + 4}-04-01`, `${year + 7}-01-01`, `${year + 11}-01-01`]) {
    const run = await deletionRun(officer, day);
    anonymised += cases(run);
    say(`The run of ${day}: ${summed(run)}`);
  }
  await expectHidden(clerk, settled);
  const figures = await statistics(outputs);
  if (total(figures) !== before + anonymised) throw new Error(`${anonymised} cases were anonymised, and the statistics grew by ${total(figures) - before}`);
  const figure = told(figures);
  say(`What is left in the end: ${figure}`);
  return figure;
}

/** The statistics count cases of eleven people or more that end together. */
const told = (figures: readonly Figure[]): string =>
  figures.length === 0
    ? 'nothing, not even a figure: those are made where the cases of eleven people end together'
    : `a figure without a person: ${total(figures)} closed cases in ${figures.length} cell${figures.length === 1 ? '' : 's'} of the statistics`;

const cases = ({ lines }: RunBody): number => lines.reduce((sum, { counts }) => sum + (counts['anonymised'] ?? 0), 0);

const yesterday = (): string => new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);

interface Figure {
  readonly cell: string;
  readonly count: number;
}

const total = (figures: readonly Figure[]): number => figures.reduce((sum, { count }) => sum + count, 0);

/** The anonymous statistics, as an operator reads them. */
async function statistics(outputs: Outputs): Promise<Figure[]> {
  const client = new DynamoDBClient(clientSettings(outputs));
  try {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: outputs.tables['statistics'], ConsistentRead: true }));
    return Items.map(({ pk, sk, count }) => ({ cell: `${pk?.S} ${sk?.S}`, count: Number(count?.N) }));
  } finally {
    client.destroy();
  }
}
