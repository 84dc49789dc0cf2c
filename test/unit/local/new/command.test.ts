import { beforeAll, describe, expect, it } from '@jest/globals';
import { skeletonFor } from '../../../../local/new/command.ts';
import { house, type House } from '../../../../local/new/house.ts';
import { todo, unfinished } from '../../../../local/new/todo.ts';
import { drawn, told } from '../../../../local/new/write.ts';
import { deletionClasses } from '../../../../shared/personal-data/deletion-rules.ts';
import { tables } from '../../../../shared/storage/tables.ts';

let here: House;
beforeAll(async () => {
  here = await house();
});

const asked = (line: string) => skeletonFor(line.split(' ').filter(Boolean), here);
const made = (line: string): string[] => Object.keys(asked(line).made).toSorted();

const child = 'item tickets/errand --table tickets --prefix ern --under ticket';
const head = 'item letters/enclosure --table letters --prefix enc --class case-notes';
const event = 'event errand-added --of ticket';
const post = 'endpoint tickets/add-errand POST /v1/tickets/{ticketId}/errands';
const worker = 'worker tickets/remind-of-errand ticket-opened';
const all = [
  child,
  head,
  event,
  post,
  worker,
  'endpoint tickets/list-errands GET /v1/tickets/{ticketId}/errands',
  'endpoint errands/add-errand POST /v1/errands --new-concept',
  'endpoint tickets/change-errand PATCH /v1/errands',
  'endpoint privacy/remove-run DELETE /v1/runs/{runId}',
];

describe('what is new', () => {
  it.each<[string, string[]]>([
    [child, ['shared/tickets/errand-item.ts', 'shared/tickets/errand-table.ts', 'shared/tickets/errand.ts', 'test/storage/errand-table.test.ts']],
    [head, ['shared/letters/enclosure-item.ts', 'shared/letters/enclosure-table.ts', 'shared/letters/enclosure.ts', 'test/storage/enclosure-table.test.ts']],
    [event, ['events/errand-added.ts', 'events/examples/errand-added.v1.json', 'test/unit/events/invalid/errand-added/free-text.json']],
    [post, ['functions/tickets/add-errand.ts', 'test/storage/add-errand.test.ts']],
    [
      'endpoint errands/add-errand POST /v1/errands --new-concept',
      [
        'functions/errands/README.md',
        'functions/errands/add-errand.ts',
        'functions/errands/api.ts',
        'functions/errands/endpoints.ts',
        'infra/errands-stack.ts',
        'test/storage/add-errand.test.ts',
      ],
    ],
    [worker, ['functions/tickets/remind-of-errand-handler.ts', 'functions/tickets/remind-of-errand.ts', 'test/storage/remind-of-errand.test.ts']],
  ])('has its files: %s', (line, files) => {
    expect(made(line)).toEqual(files);
  });

  it.each<[string, string[]]>([
    [child, ['shared/id.ts', 'shared/stored-items.ts']],
    [event, []],
    [post, ['functions/tickets/endpoints.ts']],
    ['endpoint errands/add-errand POST /v1/errands --new-concept', ['infra/lambda-entries.ts', 'infra/stacks.ts', 'docs/openapi.ts']],
    [worker, ['infra/lambda-entries.ts', 'infra/tickets-stack.ts', 'infra/store-registry.ts']],
  ])('is put into the lists: %s', (line, files) => {
    expect(asked(line).extended.map(({ file }) => file)).toEqual(files);
  });

  it('stands in the lists beside its like, and as the formatter likes it', async () => {
    const text = async (line: string, file: string) => (await drawn(asked(line), here)).get(file);
    const before = here.kinds.findLast(({ kind }) => kind.table === 'tickets')!.name;
    expect(await text(child, 'shared/stored-items.ts')).toContain(`  ${before},\n  errandKind,\n`);
    expect(await text(child, 'shared/id.ts')).toMatch(/'ern',?\s*\] as const;/);
    expect(await text(post, 'functions/tickets/endpoints.ts')).toMatch(/, addErrand\];|, *\n {2}addErrand,\n\];/);
    expect(await text(worker, 'infra/lambda-entries.ts')).toMatch(
      /handler: 'functions\/tickets\/[^}]*\},\n {2}'remind-of-errand': \{ handler: 'functions\/tickets\/remind-of-errand-handler.ts', needs: needsOf\(remindOfErrandUses\) \},\n {2}'(?!.*tickets\/)/,
    );
    expect(await text(worker, 'infra/tickets-stack.ts')).toMatch(/\n {4}this\.\w+\(\);\n {4}this\.remindOfErrand\(\);\n {2}\}\n/);
    expect(await text(worker, 'infra/store-registry.ts')).toMatch(/queue\('tickets\/.*\n {2}queue\('tickets\/RemindOfErrand', .*\n {2}queue\('(?!tickets)/);
  });

  it.each(all)('says what is to be filled in, in every file but an event’s first example: %s', async (line) => {
    const skeleton = asked(line);
    const texts = [...(await drawn(skeleton, here))].filter(
      ([file]) => file in skeleton.made && !file.startsWith('events/examples/') && !/(-handler|endpoints)\.ts$/.test(file),
    );
    expect(texts.filter(([, text]) => unfinished(text).length === 0).map(([file]) => file)).toEqual([]);
    expect(texts.flatMap(([, text]) => unfinished(text)).filter((place) => !/^\d+: \S+ ?\S/.test(place))).toEqual([]);
  });

  it('is told with what is left, in its order', () => {
    const text = told(asked(post));
    expect(text).toMatch(/^Written:\n {2}functions\/tickets\/add-errand\.ts\n/);
    expect(text).toContain('Extended:\n  functions/tickets/endpoints.ts (endpoints)\nLeft to do, in this order:\n  1. Fill in');
    expect(told(asked(event))).not.toContain('Extended');
  });

  it('has names as the house writes them', async () => {
    const files = await drawn(asked(post), here);
    expect(files.get('functions/tickets/add-errand.ts')).toContain('export const addErrand = endpoint({');
    expect((await drawn(asked(worker), here)).get('functions/tickets/remind-of-errand.ts')).toContain('export interface RemindOfErrandDeps extends');
    expect((await drawn(asked(child), here)).get('shared/tickets/errand.ts')).toContain("export const ErrandId = idOf('ern');");
  });

  it('finds the aggregate of an event in its name, and what a part of a path is in the schemas of ids', async () => {
    expect((await drawn(asked('event ticket-renamed'), here)).get('events/ticket-renamed.ts')).toContain("type: 'ticket.renamed'");
    expect((await drawn(asked(event), here)).get('events/errand-added.ts')).toContain("type: 'ticket.errand-added'");
    expect((await drawn(asked('event errand-added --of errand --prefix acc'), here)).get('events/errand-added.ts')).toMatch(
      /'errand\.added'[^]*idWith\('acc'\)/,
    );
    const run = await drawn(asked('endpoint privacy/remove-run DELETE /v1/runs/{runId}'), here);
    expect(run.get('functions/privacy/remove-run.ts')).toContain('params: z.strictObject({ runId: DeletionRunId })');
  });

  it('says of a head what its class asks for', async () => {
    const item = async (cls: string) =>
      (await drawn(asked(`item letters/enclosure --table letters --prefix enc --class ${cls}`), here)).get('shared/letters/enclosure-item.ts')!;
    expect(unfinished(await item('case-notes')).join()).toContain('starts: the days of case-closed');
    expect(unfinished(await item('business-letter')).join()).toContain('partOf');
    expect(unfinished(await item('notification')).join()).not.toMatch(/starts|partOf/);
  });
});

