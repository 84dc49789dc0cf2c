import { beforeEach, expect, describe, it } from '@jest/globals';
import { answerFeedback } from '../../functions/feedback/answer-feedback.ts';
import { correctFeedback } from '../../functions/feedback/correct-feedback.ts';
import { countTeamFeedback } from '../../functions/feedback/count-team-feedback.ts';
import { getFeedback } from '../../functions/feedback/get-feedback.ts';
import { handOnFeedback } from '../../functions/feedback/hand-on-feedback.ts';
import { listOwnFeedback } from '../../functions/feedback/list-own-feedback.ts';
import { listTeamFeedback } from '../../functions/feedback/list-team-feedback.ts';
import { openFeedback } from '../../functions/feedback/open-feedback.ts';
import { takeBackFeedback } from '../../functions/feedback/take-back-feedback.ts';
import { feedbackTable, mostCounted } from '../../shared/feedback/feedback-table.ts';
import { mostSteps, NewFeedback, type FeedbackAnswer, type FeedbackCorrection, type FeedbackRef, type FeedbackStatus } from '../../shared/feedback/feedback.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { describeStorage } from './harness.ts';
import { taskWorld } from './task-fixtures.ts';
import { answerOf } from './ticket-world.ts';

const none = { params: undefined, query: undefined, body: undefined, ifMatch: undefined, once: undefined };
const said = { about: 'knowledge-source', name: 'Leitfaden Diebstahl', sort: 'wrong-content', text: 'Die Frist in Abschnitt 3 ist alt.' };
const admin: Caller = { id: 'adm_01', roles: ['admin'] };

