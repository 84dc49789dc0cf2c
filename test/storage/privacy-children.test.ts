import { beforeEach, expect, it } from '@jest/globals';
import { feedbackTable } from '../../shared/feedback/feedback-table.ts';
import { NewFeedback, openedFeedback } from '../../shared/feedback/feedback.ts';
import { newId } from '../../shared/id.ts';
import { runSheet } from '../../shared/privacy/runs/deletion-run-item.ts';
import { partsOf } from '../../shared/privacy/runs/deletion-run.ts';
import { smallTheftRule } from '../../shared/rules/examples/small-theft.ts';
import { ruleTable } from '../../shared/rules/rule-table.ts';
import { newRule, WholeRule } from '../../shared/rules/rule.ts';
import { dueKeys } from '../../shared/storage/due-index.ts';
import type { ItemKind } from '../../shared/storage/item-kind.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { addLetterModule } from '../../functions/letters/add-letter-module.ts';
import { draftOf, NewLetterModule } from '../../shared/letters/modules/letter-module.ts';
import { letterModuleTable } from '../../shared/letters/modules/letter-module-table.ts';
import { newTextModule } from '../../shared/text-modules/text-module.ts';
import { textModuleTable } from '../../shared/text-modules/text-module-table.ts';
import { newTopic } from '../../shared/topics/topic.ts';
import { topicTable } from '../../shared/topics/topic-table.ts';
import { isWhole, sampleItem } from '../unit/storage/sample-item.ts';
import { difference, everything, names, withChildren, type Placed } from './dumps.ts';
import { importWorld, letterTo } from './import-fixtures.ts';
import { describeOnOneEngine, type Storage } from './harness.ts';
import { privacyWorld, rules } from './privacy-fixtures.ts';
import { sampleChild } from './sample-family.ts';

/** More than fit into one batch, and into one page of two hundred. */
const many = 230;

