import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openFeedback } from '../../../functions/feedback/open-feedback.ts';
import { DomainError } from '../../../shared/domain-error.ts';
import {
  answeredFeedback,
  comesUpBefore,
  correctedFeedback,
  FeedbackAnswer,
  FeedbackCorrection,
  FeedbackStatus,
  handedOnAlready,
  handedOnFeedback,
  isUndone,
  mostSteps,
  NewFeedback,
  openedFeedback,
  saysAlready,
  sidesOf,
  type Feedback,
  type Side,
} from '../../../shared/feedback/feedback.ts';

const now = new Date('2026-03-15T09:30:00Z');
const later = new Date('2026-03-16T09:30:00Z');
const opener = { id: 'agt_01', team: 'service-bonn' };
const byOpener = { id: opener.id, at: later };
const byTeam = { id: 'agt_02', at: later };
const content = NewFeedback.parse({ about: 'tool', name: 'Rechner', sort: 'defect', text: 'Rundet falsch.' });
const opened = (more: Partial<Feedback> = {}): Feedback => ({ ...openedFeedback('fbk_01', content, opener, now), ...more });

/** The code with which something is refused, and the field that is wrong. */
function refusal(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [error.code, ...error.fields.map(({ field }) => field)].join(' ');
  }
}

describe('feedback', () => {
  const wrongIn = (body: object): string[] => NewFeedback.safeParse({ ...content, ...body }).error?.issues.map(({ path }) => path.join('.')) ?? [];

  it.each([
    [{}, []],
    [{ about: 'customer' }, ['about']],
    [{ sort: 'praise' }, ['sort']],
    [{ name: '' }, ['name']],
    [{ name: 'Leitfaden\nDiebstahl' }, ['name']],
    [{ name: 'x'.repeat(121) }, ['name']],
    [{ name: 'Ünïcödé 漢字 – Leitfaden §3 (neu)' }, []],
    [{ text: ' \n ' }, ['text']],
    [{ text: 'x'.repeat(4001) }, ['text']],
    [{ text: 'x'.repeat(4000) }, []],
    [{ stopsWork: 'yes' }, ['stopsWork']],
    [{ team: 'Schaden Köln' }, ['team']],
    [{ ticketId: 'tck_01M81AEREZHXT34JYM1RKFGS0P' }, ['']],
  ])('with %j is wrong in %j', (body, wrong) => {
    expect(wrongIn(body)).toEqual(wrong);
  });

  it('is open, with the own team where no other is named', () => {
    expect(opened()).toEqual({
      id: 'fbk_01',
      openedBy: 'agt_01',
      openedAt: now.toISOString(),
      about: 'tool',
      name: 'Rechner',
      sort: 'defect',
      text: 'Rundet falsch.',
      stopsWork: false,
      team: 'service-bonn',
      status: 'open',
      steps: [],
      version: 1,
    });
    expect(openedFeedback('fbk_01', NewFeedback.parse(openFeedback.example), opener, now).team).toBe('schaden-koeln');
  });

  it.each<[string, object, readonly Side[] | undefined]>([
    ['who opened it', { id: 'agt_01', team: 'other', isAdmin: false }, ['opener']],
    ['who opened it and is of the team', { id: 'agt_01', team: 'service-bonn', isAdmin: false }, ['opener', 'team']],
    ['a colleague of the team', { id: 'agt_02', team: 'service-bonn', isAdmin: false }, ['team']],
    ['an administrator', { id: 'adm_01', isAdmin: true }, ['team']],
    ['anybody else', { id: 'agt_02', team: 'other', isAdmin: false }, undefined],
    ['somebody who has left', { id: 'agt_02', isAdmin: false }, undefined],
  ])('is the business of %s', (_, asker, sides) => {
    const attempt = () => sidesOf(opened(), asker as never);
    if (sides) expect(attempt()).toEqual(sides);
    else expect(refusal(attempt)).toBe('no-such-feedback');
  });
});

