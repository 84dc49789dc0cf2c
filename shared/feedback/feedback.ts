import * as z from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { DomainError } from '../domain-error.ts';
import { idOf } from '../id.ts';
import { oneLine } from '../personal-data/one-line.ts';
import { severalLines } from '../personal-data/several-lines.ts';
import { Team, type Agent } from '../staff/agent.ts';

export const FeedbackId = idOf('fbk');

/** What staff say something about. Another one is a word here. */
export const FeedbackAbout = z.enum(['tool', 'knowledge-source', 'process']);
export type FeedbackAbout = z.infer<typeof FeedbackAbout>;

export const FeedbackSort = z.enum(['defect', 'wrong-content', 'wish']);
export type FeedbackSort = z.infer<typeof FeedbackSort>;

const contentFields = {
  about: FeedbackAbout,
  name: oneLine(120).describe('What that is called; no name of a person'),
  sort: FeedbackSort,
  text: severalLines(4000).describe(
    'What is wrong, or wished for. Nothing of a customer’s belongs here: it is kept with who writes it, and no erasure of the customer’s finds it',
  ),
  stopsWork: z.boolean().describe('Whether work cannot go on without'),
};

/** What a member of staff says of a tool, a knowledge source or how things are done [Rückmeldung]. */
export const NewFeedback = z.strictObject({
  ...contentFields,
  stopsWork: contentFields.stopsWork.default(false),
  team: Team.optional().describe('Who looks after it; the own team if left out, which can hand it on'),
});
export type NewFeedback = z.infer<typeof NewFeedback>;

/** What of it can be put right by who said it. */
export const FeedbackCorrection = z.strictObject(contentFields).partial();
export type FeedbackCorrection = z.infer<typeof FeedbackCorrection>;

export const FeedbackStatus = z.enum(['open', 'planned', 'done', 'declined']);
export type FeedbackStatus = z.infer<typeof FeedbackStatus>;

/** As whom somebody acts on it: as who opened it, or for the team that looks after it. */
export type Side = 'opener' | 'team';

/** Where it goes from a state, and who may say so. Each of these steps comes with a word. */
const moves: Readonly<Record<FeedbackStatus, Partial<Record<FeedbackStatus, readonly Side[]>>>> = {
  open: { planned: ['team'], done: ['team'], declined: ['team'] },
  planned: { open: ['team'], done: ['team'], declined: ['team'] },
  done: { open: ['opener', 'team'] },
  declined: { open: ['opener', 'team'] },
};

/** A word on it: what is answered or asked, with the state to which that leads, if it leads to another. */
export const FeedbackAnswer = z.strictObject({
  text: severalLines(1000),
  status: FeedbackStatus.optional().describe('Where that leads; the same as before if left out'),
});
export type FeedbackAnswer = z.infer<typeof FeedbackAnswer>;

/** Another team is to look after it, and why. */
export const FeedbackTeam = z.strictObject({ team: Team, text: severalLines(1000).optional().describe('Why') });
export type FeedbackTeam = z.infer<typeof FeedbackTeam>;

/** Something that was said on it, by whom, and what became of it then. */
export interface FeedbackStep {
  readonly at: string;
  readonly by: string;
  readonly text?: string | undefined;
  /** From here on. */
  readonly status?: FeedbackStatus | undefined;
  readonly team?: string | undefined;
}

/** So many at most, on one; they lie on it. */
export const mostSteps = 50;

export interface Feedback extends Required<FeedbackCorrection> {
  readonly id: string;
  readonly openedBy: string;
  readonly openedAt: string;
  /** When its text was put right last. */
  readonly correctedAt?: string | undefined;
  /** Who looks after it. */
  readonly team: string;
  readonly status: FeedbackStatus;
  readonly steps: FeedbackStep[];
  readonly version: number;
}

/** Which one, and whose. */
export type FeedbackRef = Pick<Feedback, 'id' | 'openedBy'>;

/** Who does something, and when. */
export interface By {
  readonly id: string;
  readonly at: Date;
}

/** A new one. */
export const openedFeedback = (id: string, { team, ...content }: NewFeedback, opener: Pick<Agent, 'id' | 'team'>, at: Date): Feedback => ({
  id,
  openedBy: opener.id,
  openedAt: at.toISOString(),
  ...content,
  team: team ?? opener.team,
  status: 'open',
  steps: [],
  version: 1,
});

/** Somebody who asks for one, with the team they are in, if any. */
export interface Asker {
  readonly id: string;
  readonly team?: string | undefined;
  readonly isAdmin: boolean;
}

/** As whom somebody may act on one; as both, where it is of their own team. @throws DomainError `not-found/no-such-feedback` where it is none of their business */
export function sidesOf(feedback: Pick<Feedback, 'openedBy' | 'team'>, { id, team, isAdmin }: Asker): readonly Side[] {
  const sides: Side[] = [];
  if (feedback.openedBy === id) sides.push('opener');
  if (isAdmin || feedback.team === team) sides.push('team');
  if (sides.length === 0) throw noSuchFeedback();
  return sides;
}

