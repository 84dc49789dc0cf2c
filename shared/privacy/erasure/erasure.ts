import * as z from 'zod';
import { idOf } from '../../id.ts';
import type { Day } from '../../personal-data/calendar.ts';
import { addDays, addMonths, later } from '../../personal-data/calendar.ts';
import { deletionClasses, type DeletionClass, type OnErasure, type DeletionRules } from '../../personal-data/deletion-rules.ts';

export const ErasureRequestId = idOf('era');

/** `received` → `answered`; the work in between starts again from anywhere. What was answered in part is taken up again by itself. */
export const ErasureStatus = z.enum(['received', 'answered']);

/** What became of a class of data, and on which ground. */
export const ErasureLine = z.object({
  class: z.enum(deletionClasses),
  title: z.string(),
  result: z.enum(['deleted', 'retained', 'protected', 'refused']),
  count: z.int(),
  /** Ground for keeping, with its source; the law's words for the reader. */
  ground: z.string().optional(),
  /** Nothing of it is left on this day. Absent where it can't be named yet. */
  endsOn: z.iso.date().optional(),
});
export type ErasureLine = z.infer<typeof ErasureLine>;

/** Everything is gone or goes by itself (`complete`), or something stays because contract or case still run (`partial`). */
export type ErasureOutcome = 'complete' | 'partial';

export interface ErasureRequest {
  readonly id: string;
  readonly customerId: string;
  readonly status: z.infer<typeof ErasureStatus>;
  readonly receivedAt: string;
  readonly requestedBy: 'customer' | 'officer';
  /**
   * Where the answer goes; the only address that is left of somebody erased, in the file of the request itself, until the answer is
   * sent. Absent where we know none: the officer answers by another way.
   */
  readonly replyTo?: string | undefined;
  /** Art. 12(3): one month from receipt. */
  readonly answerDueOn: Day;
  readonly answeredAt?: string | undefined;
  readonly outcome?: ErasureOutcome | undefined;
  readonly lines?: readonly ErasureLine[] | undefined;
  readonly answerMail?: 'claimed' | 'sent' | 'unknown' | 'failed' | undefined;
  readonly answerClaimedAt?: string | undefined;
}

export const answerDueOn = (receivedOn: Day): Day => addMonths(receivedOn, 1);

/** What the person is told of their remedies (Art. 12(4), 77, 79 GDPR). */
export const remedies =
  'Sie können sich bei einer Datenschutz-Aufsichtsbehörde beschweren (Art. 77 DSGVO) und gerichtlichen Rechtsschutz suchen (Art. 79 DSGVO).';

/**
 * What an erasure does to a class. While contract or case run, what they need is refused and all that is kept for them stays
 * as it is: visible, and usable for its purpose.
 */
export function effectOn(onErasure: OnErasure, running: boolean): 'delete' | 'retain' | 'refuse' | 'none' {
  if (onErasure === 'not-concerned') return 'none';
  if (onErasure === 'delete') return 'delete';
  if (running) return 'refuse';
  return onErasure === 'refuse-while-running' ? 'delete' : 'retain';
}

/** Why a class of data is kept. */
export const groundOf: Readonly<Record<OnErasure, string>> = {
  delete: '',
  'not-concerned': '',
  'retain-for-duty': 'Gesetzliche Aufbewahrungspflicht, Art. 17 Abs. 3 Buchst. b DSGVO',
  'retain-as-evidence': 'Nachweis, dass gelöscht wurde und gelöscht bleibt, Art. 5 Abs. 2, Art. 24 DSGVO',
  'retain-for-claims': 'Geltendmachung oder Verteidigung von Rechtsansprüchen, Art. 17 Abs. 3 Buchst. e DSGVO',
  'refuse-while-running': 'Zur Erfüllung des laufenden Vertrags erforderlich, Art. 6 Abs. 1 Buchst. b DSGVO',
};

/** One finding about an item, before it is summed up. */
export interface Finding {
  readonly class: DeletionClass;
  readonly result: ErasureLine['result'];
  readonly endsOn?: Day | undefined;
}

/** The answer: per class what was deleted, kept or refused, with ground and the day by which the last of it goes. */
export function erasureLines(findings: Iterable<Finding>, rules: DeletionRules): ErasureLine[] {
  const lines = new Map<string, ErasureLine>();
  for (const { class: cls, result, endsOn } of findings) {
    const rule = rules[cls];
    const line = lines.get(`${cls} ${result}`);
    const end = line === undefined ? endsOn : endOfBoth(line.endsOn, endsOn);
    lines.set(`${cls} ${result}`, {
      class: cls,
      title: rule.title,
      result,
      count: (line?.count ?? 0) + 1,
      ...(result !== 'deleted' && { ground: ground(rule, result) }),
      ...(end && { endsOn: end }),
    });
  }
  return [...lines.values()].toSorted((a, b) => deletionClasses.indexOf(a.class) - deletionClasses.indexOf(b.class));
}

/** The day by which both are gone; none where that can't be said of one of them. */
const endOfBoth = (a: Day | undefined, b: Day | undefined): Day | undefined => a && b && later(a, b);

/** Classes that rest on nothing but this serve no contract: they keep a repeat from having a second effect. */
const legitimate = 'DSGVO Art. 6(1)(f)';
const protection = 'Schutz vor doppelter Ausführung und Zustellung, Art. 6 Abs. 1 Buchst. f DSGVO';

function ground(rule: DeletionRules[DeletionClass], result: ErasureLine['result']): string {
  if (result === 'protected') return 'Einschränkung der Verarbeitung oder Löschsperre, Art. 18, Art. 17 Abs. 3 Buchst. e DSGVO';
  const sources = rule.terms.map((term) => term.source);
  // What the law keeps it keeps by the same duty whether or not the contract runs.
  const because =
    rule.onErasure === 'refuse-while-running' && sources.every((source) => source.startsWith(legitimate))
      ? protection
      : groundOf[rule.onErasure] || groundOf['refuse-while-running'];
  return `${because} (${sources.join('; ')})`;
}

/**
 * Whether a request that was answered is to be taken up again: something stayed because of a contract, a case or a hold, and what
 * was in the way may be gone by now. The person need not ask twice.
 */
export const isUnfinished = ({ status, outcome }: Pick<ErasureRequest, 'status' | 'outcome'>): boolean => status === 'received' || outcome === 'partial';

/**
 * Whether a request is looked at again: it is unfinished, its last answer is not on its way yet, or is and the address is still to
 * leave the file. An address to which the answer did not get stays for the officer.
 */
export const isLookedAt = (request: Pick<ErasureRequest, 'status' | 'outcome' | 'answerMail' | 'replyTo'>): boolean => {
  const { answerMail, replyTo } = request;
  return isUnfinished(request) || answerMail === undefined || answerMail === 'claimed' || (answerMail === 'sent' && replyTo !== undefined);
};

/** So many days before the last one somebody should hear of a request that the person has no answer to. */
const warnedDaysBefore = 7;

/** Whether the month that the law leaves for an answer is nearly over, or is, and none is on its way. */
export const isDueSoon = ({ status, answerMail, answerDueOn: dueOn }: Pick<ErasureRequest, 'status' | 'answerMail' | 'answerDueOn'>, today: Day): boolean =>
  (status === 'received' || answerMail === undefined) && addDays(today, warnedDaysBefore) >= dueOn;

/** A day later: so whoever ends a contract, a case or a hold need not think of erasures. */
export const nextLook = (now: Date): Date => new Date(now.getTime() + 24 * 3_600_000);
