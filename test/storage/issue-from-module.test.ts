import { beforeEach, expect, it } from '@jest/globals';
import { addLetterModule } from '../../functions/letters/add-letter-module.ts';
import { issueLetter, type IssueLetterDeps } from '../../functions/letters/issue-letter.ts';
import { LetterForm } from '../../functions/letters/letter-form.ts';
import { pdfText } from '../../proof/pdf-text.ts';
import { letterFileKey } from '../../shared/letters/letter.ts';
import { approved, draftOf, NewLetterModule, withdrawn, type LetterModule } from '../../shared/letters/modules/letter-module.ts';
import { letterModuleReader } from '../../shared/letters/modules/letter-module-reader.ts';
import { letterModuleTable } from '../../shared/letters/modules/letter-module-table.ts';
import { headAfter } from '../../shared/letters/modules/module-head.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { describeOnOneEngine } from './harness.ts';
import { issueDeps, now, realPrinter, someCase, storedBytes, storedKeys, type Case } from './letter-fixtures.ts';
import { rules } from './privacy-fixtures.ts';
import { answerOf } from './ticket-world.ts';

const { code, content } = NewLetterModule.parse(addLetterModule.example);
const [writer, second] = [
  { id: 'adm_01', at: now },
  { id: 'adm_02', at: now },
];
const values = { appointmentOn: '2026-04-02', appointmentTime: '14:30', appointmentPlace: 'Werkstatt am Ring' };

describeOnOneEngine('a letter from a module', (storage) => {
  let bucket: string;
  let some: Case;
  const modules = letterModuleTable({ db: storage.db, rules });
  const today = dayOf(now);

  beforeEach(async () => {
    await storage.clear();
    bucket = await storage.bucket();
    some = await someCase(storage);
  });

  const step = async (after: LetterModule, before?: LetterModule) => {
    const head = headAfter(await modules.head(code), after, second, today);
    await modules.change(head, { before, after }, now);
  };
  const drafted = async () => {
    const draft = draftOf(code, 1, content, writer);
    await modules.add(draft, { request: { key: 'add', body: '{}' }, status: 201, madeId: code }, now);
    return draft;
  };
  const inForce = async (period = { from: today }) => {
    const draft = await drafted();
    const module = approved(draft, period, second, today);
    await step(module, draft);
    return module;
  };
  const issue = (body: object, key = 'k', over: Partial<IssueLetterDeps> = {}) =>
    issueLetter.handle(
      {
        body: LetterForm.parse({ template: 'module', module: code, customerId: some.customerId, ticketId: some.ticketId, values, ...body }),
        caller: some.clerk,
        once: { key, body: '{}' },
        params: undefined,
        query: undefined,
        ifMatch: undefined,
      },
      issueDeps(storage, bucket, over),
    );
  const text = async (id: string) => pdfText(await storedBytes(storage, bucket, letterFileKey(some.customerId, id)));

  it('names module and version, and says what that says', async () => {
    await inForce();
    const letter = await issue({}, 'k', realPrinter);
    expect(letter).toMatchObject({ template: { code, version: 1 }, title: 'Ihr Termin', importance: 'action-needed' });
    const said = await text(letter.id);
    for (const words of ['Ihr Termin am 2. April 2026', '14:30', 'Werkstatt am Ring', 'https://portal.musterschutz.example/termin'])
      expect(said).toContain(words);
    // Asked again: the same, whatever became of the module.
    await step(withdrawn(await modules.version(code, 1), second), await modules.version(code, 1));
    expect(await issue({})).toEqual(letter);
  });

  it('that comes with the release too, in the language that was asked for', async () => {
    const wanted = { module: 'missing-documents', values: { missingDocuments: ['Invoice'], answerBy: '2026-04-15' }, language: 'en' };
    const letter = await issue(wanted, 'k', realPrinter);
    expect(letter).toMatchObject({ template: { code: 'missing-documents', version: 1 }, title: 'We still need documents' });
    expect(await text(letter.id)).toMatch(/Please send us one document by 15 April 2026[\s\S]*Claims service/);
    const settled = await issue({ module: 'claim-settlement', language: 'en', values: issueLetter.example!.values }, 'other', realPrinter);
    expect(await text(settled.id)).toMatch(/Abrechnung Ihres Schadens/);
  });

  it('is not written while none is in force, and names the values that it lacks or does not take', async () => {
    expect(await answerOf(issue({}))).toBe('not-found/no-such-letter-module');
    const draft = await drafted();
    expect(await answerOf(issue({}))).toBe('conflict/letter-module-not-in-force');
    await step(approved(draft, { from: '2099-01-01' }, second, today), draft);
    expect(await answerOf(issue({}))).toBe('conflict/letter-module-not-in-force');
    expect(await storedKeys(storage, bucket)).toEqual([]);
    await expect(issue({ module: 'contract-end', values: { contractTitle: 'Fahrrad', deductible: 1 } })).rejects.toMatchObject({
      code: 'invalid-letter-values',
      fields: expect.arrayContaining([
        expect.objectContaining({ field: 'body.values.contractEndsOn' }),
        expect.objectContaining({ field: 'body.values.contractEndedBy' }),
      ]),
    });
    expect(() =>
      LetterForm.parse({ template: 'module', module: code, customerId: some.customerId, ticketId: some.ticketId, values: { ibanEnd: '3000' } }),
    ).toThrow();
  });

  it('is not shown where the version was withdrawn while it was set', async () => {
    const module = await inForce();
    const meanwhile: Partial<IssueLetterDeps> = {
      modules: {
        async inForce(named, on) {
          const read = await letterModuleReader(storage.db).inForce(named, on);
          await step(withdrawn(module, second), module);
          return read;
        },
      },
    };
    expect(await answerOf(issue({}, 'k', meanwhile))).toBe('conflict/letter-module-not-in-force');
    expect(await storage.items('letters')).toEqual([]);
  });
});