describeStorage('feedback', (storage) => {
  const world = taskWorld(storage);
  const deps = { feedback: feedbackTable(storage.db), staff: staffReader(storage.db), newId, now: world.now };
  const as = (by: string | Caller): Caller => (typeof by === 'string' ? { id: by, roles: ['agent'] } : by);
  const request = (key = newId('acc'), body = '{}') => ({ key, body });
  const path = ({ openedBy, id }: FeedbackRef) => ({ params: { agentId: openedBy, feedbackId: id } });

  let opener: string;
  let helper: string;
  let stranger: string;
  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date('2026-03-15T09:30:00Z');
    opener = await world.clerk(['claims'], 'claims');
    helper = await world.clerk([], 'tools');
    stranger = await world.clerk([], 'service');
  });

  const open = (body: object = {}, { by = opener, once = request() } = {}) =>
    openFeedback.handle({ ...none, body: NewFeedback.parse({ ...said, team: 'tools', ...body }), caller: as(by), once }, deps);
  const get = (ref: FeedbackRef, by: string | Caller = opener) => getFeedback.handle({ ...none, ...path(ref), caller: as(by) }, deps);
  const answer = (ref: FeedbackRef, ifMatch: number, body: FeedbackAnswer, by: string | Caller = helper, once = request()) =>
    answerFeedback.handle({ ...none, ...path(ref), body, ifMatch, caller: as(by), once }, deps);
  const correct = (ref: FeedbackRef, ifMatch: number, body: FeedbackCorrection, by = opener) =>
    correctFeedback.handle({ ...none, ...path(ref), body, ifMatch, caller: as(by) }, deps);
  const handOn = (ref: FeedbackRef, ifMatch: number, team: string, by: string | Caller = helper, text?: string) =>
    handOnFeedback.handle({ ...none, ...path(ref), body: { team, ...(text && { text }) }, ifMatch, caller: as(by) }, deps);
  const takeBack = (ref: FeedbackRef, by: string | Caller = opener) => takeBackFeedback.handle({ ...none, ...path(ref), caller: as(by) }, deps);
  const own = (by = opener, limit = 25, cursor?: string) =>
    listOwnFeedback.handle({ ...none, query: { limit, ...(cursor && { cursor }) }, caller: as(by) }, deps);
  const ofTeam = (status: FeedbackStatus = 'open', by = helper, limit = 25, cursor?: string) =>
    listTeamFeedback.handle({ ...none, query: { limit, status, ...(cursor && { cursor }) }, caller: as(by) }, deps);
  const ofNamed = (team: string) => listTeamFeedback.handle({ ...none, query: { limit: 25, status: 'open', team }, caller: admin }, deps);
  const counts = async (by = helper) => {
    const { items } = await countTeamFeedback.handle({ ...none, query: {}, caller: as(by) }, deps);
    return Object.fromEntries(items.map(({ status, count, more }) => [status, more ? `more than ${count}` : count]));
  };
  /** What lies before who opened it, and before a team: the one that looks after it at first, or that of somebody else. */
  const inboxes = async (colleague = helper) => {
    const [mine, teams] = await Promise.all([world.inbox(opener), world.inbox(colleague, 'team')]);
    return [mine, teams].map(({ items }) => items.map(({ what, feedback }) => `${what} ${feedback?.id}`));
  };

  describe('that is opened', () => {
    it('is there for who opened it and for the team, and lies before that', async () => {
      const feedback = await open();
      expect(feedback).toMatchObject({ ...said, openedBy: opener, team: 'tools', status: 'open', stopsWork: false, steps: [], version: 1 });
      for (const by of [opener, helper, admin]) expect(await get(feedback, by)).toEqual(feedback);
      expect(await answerOf(get(feedback, stranger))).toBe('not-found/no-such-feedback');
      expect([(await own()).items, (await ofTeam()).items, (await ofNamed('tools')).items]).toEqual([[feedback], [feedback], [feedback]]);
      expect([(await own(helper)).items, (await ofTeam('done')).items, (await ofTeam('open', stranger)).items]).toEqual([[], [], []]);
      expect(await inboxes()).toEqual([[], [`feedback ${feedback.id}`]]);
    });

    it('is opened once under a key, whatever has become of it and of the team since', async () => {
      const once = request();
      const feedback = await open({}, { once });
      const planned = await answer(feedback, 1, { text: 'Wird gemacht.', status: 'planned' });
      await world.dismiss(helper);
      expect(await open({}, { once })).toEqual(planned);
      expect((await own()).items).toHaveLength(1);
      expect(await answerOf(open({}, { once: { ...once, body: '{"other":1}' } }))).toBe('unprocessable/idempotency-key-reused');
    });

    it('is opened once where the same comes five times at once', async () => {
      const once = request();
      const opened = await Promise.all(Array.from({ length: 5 }, () => open({}, { once })));
      expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
      expect(await inboxes()).toEqual([[], [`feedback ${opened[0]!.id}`]]);
    });

    it('goes to the own team where none is named, and to none that there is not', async () => {
      expect((await open({ team: undefined })).team).toBe('claims');
      expect(await answerOf(open({ team: 'gibt-es-nicht' }))).toBe('invalid/invalid-body');
      expect((await own()).items).toHaveLength(1);
    });

    it('comes from nobody who does not work here', async () => {
      await world.dismiss(opener);
      expect(await answerOf(open())).toBe('forbidden/no-such-agent');
      expect(await answerOf(open({}, { by: newId('agt') }))).toBe('forbidden/no-such-agent');
      // Nor from who leaves in that moment, whom the deletion would not find.
      const feedback = { ...(await open({}, { by: helper })), id: newId('fbk'), openedBy: opener };
      const comesUp = { before: { team: 'tools' }, entryId: newId('inb') };
      expect(await answerOf(deps.feedback.open(feedback, comesUp, { request: request(), status: 201, madeId: feedback.id }, world.now()))).toBe(
        'forbidden/no-such-agent',
      );
      expect((await own()).items).toEqual([]);
    });

    it('is listed newest first, page by page', async () => {
      const ids: string[] = [];
      for (let number = 0; number < 5; number++) ids.unshift((await open({ name: `Seite ${number}` })).id);
      for (const list of [own, (by: string, limit: number, cursor?: string) => ofTeam('open', by, limit, cursor)]) {
        const by = list === own ? opener : helper;
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await list(by, 2, cursor);
          expect(page.items.length).toBeLessThanOrEqual(2);
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.next;
        } while (cursor);
        expect(seen).toEqual(ids);
      }
    });
  });

  describe('that is answered', () => {
    it('comes up before the other side, and moves in the lists', async () => {
      const feedback = await open();
      const planned = await answer(feedback, 1, { text: 'Wird gemacht.', status: 'planned' });
      expect(planned).toMatchObject({ status: 'planned', version: 2, steps: [{ by: helper, text: 'Wird gemacht.', status: 'planned' }] });
      expect(await get(feedback)).toEqual(planned);
      expect(await inboxes()).toEqual([[`feedback ${feedback.id}`], []]);
      expect([(await ofTeam()).items, (await ofTeam('planned')).items]).toEqual([[], [planned]]);

      await answer(feedback, 2, { text: 'Bis wann?' }, opener);
      expect(await inboxes()).toEqual([[], [`feedback ${feedback.id}`]]);
      await answer(feedback, 3, { text: 'Heute.', status: 'done' });
      await answer(feedback, 4, { text: 'Steht noch da.', status: 'open' }, opener);
      expect(await inboxes()).toEqual([[], [`feedback ${feedback.id}`]]);
      await answer(feedback, 5, { text: 'So soll es sein.', status: 'declined' }, admin);
      await answer(feedback, 6, { text: 'Schade.' }, opener);
      // Nobody has anything to do with it any more.
      expect(await inboxes()).toEqual([[], []]);
      expect(await counts()).toEqual({ open: 0, planned: 0, done: 0, declined: 1 });
      expect((await get(feedback)).steps.map(({ status }) => status)).toEqual(['planned', undefined, 'done', 'open', 'declined', undefined]);
    });

    it('is taken out of an inbox without a trace, and comes up again with the next word', async () => {
      const feedback = await open();
      const [entry] = (await world.inbox(helper, 'team')).items;
      await world.clearEntry(helper, entry!.id, 'team');
      expect(await inboxes()).toEqual([[], []]);
      expect((await storage.items('tasks')).map(({ kind }) => kind)).toEqual([]);
      expect(await answerOf(world.clearEntry(helper, entry!.id, 'team'))).toBe('not-found/no-such-entry');
      await answer(feedback, 1, { text: 'Gesehen.' });
      expect(await inboxes()).toEqual([[`feedback ${feedback.id}`], []]);
    });

    it('is decided by one of two at once, and once under a key', async () => {
      const feedback = await open();
      const other = await world.clerk([], 'tools');
      const answers = await Promise.all([
        answerOf(answer(feedback, 1, { text: 'Ja.', status: 'planned' })),
        answerOf(answer(feedback, 1, { text: 'Nein.', status: 'declined' }, other)),
      ]);
      expect(answers.filter((one) => one === 'stale/feedback-changed')).toHaveLength(1);
      expect((await get(feedback)).steps).toHaveLength(1);

      const once = request();
      const again = await answer(feedback, 2, { text: 'Danke.' }, opener, once);
      expect(await answer(feedback, 2, { text: 'Danke.' }, opener, once)).toEqual(again);
      expect((await get(feedback)).steps).toHaveLength(2);
    });

    it('is nobody else’s business, and decided by the team only', async () => {
      const feedback = await open();
      expect(await answerOf(answer(feedback, 1, { text: 'Ich auch!' }, stranger))).toBe('not-found/no-such-feedback');
      expect(await answerOf(answer(feedback, 1, { text: 'Fertig.', status: 'done' }, opener))).toBe('forbidden/not-yours');
      expect(await answerOf(answer(feedback, 1, { text: 'Offen.', status: 'open' }))).toBe('conflict/feedback-status');
      expect(await answerOf(answer({ ...feedback, id: newId('fbk') }, 1, { text: 'Wo?' }))).toBe('not-found/no-such-feedback');
      expect(await get(feedback)).toEqual(feedback);
    });
  });

  describe('that was not meant so', () => {
    it('is put right while it is open, and lies before the team again', async () => {
      const feedback = await open();
      const [entry] = (await world.inbox(helper, 'team')).items;
      await world.clearEntry(helper, entry!.id, 'team');
      const right = await correct(feedback, 1, { text: 'Die Frist in Abschnitt 4 ist alt.' });
      expect(right).toMatchObject({ text: 'Die Frist in Abschnitt 4 ist alt.', name: said.name, version: 2 });
      expect([await get(feedback), (await ofTeam()).items]).toEqual([right, [right]]);
      expect(JSON.stringify(await storage.items('staff'))).not.toContain(said.text);
      expect(await inboxes()).toEqual([[], [`feedback ${feedback.id}`]]);
      expect(await correct(feedback, 1, { text: right.text })).toEqual(right);
      expect(await answerOf(correct(feedback, 1, { text: 'Doch Abschnitt 5.' }))).toBe('stale/feedback-changed');
      expect(await answerOf(correct(feedback, 2, { text: 'Ich weiß es besser.' }, helper))).toBe('forbidden/not-yours');
      await answer(feedback, 2, { text: 'Ja.', status: 'planned' });
      expect(await answerOf(correct(feedback, 3, { text: 'Doch Abschnitt 5.' }))).toBe('conflict/feedback-answered');
    });

    it('is taken back by who gave it, with everything that was answered', async () => {
      const feedback = await open();
      await answer(feedback, 1, { text: 'Wird gemacht.', status: 'planned' });
      expect(await answerOf(takeBack(feedback, helper))).toBe('not-found/no-such-feedback');
      await takeBack(feedback);
      expect(await answerOf(takeBack(feedback))).toBe('not-found/no-such-feedback');
      expect(await answerOf(answer(feedback, 2, { text: 'Noch etwas.' }))).toBe('not-found/no-such-feedback');
      expect([(await own()).items, (await ofTeam('planned')).items, await inboxes()]).toEqual([[], [], [[], []]]);
      const left = [...(await storage.items('staff')), ...(await storage.items('tasks'))];
      expect(left.filter(({ kind }) => String(kind).startsWith('feedback'))).toEqual([]);
    });

    it('is handed on by the team, to one that there is, which sees it from then on', async () => {
      const feedback = await open();
      expect(await answerOf(handOn(feedback, 1, 'gibt-es-nicht'))).toBe('invalid/invalid-body');
      const handed = await handOn(feedback, 1, 'service');
      expect(handed).toMatchObject({ team: 'service', steps: [{ by: helper, team: 'service' }] });
      expect([(await ofTeam()).items, (await ofTeam('open', stranger)).items]).toEqual([[], [handed]]);
      expect([await inboxes(), await inboxes(stranger)]).toEqual([
        [[], []],
        [[], [`feedback ${feedback.id}`]],
      ]);
      expect(await answerOf(get(feedback, helper))).toBe('not-found/no-such-feedback');
      // Who gave it named the wrong one, and says so.
      expect(await handOn(feedback, 2, 'tools', opener)).toMatchObject({ team: 'tools', version: 3 });
      expect(await handOn(feedback, 1, 'tools', opener)).toMatchObject({ version: 3 });
      expect(await inboxes()).toEqual([[], [`feedback ${feedback.id}`]]);
      // And an administrator knows better than both.
      await handOn(feedback, 3, 'service', admin);
      expect([await inboxes(), await inboxes(stranger)]).toEqual([
        [[], []],
        [[], [`feedback ${feedback.id}`]],
      ]);
    });

    it('is handed on again with a reason, by who may see it still; without one nothing changes', async () => {
      const feedback = await open();
      await handOn(feedback, 1, 'service', admin);
      expect(await handOn(feedback, 1, 'service', admin)).toMatchObject({ version: 2 });
      expect(await answerOf(handOn(feedback, 1, 'service', admin, 'Ihr pflegt das.'))).toBe('stale/feedback-changed');
      expect((await handOn(feedback, 2, 'service', admin, 'Ihr pflegt das.')).steps.at(-1)).toMatchObject({ team: 'service', text: 'Ihr pflegt das.' });
      expect(await handOn(feedback, 2, 'service', admin, 'Ihr pflegt das.')).toMatchObject({ version: 3 });
      expect(await handOn(feedback, 3, 'service', opener)).toMatchObject({ version: 3 });
    });

    it('was said once where the answer was lost, also by who may not see it any more', async () => {
      const feedback = await open();
      const once = request();
      await answer(feedback, 1, { text: 'Eher etwas für euch.' }, helper, once);
      const handed = await handOn(feedback, 2, 'service');
      expect(await answerOf(get(feedback, helper))).toBe('not-found/no-such-feedback');
      expect(await handOn(feedback, 2, 'service')).toEqual(handed);
      expect(await answer(feedback, 1, { text: 'Eher etwas für euch.' }, helper, once)).toEqual(handed);
      // What they have not said is none of their business, nor is what has been said since.
      expect(await answerOf(answer(feedback, 3, { text: 'Noch etwas.' }))).toBe('not-found/no-such-feedback');
      expect(await answerOf(handOn(feedback, 3, 'claims'))).toBe('not-found/no-such-feedback');
      await answer(feedback, 3, { text: 'Machen wir.', status: 'planned' }, stranger);
      expect(await answerOf(handOn(feedback, 2, 'service'))).toBe('not-found/no-such-feedback');
      expect((await get(feedback)).steps).toHaveLength(3);
    });

    it('is removed by an administrator where it should not stand there, also of who has left', async () => {
      const [feedback, other] = [await open(), await open()];
      await answer(feedback, 1, { text: 'Frau Winter hatte das auch, mit dem Knie.' });
      await world.dismiss(opener);
      expect(await answerOf(takeBack(feedback, helper))).toBe('not-found/no-such-feedback');
      await takeBack(feedback, admin);
      expect(await answerOf(takeBack(feedback, admin))).toBe('not-found/no-such-feedback');
      expect([(await ofTeam()).items, await inboxes()]).toEqual([[other], [[], [`feedback ${other.id}`]]]);
      expect(JSON.stringify([await storage.items('staff'), await storage.items('tasks')])).not.toContain(feedback.id);
    });
  });

  it('is counted as far as is said, and told that there is more', async () => {
    const feedback = await open();
    const comesUp = { before: { team: 'tools' }, entryId: newId('inb') };
    const opened = async (more: object = {}) => {
      const another = { ...feedback, ...more, id: newId('fbk') };
      await deps.feedback.open(another, comesUp, { request: request(), status: 201, madeId: another.id }, world.now());
    };
    await Promise.all(Array.from({ length: mostCounted }, () => opened()));
    // Of long ones fewer are read, and it is not said that these are all.
    const steps = Array.from({ length: mostSteps }, () => ({ at: feedback.openedAt, by: helper, text: 'ä'.repeat(1000) }));
    await Promise.all(Array.from({ length: 20 }, () => opened({ status: 'planned', steps })));
    const counted = await counts();
    expect(counted).toMatchObject({ open: `more than ${mostCounted}`, done: 0, declined: 0 });
    expect(counted['planned']).toMatch(/^more than ([1-9]|1[0-9])$/);
  });

  describe('of somebody who leaves', () => {
    it('is worked on until it goes with them, all of it, and nothing new comes to lie with them', async () => {
      const [feedback, answered, unread] = [await open(), await open(), await open()];
      for (const one of [answered, unread]) await answer(one, 1, { text: 'Ja.', status: 'planned' });
      await world.dismiss(opener);
      expect(await answer(feedback, 1, { text: 'Danke, erledigt.', status: 'done' })).toMatchObject({ status: 'done' });
      // What lay before the team has been dealt with; what lies before who has left stays until it goes with them, or somebody does something with it.
      expect(await inboxes()).toEqual([[`feedback ${unread.id}`, `feedback ${answered.id}`], []]);
      expect((await ofTeam('done')).items).toHaveLength(1);
      await answer(answered, 2, { text: 'Auch das.' });
      expect(await inboxes()).toEqual([[`feedback ${unread.id}`], []]);

      // Six months after they left.
      await world.runOf('2026-09-15', ['staff']);
      expect(await answerOf(get(feedback, helper))).toMatchObject({ status: 'done' });
      world.clock.at = new Date('2026-09-17T09:30:00Z');
      await world.runOf('2026-09-17', ['staff']);
      expect(await answerOf(get(feedback, helper))).toBe('not-found/no-such-feedback');
      expect(await counts()).toEqual({ open: 0, planned: 0, done: 0, declined: 0 });
      const left = [...(await storage.items('staff')), ...(await storage.items('tasks'))];
      expect(left.filter(({ pk }) => pk === opener)).toEqual([]);
      expect((await world.inbox(helper, 'team')).items).toEqual([]);
      expect((await own(helper)).items).toEqual([]);
    });

    it('comes up before nobody where they leave while it is answered', async () => {
      const feedback = await open();
      const after = { ...feedback, status: 'done' as const, version: 2 };
      await world.dismiss(opener);
      const comesUp = { before: { agent: opener }, entryId: newId('inb') };
      expect(await answerOf(deps.feedback.change(after, comesUp))).toBe('conflict/changed-meanwhile');
      expect(await get(feedback, helper)).toEqual(feedback);
    });

    it('stays with the team when a clerk of it leaves, and with an administrator when the last one has', async () => {
      const feedback = await open();
      const other = await world.clerk([], 'tools');
      await world.dismiss(helper);
      expect(await answerOf(get(feedback, helper))).toBe('not-found/no-such-feedback');
      expect((await ofTeam('open', other)).items).toEqual([feedback]);
      await world.dismiss(other);
      expect((await ofNamed('tools')).items).toEqual([feedback]);
      expect(await handOn(feedback, 1, 'service', admin)).toMatchObject({ team: 'service' });
      expect((await ofTeam('open', stranger)).items).toHaveLength(1);
    });
  });
});