describe('a word on it', () => {
  it.each<[FeedbackStatus, FeedbackStatus, readonly Side[], string | undefined]>([
    ['open', 'planned', ['team'], undefined],
    ['open', 'done', ['team'], undefined],
    ['open', 'declined', ['team'], undefined],
    ['planned', 'open', ['team'], undefined],
    ['planned', 'done', ['team'], undefined],
    ['planned', 'declined', ['team'], undefined],
    ['done', 'open', ['opener'], undefined],
    ['declined', 'open', ['opener'], undefined],
    ['declined', 'open', ['team'], undefined],
    ['open', 'done', ['opener', 'team'], undefined],
    ['open', 'done', ['opener'], 'not-yours body.status'],
    ['planned', 'open', ['opener'], 'not-yours body.status'],
    ['open', 'open', ['team'], 'feedback-status body.status'],
    ['done', 'declined', ['team'], 'feedback-status body.status'],
    ['done', 'planned', ['team'], 'feedback-status body.status'],
  ])('leads from %s to %s by %j: %s', (from, to, sides, refused) => {
    const attempt = () => answeredFeedback(opened({ status: from }), { text: 'Erledigt.', status: to }, sides, byTeam);
    expect(refusal(attempt)).toBe(refused);
    if (refused === undefined) expect(attempt()).toMatchObject({ status: to, version: 2, steps: [{ by: 'agt_02', text: 'Erledigt.', status: to }] });
  });

  it('may be written by both in any state, and changes none', () => {
    for (const status of FeedbackStatus.options)
      for (const side of ['opener', 'team'] as const)
        expect(answeredFeedback(opened({ status }), { text: 'Danke.' }, [side], byOpener)).toEqual({
          ...opened({ status }),
          steps: [{ at: later.toISOString(), by: 'agt_01', text: 'Danke.' }],
          version: 2,
        });
  });

  it('is needed for every step, and there are so many at most', () => {
    expect(FeedbackAnswer.safeParse({ status: 'declined' }).success).toBe(false);
    const full = opened({ steps: Array.from({ length: mostSteps }, () => ({ at: now.toISOString(), by: 'agt_02', text: 'Noch eins.' })) });
    expect(refusal(() => answeredFeedback(full, { text: 'Zu viel.' }, ['team'], byTeam))).toBe('too-many-answers body');
    expect(answeredFeedback({ ...full, steps: full.steps.slice(1) }, { text: 'Passt.' }, ['team'], byTeam).steps).toHaveLength(mostSteps);
  });

  it('never loses what was said before, nor leads where the table does not, whatever is tried', () => {
    const act = fc.record({
      by: fc.constantFrom(['agt_01', 'opener'] as const, ['agt_02', 'team'] as const),
      status: fc.option(fc.constantFrom(...FeedbackStatus.options), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        let feedback = opened();
        for (const { by, status } of acts) {
          const before = feedback;
          const attempt = () => answeredFeedback(before, { text: 'Ein Wort.', ...(status && { status }) }, [by[1]], { id: by[0], at: later });
          if (refusal(attempt) !== undefined) continue;
          feedback = attempt();
          expect(feedback.steps.slice(0, -1)).toEqual(before.steps);
          expect(feedback.version).toBe(before.version + 1);
          // Only the team decides; whoever opened it can do no more than open it again.
          if (feedback.status !== before.status && by[1] === 'opener') expect([isUndone(before), feedback.status]).toEqual([false, 'open']);
        }
        const said = feedback.steps.flatMap((step) => step.status ?? []);
        expect(feedback.status).toBe(said.at(-1) ?? 'open');
        expect(feedback.steps.length).toBeLessThanOrEqual(mostSteps);
        expect(feedback).toMatchObject({ id: 'fbk_01', text: content.text, openedBy: 'agt_01' });
      }),
    );
  });
});

