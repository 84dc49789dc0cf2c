import type { DomainEvent } from '../../events/event.ts';
import { addRule } from '../../functions/rules/add-rule.ts';
import { changeRule } from '../../functions/rules/change-rule.ts';
import { getRule } from '../../functions/rules/get-rule.ts';
import { listRules } from '../../functions/rules/list-rules.ts';
import { runRules, type RunRulesDeps } from '../../functions/tickets/run-rules.ts';
import { tryRule } from '../../functions/tickets/try-rule.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { documentReader } from '../../shared/documents/document-reader.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { firingTable } from '../../shared/tickets/firing-table.ts';
import { ruleReader } from '../../shared/rules/rule-reader.ts';
import { ruleTable } from '../../shared/rules/rule-table.ts';
import { WholeRule } from '../../shared/rules/rule.ts';
import { triggerOf } from '../../shared/rules/triggers.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Database } from '../../shared/storage/database.ts';
import { eventOf } from '../../shared/storage/event-item.ts';
import type { IdempotentRequest } from '../../shared/storage/idempotency.ts';
import { textModuleReader } from '../../shared/text-modules/text-module-reader.ts';
import { textModuleTable } from '../../shared/text-modules/text-module-table.ts';
import { NewTextModule, newTextModule, type TextModule } from '../../shared/text-modules/text-module.ts';
import type { Report } from '../../shared/tickets/report.ts';
import { worklistTable } from '../../shared/tickets/worklist-table.ts';
import { sender } from '../letters/samples.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import { digest } from './memory-files.ts';
import { documentWorld } from './document-fixtures.ts';
import type { Storage } from './harness.ts';
import { rules } from './privacy-fixtures.ts';
import { report, ticketTables } from './ticket-world.ts';

const none = { params: undefined, query: undefined, body: undefined, ifMatch: undefined, once: undefined };

/** A theft of which everything is known that a small one is settled by, but for its documents. */
export const theft: Report = {
  ...report,
  kind: 'theft',
  subject: 'Fahrrad am Bahnhof gestohlen',
  incident: { ...report.incident!, thirdParties: [] },
  details: { valueCents: 38_900, reportedToPoliceOn: '2026-03-14', policeReference: '520000-034512-26/4' },
};

/** Rules on a storage engine, with one clock for all and files in memory. */
export function ruleWorld(storage: Storage) {
  const world = documentWorld(storage);
  const { now } = world;
  const log = memoryLog();
  const admin: Caller = { id: newId('adm'), roles: ['admin'] };
  const over = (db: Database) => ({
    ...ticketTables(db),
    rules: { ...ruleTable({ db, rules }), ...ruleReader(db) },
    acting: ruleReader(db),
    documents: documentReader(db),
    customers: customerReader(db),
    textModules: textModuleReader(db),
    worklists: worklistTable(db),
    staff: staffReader(db),
    newId,
    now,
  });
  const workerOver = (db: Database): RunRulesDeps => ({
    ...over(db),
    firings: firingTable({ db, rules, newId }),
    files: {
      async keep(key, file) {
        world.bytes.set(key, file);
        world.outside.files.add(key);
        return { sha256: digest(file), sizeBytes: file.length, versionId: 'v1' };
      },
    },
    sender,
    letterRule: rules['letter-centre'],
    assertPrintable: () => undefined,
    render: async (content) => Buffer.from(`%PDF-1.7 ${JSON.stringify(content)}`),
    log,
  });
  const deps = over(storage.db);
  const request = (key = newId('acc'), body = '{}'): IdempotentRequest => ({ key, body });
  const events = async (ticketId: string): Promise<DomainEvent[]> => (await storage.items('events')).filter(({ pk }) => pk === ticketId).map(eventOf);

  return {
    ...world,
    log,
    over,
    workerOver,
    request,
    events,
    async clear() {
      await world.clear();
      world.bytes.clear();
      log.lines.length = 0;
    },
    add: (body: object, once = request()) => addRule.handle({ ...none, body: WholeRule.parse(body), caller: admin, once }, deps),
    change: (ruleId: string, ifMatch: number, body: object) =>
      changeRule.handle({ ...none, params: { ruleId }, body: WholeRule.parse(body), caller: admin, ifMatch }, deps),
    get: (ruleId: string, version?: number) => getRule.handle({ ...none, params: { ruleId }, query: { version }, caller: admin }, deps),
    list: (status: 'active' | 'inactive' = 'active', limit = 25, cursor?: string) =>
      listRules.handle({ ...none, query: { limit, status, cursor }, caller: admin }, deps),
    tryOut: (ruleId: string, last = 25) =>
      tryRule.handle({ ...none, params: { ruleId }, body: { last }, caller: { id: newId('agt'), roles: ['agent'] }, once: request() }, deps),
    async text(content: object = {}): Promise<TextModule> {
      const asked = NewTextModule.parse({ title: 'Eingang', texts: { de: '{{salutation}}, zu {{ticketNumber}}.' }, ...content });
      const module = newTextModule(newId('txt'), asked, { id: admin.id, at: now() });
      await textModuleTable({ db: storage.db, rules }).add(module, { request: request(), status: 201, madeId: module.id }, now());
      return module;
    },
    run: (event: DomainEvent, worker = workerOver(storage.db)) => runRules(event, worker),
    /** The last event of a ticket that rules answer to. */
    async lastCause(ticketId: string): Promise<DomainEvent> {
      const cause = (await events(ticketId)).filter((event) => triggerOf(event) !== undefined).at(-1);
      if (!cause) throw new Error('Nothing has happened that rules answer to');
      return cause;
    },
  };
}