/** The same put right, as long as nobody has decided on it. @throws DomainError `conflict/feedback-answered`, `forbidden/not-yours` */
export function correctedFeedback(feedback: Feedback, correction: FeedbackCorrection, by: By): Feedback {
  if (feedback.openedBy !== by.id) throw notYours('path', 'leads to what somebody else said: write on it instead (POST …/answers)');
  if (feedback.status !== 'open') throw feedbackAnswered();
  return { ...feedback, ...said(correction), correctedAt: by.at.toISOString(), version: feedback.version + 1 };
}

/** What is left out stays. */
const said = (correction: FeedbackCorrection) => Object.fromEntries(Object.entries(correction).filter(([, value]) => value !== undefined));

/** Whether it says all this. Whoever asks again after a lost answer is told so, whatever version they saw. */
export const saysAlready = (feedback: Feedback, correction: FeedbackCorrection): boolean =>
  canonicalJson({ ...feedback, ...said(correction) }) === canonicalJson(feedback);

/**
 * The same with a word on it.
 * @throws DomainError `conflict/feedback-status` where that does not lead there, `forbidden/not-yours` where somebody else says so,
 *   `conflict/too-many-answers`
 */
export function answeredFeedback(feedback: Feedback, { text, status }: FeedbackAnswer, sides: readonly Side[], by: By): Feedback {
  if (status !== undefined) checkMove(feedback.status, status, sides);
  return withStep(feedback, { text, ...(status !== undefined && { status }) }, by);
}

function checkMove(from: FeedbackStatus, to: FeedbackStatus, sides: readonly Side[]): void {
  const who = moves[from][to];
  if (!who) throw feedbackStatus(from);
  if (!who.some((side) => sides.includes(side)))
    throw notYours('body.status', 'is for the team that looks after it to say: leave it out, and write what you think');
}

/** The same looked after by another team. @throws DomainError `conflict/feedback-closed`, `forbidden/not-yours`, `conflict/too-many-answers` */
export function handedOnFeedback(feedback: Feedback, { team, text }: FeedbackTeam, sides: readonly Side[], by: By): Feedback {
  if (!isUndone(feedback)) throw feedbackClosed();
  if (!sides.includes('team') && feedback.status !== 'open') throw notYours('path', 'leads to what a team has planned: it may hand it on, you may ask it to');
  return withStep(feedback, { team, ...(text !== undefined && { text }) }, by);
}

/** Whether there is something to be done about it. */
export const isUndone = ({ status }: Pick<Feedback, 'status'>): boolean => status === 'open' || status === 'planned';

/**
 * Whether handing it on so is what somebody did last, and said all this with it. Who asks again after a lost answer is told so, though it may be none of their
 * business by now.
 */
export const handedOnAlready = ({ steps }: Pick<Feedback, 'steps'>, { team, text }: FeedbackTeam, byId: string): boolean => {
  const last = steps.at(-1);
  return last?.by === byId && last.team === team && (text === undefined || last.text === text);
};

/**
 * Before whom it comes up after somebody did something: where it was handed on, before the team that has it now, whoever did so; else what staff of the house
 * say, before who opened it; what that one says, before the team, if it has to do with it.
 */
export function comesUpBefore(feedback: Feedback, byId: string): { readonly agent: string } | { readonly team: string } | undefined {
  const handedOn = feedback.steps.at(-1)?.team !== undefined;
  if (byId !== feedback.openedBy && !handedOn) return { agent: feedback.openedBy };
  return isUndone(feedback) ? { team: feedback.team } : undefined;
}

function withStep(feedback: Feedback, step: Omit<FeedbackStep, 'at' | 'by'>, { id, at }: By): Feedback {
  if (feedback.steps.length >= mostSteps) throw tooManyAnswers();
  const { status = feedback.status, team = feedback.team } = step;
  return { ...feedback, status, team, steps: [...feedback.steps, { at: at.toISOString(), by: id, ...step }], version: feedback.version + 1 };
}

export const noSuchFeedback = (): DomainError => new DomainError('not-found', 'no-such-feedback');

/** Somebody else did something with it since it was seen. */
export const feedbackChanged = (): DomainError => new DomainError('stale', 'feedback-changed');

/** Takes back what somebody else said, or corrects it, or decides what is for others to decide. */
export const notYours = (field: 'path' | 'body.status', problem: string): DomainError => new DomainError('forbidden', 'not-yours', [{ field, problem }]);

const feedbackAnswered = (): DomainError =>
  new DomainError('conflict', 'feedback-answered', [
    { field: 'body', problem: 'comes too late: somebody has decided on what it said. Write on it instead (POST …/answers), or open it again first' },
  ]);

const feedbackClosed = (): DomainError =>
  new DomainError('conflict', 'feedback-closed', [
    { field: 'path', problem: 'leads to what is done or declined: open it again first (POST …/answers with `open`)' },
  ]);

const feedbackStatus = (from: FeedbackStatus): DomainError =>
  new DomainError('conflict', 'feedback-status', [
    { field: 'body.status', problem: `does not follow ${from}, which leads to ${Object.keys(moves[from]).join(', ')}: name one of these, or none` },
  ]);

const tooManyAnswers = (): DomainError =>
  new DomainError('conflict', 'too-many-answers', [
    { field: 'body', problem: `would be one too many, ${mostSteps} at most: open another feedback for what is left` },
  ]);
