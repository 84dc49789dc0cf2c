import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, matchesGlob, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectDir } from '../../client/paths.ts';
import { unfinished } from '../../local/new/todo.ts';

/** One import as the source has it. */
interface Import {
  readonly from: string;
  /** A file of ours, or the name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const rooms = ['infra', 'functions', 'shared', 'events', 'client', 'proof', 'local', 'docs', 'test'];
const files = rooms.flatMap((room) => globSync(`${room}/**/*.ts`, { cwd: projectDir })).toSorted();
const source = new Map(files.map((file) => [file, withoutComments(readFileSync(join(projectDir, file), 'utf8'))]));
const imports = files.flatMap(importsOf);

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[\s;{(,])\/\/[^\n]*/g, '$1');
}

function importsOf(from: string): Import[] {
  const text = source.get(from)!;
  const named = [...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";=]*?\sfrom\s+)?'([^']+)'/gm)].map(([, type, to]) => ({
    to: to!,
    typeOnly: type !== undefined,
  }));
  const called = [...text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g)].map(([, to]) => ({ to: to!, typeOnly: false }));
  return [...named, ...called].map(({ to, typeOnly }) => ({ from, typeOnly, to: to.startsWith('.') ? normalize(join(dirname(from), to)) : to }));
}

const room = (file: string): string => file.split('/')[0]!;
const concept = (file: string): string => file.split('/')[1]!;
const told = ({ from, to }: Import): string => `${from} → ${to}`;
const breaches = (isBreach: (one: Import) => boolean): string[] => imports.filter(isBreach).map(told);

/** Files of `shared` that reach out of the process, as lint has them. Everything else in a concept's folder is a rule file. */
const adapters = (() => {
  const { overrides } = JSON.parse(readFileSync(join(projectDir, '.oxlintrc.json'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, '')) as {
    overrides: { excludeFiles?: string[] }[];
  };
  return overrides.flatMap(({ excludeFiles = [] }) => excludeFiles).filter((pattern) => !/^shared\/(lambda|storage)\//.test(pattern));
})();
/** What every concept stands on: no concepts themselves. */
const ground = new Set(['lambda', 'storage', 'personal-data', 'logins', 'files']);
/** The storage files that are data and pure functions. */
const pureStorage = new Set([
  'shared/storage/customer-guard.ts',
  'shared/storage/item-kind.ts',
  'shared/storage/item.ts',
  'shared/storage/needs.ts',
  'shared/storage/tables.ts',
  'shared/storage/shard.ts',
  'shared/storage/due-index.ts',
  'shared/storage/wake-index.ts',
  'shared/storage/event-item.ts',
  'shared/storage/item-states.ts',
  'shared/storage/outside-holdings.ts',
  'shared/storage/item-writes.ts',
  'shared/storage/request-count-item.ts',
  'shared/storage/request-item.ts',
]);

const isShared = (file: string): boolean => room(file) === 'shared';
const isAdapter = (file: string): boolean => adapters.some((pattern) => matchesGlob(file, pattern));
const isItem = (file: string): boolean => /-items?\.ts$/.test(file);
const isRule = (file: string): boolean => isShared(file) && !isAdapter(file) && !['lambda', 'storage'].includes(concept(file));

describe('imports go one way', () => {
  const allowed: Record<string, readonly string[]> = {
    events: ['events'],
    shared: ['shared', 'events'],
    functions: ['functions', 'shared', 'events'],
    infra: ['infra', 'functions', 'shared', 'events'],
    client: ['client', 'shared', 'events'],
    proof: ['proof', 'client', 'infra', 'functions', 'shared', 'events'],
    local: ['local', 'docs', 'proof', 'client', 'infra', 'functions', 'shared', 'events'],
    docs: ['docs', 'infra', 'functions', 'shared', 'events'],
    test: rooms,
  };

  it.each(rooms)('from %s', (from) => {
    expect(breaches((one) => room(one.from) === from && rooms.includes(room(one.to)) && !allowed[from]!.includes(room(one.to)))).toEqual([]);
  });

  it('to files that exist, with their suffix', () => {
    expect(breaches(({ to }) => rooms.includes(room(to)) && !existsSync(join(projectDir, to)))).toEqual([]);
  });

  it('and never between the functions of two concepts', () => {
    expect(breaches(({ from, to }) => room(from) === 'functions' && room(to) === 'functions' && concept(from) !== concept(to))).toEqual([]);
  });

  it('and never in a circle', () => {
    const targets = Map.groupBy(
      imports.filter(({ typeOnly, to }) => !typeOnly && source.has(to)),
      ({ from }) => from,
    );
    const circles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      if (done.has(file)) return;
      for (const { to } of targets.get(file) ?? []) visit(to, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });
});

describe('rule files', () => {
  const rules = files.filter(isRule);

  it('are most of what is shared', () => {
    expect(rules).toContain('shared/tickets/ticket.ts');
    expect(rules).toContain('shared/personal-data/calendar.ts');
    expect(rules.length).toBeGreaterThan(20);
  });

  it('know no cloud, no disk and no other means of the platform', () => {
    expect(breaches(({ from, to }) => isRule(from) && /^(@aws-|aws-|@middy\/|node:)/.test(to))).toEqual([]);
  });

  it('know storage and Lambda by their types only', () => {
    expect(
      breaches(
        ({ from, to, typeOnly }) =>
          isRule(from) && !typeOnly && isShared(to) && ['lambda', 'storage'].includes(concept(to)) && !pureStorage.has(to) && !privacyWalks(from, to),
      ),
    ).toEqual([]);
  });

  it('find in storage what is pure: files that stand on nothing but such files and rules', () => {
    const pure = (to: string): boolean => to === 'zod' || pureStorage.has(to) || (isShared(to) && isRule(to)) || room(to) === 'events';
    expect(breaches(({ from, to, typeOnly }) => pureStorage.has(from) && !typeOnly && !pure(to))).toEqual([]);
    const own = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bcrypto\b|\bsetTimeout\b|\bprocess\./;
    expect([...pureStorage].filter((file) => own.test(source.get(file)!))).toEqual([]);
  });

  it('have no clock and no dice: what they need comes in', () => {
    const own = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bcrypto\b|\bperformance\.now\b|\bsetTimeout\b|\bTemporal\.Now\b|\bprocess\./;
    expect(rules.filter((file) => own.test(source.get(file)!))).toEqual([]);
  });

  it('are not the only ones: tables and readers get time and ids handed in as well', () => {
    const own = /\bDate\.now\b|\bnew Date\(\s*\)/;
    expect(files.filter((file) => isShared(file) && isAdapter(file) && own.test(source.get(file)!))).toEqual([]);
  });

  it('import no adapter', () => {
    expect(breaches(({ from, to, typeOnly }) => isRule(from) && !typeOnly && isShared(to) && isAdapter(to))).toEqual([]);
  });
});

/** Privacy's walk over the registry reads items as they are stored, whatever they are. */
function privacyWalks(from: string, to: string): boolean {
  return (concept(from) === 'privacy' || from === 'shared/stored-items.ts') && ['shared/storage/database.ts', 'shared/storage/idempotency.ts'].includes(to);
}

describe('between concepts', () => {
  const across = ({ from, to }: Import): boolean =>
    ['shared', 'functions'].includes(room(from)) &&
    isShared(to) &&
    to.split('/').length > 2 &&
    !ground.has(concept(to)) &&
    !ground.has(concept(from)) &&
    concept(from) !== concept(to);

  it('nobody uses another’s tables', () => {
    expect(breaches((one) => across(one) && /-tables?\.ts$/.test(one.to))).toEqual([]);
  });

  it('adapters are used by their own concept, but for the readers, the mails that are no notification of a customer, and the press for letters that rules set', () => {
    const mails = (from: string): boolean => ['functions/privacy/erase-customer-handler.ts', 'functions/tasks/put-in-inbox-handler.ts'].includes(from);
    const sets = ({ from, to }: Import): boolean => from === 'functions/tickets/run-rules-handler.ts' && to.startsWith('shared/letters/typesetting/');
    expect(breaches((one) => across(one) && isAdapter(one.to) && !one.to.endsWith('-reader.ts') && !mails(one.from) && !sets(one))).toEqual([]);
  });

  it('only the list of all kinds knows how another stores', () => {
    expect(breaches((one) => across(one) && isItem(one.to) && one.from !== 'shared/stored-items.ts')).toEqual([]);
  });

  it('privacy knows none of them, and gets the list of all kinds handed in', () => {
    const isPrivacy = (file: string): boolean => isShared(file) && concept(file) === 'privacy';
    expect(breaches((one) => isPrivacy(one.from) && (across(one) || one.to === 'shared/stored-items.ts'))).toEqual([]);
  });

  it('the ground knows no concept', () => {
    expect(
      breaches(({ from, to }) => isShared(from) && ground.has(concept(from)) && isShared(to) && to.split('/').length > 2 && !ground.has(concept(to))),
    ).toEqual([]);
  });
});

describe('the house keeps its shape', () => {
  it('has no barrels and no rooms for odds and ends', () => {
    expect(files.filter((file) => basename(file) === 'index.ts')).toEqual([]);
    expect(files.filter((file) => /(^|\/)(utils?|types|helpers|common|misc|lib)(\/|\.ts$)/.test(file))).toEqual([]);
  });

  it('lists in a concept’s endpoints every endpoint that the concept has', () => {
    const defined = files.filter((file) => room(file) === 'functions' && /=\s*endpoint\(\{/.test(source.get(file)!));
    const listed = new Set(imports.filter(({ from }) => /(^|-)endpoints\.ts$/.test(basename(from))).map(({ to }) => to));
    expect(defined.length).toBeGreaterThan(5);
    expect(defined.filter((file) => !listed.has(file))).toEqual([]);
  });

  it('walks every endpoint that uses tables in a course', () => {
    const using = files.filter((file) => room(file) === 'functions' && /=\s*endpoint\(\{[^]*\n  uses,/.test(source.get(file)!));
    const walked = new Set(imports.filter(({ from }) => from === 'test/storage/function-courses.ts').map(({ to }) => to));
    expect(using.length).toBeGreaterThan(5);
    expect(using.filter((file) => !walked.has(file))).toEqual([]);
  });

  it('tells every event that it declares', () => {
    const declared = files.filter((file) => room(file) === 'events' && basename(file) !== 'event.ts');
    const written = new Set(imports.filter(({ from, typeOnly }) => isShared(from) && !typeOnly).map(({ to }) => to));
    expect(declared.length).toBeGreaterThan(5);
    expect(declared.filter((file) => !written.has(file))).toEqual([]);
  });

  it('leaves nothing of a skeleton to be filled in', () => {
    const texts = [...files, ...globSync(['events/**/*.json', 'functions/*/README.md', 'test/unit/events/**/*.json'], { cwd: projectDir })].filter(
      (file) => file !== 'local/new/todo.ts',
    );
    const left = texts.flatMap((file) => unfinished(readFileSync(join(projectDir, file), 'utf8')).map((place) => `${file}:${place}`));
    expect(left.toSorted()).toEqual([]);
  });

  it('patches no modules in tests', () => {
    const tests = files.filter((file) => room(file) === 'test' && file !== 'test/unit/architecture.test.ts');
    expect(tests.filter((file) => /\bjest\.(mock|unstable_mockModule|doMock|spyOn)\b/.test(source.get(file)!))).toEqual([]);
  });

  it('leaves out no test', () => {
    const tests = files.filter((file) => file.endsWith('.test.ts') && file !== 'test/unit/architecture.test.ts');
    expect(tests.filter((file) => /\b(it|test|describe)\.(skip|only|todo)\b|\b(xit|xdescribe|fit|fdescribe)\(/.test(source.get(file)!))).toEqual([]);
  });
});