describeOnOneEngine('children', (storage) => {
  const world = privacyWorld(storage);
  const imports = importWorld(storage);
  beforeEach(() => world.clear());

  const heads = storedItems.kinds.filter((kind) => storedItems.childKinds(kind).length > 0);
  const sheet = runSheet(partsOf(newId('run'), ['tickets'])[0]!);
  const remove = ({ table, item }: Placed) => world.deps.remove.deletion.one({ kind: storedItems.kindOf(table, item), item, facts: {} }, sheet, '2031-01-01');

  it('are there for several kinds of head', () => {
    expect(heads.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['ticket', 'agent', 'deletion-run', 'erasure-request']));
  });

  it.each(heads.map((kind) => [kind.kind, kind] as const))('of a %s go with it, and with no other', async (_, kind) => {
    const [mine, ofOthers] = await families(storage, kind);
    const before = await storage.dump();
    // Every kind of child that there is took part.
    const taken = withChildren(before, mine);
    expect(new Set(taken.map(({ item }) => item.kind))).toEqual(new Set([kind, ...storedItems.childKinds(kind)].map((one) => one.kind)));

    expect(await remove(mine)).toBe('deleted');
    const after = await storage.dump();
    expect(names(difference(before, after).gone)).toEqual(names(taken));
    for (const other of ofOthers) expect(names(withChildren(after, other))).toEqual(names(withChildren(before, other)));
  });

  it('go with their head however many there are', async () => {
    const kind = heads[0]!;
    const child = storedItems.childKinds(kind).find(({ sk }) => !isWhole(sk))!;
    const [mine, ofOthers] = await families(storage, kind);
    const samples = Array.from({ length: many }, (_, number) => sampleChild(child, mine, String(number)));
    await storage.put(child.table, ...samples.map(({ item }) => item));
    expect(await remove(mine)).toBe('deleted');
    const left = await storage.dump();
    const ofKind = (some: readonly Placed[]) => names(some.filter(({ item }) => item.kind === child.kind));
    expect(ofKind(everything(left))).toEqual(ofKind(ofOthers.flatMap((other) => withChildren(left, other))));
  });

  it('that somebody writes lie where their head’s deletion finds them, everywhere in a whole scene', async () => {
    const [person, neighbour] = [await world.person(), await world.person()];
    for (const { id } of [person, neighbour]) {
      await world.aCase(id);
      await world.linked(id);
    }
    await world.assignTo(await world.clerk(), await world.openTicket(person.id), '2026-03-15T09:30:00Z');
    await world.timed(await world.openTicket(person.id));
    imports.clock.at = world.clock.at;
    await imports.announce(imports.saidOf(person, letterTo(person)));
    const module = newTextModule(newId('txt'), { title: 'Eingang', texts: { de: 'Wir melden uns.' } }, { id: 'adm_01', at: world.clock.at });
    const made = (madeId: string) => ({ request: { key: newId('acc'), body: '{}' }, status: 201, madeId });
    await textModuleTable({ db: storage.db, rules }).add(module, made(module.id), world.clock.at);
    const words = { title: 'Rechnung', explanation: 'Was Ihr Vertrag kostet.', questions: [], links: [] };
    const topic = newTopic({ name: 'invoice', texts: { de: words } }, { id: 'adm_01', at: world.clock.at });
    await topicTable({ db: storage.db, rules }).add(topic, made(topic.name), world.clock.at);
    const letters = NewLetterModule.parse(addLetterModule.example);
    await letterModuleTable({ db: storage.db, rules }).add(
      draftOf(letters.code, 1, letters.content, { id: 'adm_01', at: world.clock.at }),
      made(letters.code),
      world.clock.at,
    );
    const rule = newRule(newId('rul'), WholeRule.parse(smallTheftRule(module.id)), { id: 'adm_01', at: world.clock.at });
    await ruleTable({ db: storage.db, rules }).add(rule, made(rule.id), world.clock.at);
    const content = NewFeedback.parse({ about: 'tool', name: 'Rechner', sort: 'wish', text: 'Schneller, bitte.' });
    const feedback = openedFeedback(newId('fbk'), content, { id: await world.clerk(), team: 'claims' }, world.clock.at);
    await feedbackTable(storage.db).open(feedback, { before: { team: 'claims' }, entryId: newId('inb') }, made(feedback.id), world.clock.at);
    await world.leave(neighbour, '2026-03-31');
    world.clock.at = new Date('2026-04-02T09:00:00Z');
    await world.erased(neighbour.id);
    await world.runOf('2026-04-15', ['tickets']);
    const dump = await storage.dump();
    const kindOf = ({ table, item }: Placed) => storedItems.kindOf(table, item);
    const children = everything(dump).filter((one) => storedItems.headOf(kindOf(one)));
    const kindNames = (kinds: readonly ItemKind[]) => [...new Set(kinds.map(({ kind }) => kind))].toSorted();
    expect(kindNames(children.map(kindOf))).toEqual(kindNames(storedItems.kinds.filter((kind) => storedItems.headOf(kind))));
    // Each by one head, and by one only.
    const reached = everything(dump)
      .filter((one) => heads.includes(kindOf(one)))
      .flatMap((head) => withChildren(dump, head).slice(1));
    expect(names(reached)).toEqual(names(children));
  });
});

/** A head of a kind with a child of each kind it has; and others with the same: in the same partition where there can be several, and in another. */
async function families(storage: Storage, kind: ItemKind): Promise<[Placed, Placed[]]> {
  const head = (pk: string, id: string): Placed => ({ table: kind.table, item: { ...sampleItem(kind, { pk, id }), ...dueKeys(id, '2030-01-01') } });
  const several = isWhole(kind.sk) ? [] : [head('cus_1', 'abc_2')];
  const [mine, ...others] = [head('cus_1', 'abc_1'), ...several, head('cus_2', 'abc_3')] as [Placed, ...Placed[]];
  for (const one of [mine, ...others]) {
    await storage.put(kind.table, one.item);
    for (const child of storedItems.childKinds(kind)) {
      const samples = ['one', 'two'].map((suffix) => sampleChild(child, one, suffix));
      await storage.put(child.table, ...new Map(samples.map(({ item }) => [String(item.sk), item])).values());
    }
  }
  return [mine, others];
}