describe('what cannot be is refused, by the argument and what could stand there', () => {
  const classes = deletionClasses.join(', ');
  const tableNames = Object.keys(tables).join(', ');

  it.each<[string, string, string | RegExp]>([
    ['thing tickets/errand', 'first word', 'item, endpoint, event, worker'],
    ['', 'first word', 'item, endpoint, event, worker'],
    ['item errand', 'item', 'For example: tickets/task'],
    ['item tickets/Errand --table tickets', 'item', 'For example: task'],
    ['item tickets/errand/more', 'item', 'For example'],
    ['item tickets/errand', '--table', tableNames],
    ['item tickets/errand --table errands', '--table: "errands" is not a table', tableNames],
    ['item errands/errand --table tickets', '--table', 'It belongs to: tickets'],
    ['item staff/errand --table staff', '--table', 'take a kind of that table for a pattern'],
    ['item tickets/note --table tickets', 'item: there is a kind note already', 'shared/stored-items.ts'],
    ['item tickets/errand --table tickets', '--prefix', /Taken: .*\bagt, /],
    ['item tickets/errand --table tickets --prefix errand', '--prefix: "errand" is not three letters', 'Three letters'],
    ['item tickets/errand --table tickets --prefix tck', '--prefix: "tck" is taken', 'Taken:'],
    ['item tickets/errand --table tickets --prefix lip', '--prefix: "lip" is taken', 'Taken:'],
    ['item tickets/errand --table tickets --prefix ern', '--under or --class', /^Heads: .*\bticket, /],
    ['item tickets/errand --table tickets --prefix ern', '--under or --class', classes],
    ['item tickets/errand --table tickets --prefix ern --under note', '--under: "note" is not a head', /There are: .*\bticket, /],
    ['item tickets/errand --table tickets --prefix ern --under payout', '--under: "payout" is not a head', /There are: .*\bticket, /],
    ['item tickets/errand --table tickets --prefix ern --under letter', '--under', 'Say letters/… instead of tickets/…'],
    ['item tickets/errand --table tickets --prefix ern --class x', '--class', classes],
    ['item tickets/errand --table tickets --prefix ern --class voucher --under ticket', '--class', 'Leave out'],
    ['item tickets/errand --of ticket', '--of', 'npm run new -- item'],
    ['item tickets/errand more', 'more: is one word too many', 'npm run new -- item'],
    ['endpoint errands/add-errand GET /v1/errands', 'endpoint: "errands" has no functions/errands/endpoints.ts', 'For one that is new: --new-concept'],
    ['endpoint tickets/add-errand GET /v1/errands --new-concept', '--new-concept: "tickets" is there already', 'Leave it out'],
    ['endpoint tickets/errand GET /v1/errands', 'endpoint: "errand" is not a verb and a noun', 'add-task'],
    ['endpoint tickets/add-errand', 'method', 'GET, POST, PUT, PATCH, DELETE'],
    ['endpoint tickets/add-errand FETCH /v1/errands', 'method: "FETCH"', 'GET, POST'],
    ['endpoint tickets/add-errand POST', 'path', '/v1/tickets/{ticketId}/tasks'],
    ['endpoint tickets/add-errand POST /errands', 'path: "/errands" does not begin with /v1/', '/v1/tickets'],
    ['endpoint tickets/add-errand POST /v1', 'path', '/v1/tickets'],
    ['endpoint tickets/add-errand POST /v1/Errands', 'path: "Errands" is neither', '/v1/tickets'],
    ['endpoint tickets/add-errand POST /v1/errands/{errandId}', 'path: nothing is known by {errandId}', 'TicketId'],
    ['endpoint tickets/open-case POST /v1/tickets', 'endpoint: POST /v1/tickets is there already, as openTicket', 'functions/tickets'],
    ['endpoint letters/open-ticket POST /v1/letters/open', 'endpoint: POST /v1/tickets is there already', 'functions/tickets'],
    ['endpoint tickets/add-errand POST /v1/errands more', 'more: is one word too many', ''],
    ['event', 'event', 'For example: task-added'],
    ['event errand-added', '--of', /Events tell of: .*\berasure, /],
    ['event errand-added --of errand', '--prefix', /There are: .*\bagt, /],
    ['event errand-added --of errand --prefix cus', '--prefix: "cus"', /There are: .*\bagt, /],
    ['event ticket-opened', 'event: ticket.opened is there already', 'events/ticket-opened.ts'],
    ['worker errands/remind-of-errand ticket-opened', 'worker: "errands" has no stack of its own', 'Concepts with a stack: '],
    ['worker tickets/remind ticket-opened', 'worker: "remind" is not a verb and a noun', 'remind-of-task'],
    ['worker tickets/assign-ticket ticket-opened', 'worker: a function of the name assign-ticket', 'infra/lambda-entries.ts'],
    ['worker tickets/remind-of-errand', 'event', 'ticket-opened'],
    ['worker tickets/remind-of-errand errand-added', 'event: "errand-added" is not an event', 'ticket-opened'],
    ['worker tickets/remind-of-errand --table tickets', '--table: says nothing of a new worker', ''],
    ['item tickets/errand --colour red', "Unknown option '--colour'", 'npm run new'],
  ])('%s', (line, argument, instead) => {
    let refusal: unknown;
    try {
      asked(line);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({
      kind: 'bad-argument',
      message: expect.stringContaining(argument),
      remedy: typeof instead === 'string' ? expect.stringContaining(instead) : expect.stringMatching(instead),
    });
  });

  it('and a file that is there is never written over', async () => {
    const taken: House = { ...here, source: (file) => (file === 'shared/tickets/errand.ts' ? 'somebody’s own' : here.source(file)) };
    await expect(drawn(asked(child), taken)).rejects.toThrow('there is already shared/tickets/errand.ts');
  });

  it('nor is a list that is not written as expected', async () => {
    const other: House = { ...here, source: (file) => (file === 'shared/id.ts' ? 'export const idPrefixes = prefixes();\n' : here.source(file)) };
    await expect(drawn(asked(child), other)).rejects.toMatchObject({
      kind: 'source-not-understood',
      message: expect.stringContaining('shared/id.ts: found no list'),
    });
  });
});

it('a place to be filled in is found wherever it stands, by its line', () => {
  const text = `const a = '${todo('what it is')}';\n\n// ${todo('why it is')}\n/** ${todo('whose it is')} */\n"${todo('where it is')}",\nconst todo = 1;\n`;
  expect(unfinished(text)).toEqual(['1: what it is', '3: why it is', '4: whose it is ', '5: where it is']);
});