describe('what was typed wrong', () => {
  it('is put right by who typed it, as long as it is open', () => {
    const right = FeedbackCorrection.parse({ name: 'Rechner Kfz', stopsWork: true });
    const after = correctedFeedback(opened(), right, byOpener);
    expect(after).toEqual(opened({ name: 'Rechner Kfz', stopsWork: true, correctedAt: later.toISOString(), version: 2 }));
    expect([saysAlready(opened(), right), saysAlready(after, right), saysAlready(opened(), {})]).toEqual([false, true, true]);
    expect(refusal(() => correctedFeedback(opened(), right, byTeam))).toBe('not-yours path');
    for (const status of ['planned', 'done', 'declined'] as const)
      expect(refusal(() => correctedFeedback(opened({ status }), right, byOpener))).toBe('feedback-answered body');
    expect(FeedbackCorrection.safeParse({ team: 'schaden-koeln' }).success).toBe(false);
  });

  it.each<[FeedbackStatus, readonly Side[], string | undefined]>([
    ['open', ['team'], undefined],
    ['open', ['opener'], undefined],
    ['planned', ['team'], undefined],
    ['planned', ['opener'], 'not-yours path'],
    ['done', ['team'], 'feedback-closed path'],
    ['declined', ['opener', 'team'], 'feedback-closed path'],
  ])('as the team, which is handed on when it is %s, by %j: %s', (status, sides, refused) => {
    const attempt = () => handedOnFeedback(opened({ status }), { team: 'werkzeuge', text: 'Ihr pflegt das.' }, sides, byTeam);
    expect(refusal(attempt)).toBe(refused);
    if (refused === undefined)
      expect(attempt()).toMatchObject({ status, team: 'werkzeuge', steps: [{ by: 'agt_02', team: 'werkzeuge', text: 'Ihr pflegt das.' }] });
  });
});

it.each<[string, FeedbackStatus, object | undefined]>([
  ['agt_01', 'open', { team: 'service-bonn' }],
  ['agt_01', 'planned', { team: 'service-bonn' }],
  ['agt_01', 'done', undefined],
  ['agt_02', 'open', { agent: 'agt_01' }],
  ['agt_02', 'declined', { agent: 'agt_01' }],
  ['adm_01', 'done', { agent: 'agt_01' }],
])('what %s said on what is %s then comes up before %j', (by, status, before) => {
  expect(comesUpBefore(opened({ status }), by)).toEqual(before);
});

it.each(['agt_01', 'agt_02', 'adm_01'])('what %s hands on comes up before the team that has it then, and as ever with the next word', (id) => {
  for (const status of ['open', 'planned'] as const) {
    const handed = handedOnFeedback(opened({ status }), { team: 'werkzeuge' }, ['team'], { id, at: later });
    expect(comesUpBefore(handed, id)).toEqual({ team: 'werkzeuge' });
    expect(comesUpBefore(answeredFeedback(handed, { text: 'Gesehen.' }, ['team'], byTeam), 'agt_02')).toEqual({ agent: 'agt_01' });
  }
});

it('handing on is a repeat for who did so last, to that team', () => {
  const handed = handedOnFeedback(opened(), { team: 'werkzeuge' }, ['team'], byTeam);
  expect(handedOnAlready(opened(), { team: 'service-bonn' }, 'agt_02')).toBe(false);
  expect(handedOnAlready(handed, { team: 'werkzeuge' }, 'agt_02')).toBe(true);
  expect(handedOnAlready(handed, { team: 'werkzeuge' }, 'agt_01')).toBe(false);
  expect(handedOnAlready(handed, { team: 'service-bonn' }, 'agt_02')).toBe(false);
  const since = answeredFeedback(handed, { text: 'Gesehen.' }, ['team'], { id: 'agt_03', at: later });
  expect(handedOnAlready(since, { team: 'werkzeuge' }, 'agt_02')).toBe(false);
  // Nor where more is said than before.
  expect(handedOnAlready(handed, { team: 'werkzeuge', text: 'Ihr pflegt das.' }, 'agt_02')).toBe(false);
  const why = handedOnFeedback(opened(), { team: 'werkzeuge', text: 'Ihr pflegt das.' }, ['team'], byTeam);
  expect(handedOnAlready(why, { team: 'werkzeuge', text: 'Ihr pflegt das.' }, 'agt_02')).toBe(true);
  expect(handedOnAlready(why, { team: 'werkzeuge', text: 'Etwas anderes.' }, 'agt_02')).toBe(false);
  expect(handedOnAlready(why, { team: 'werkzeuge' }, 'agt_02')).toBe(true);
});
