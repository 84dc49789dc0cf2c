import * as z from 'zod';
import { staffData, technical } from '../personal-data/classification.ts';
import { itemKind, parseItem } from '../storage/item-kind.ts';
import { childKey } from '../storage/item-writes.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { FeedbackAbout, FeedbackSort, FeedbackStatus, type Feedback, type FeedbackRef } from './feedback.ts';

const improving = 'Verbesserung von Werkzeugen, Wissen und Abläufen';
const ofStaff = <T extends z.ZodType>(schema: T, what: string): T => staffData(schema, what, improving, '6(1)(f)');

const feedbackPrefix = 'feedback#';

/**
 * What a member of staff said of a tool, a knowledge source or a process, `agt_… / feedback#fbk_…`, with what was answered. It is of whoever said it, and ends
 * with them; the index has it under the team that looks after it, by its state.
 */
export const feedbackKind = itemKind({
  kind: 'feedback',
  table: 'staff',
  title: 'Rückmeldung zu Werkzeug, Wissensquelle oder Ablauf',
  sk: feedbackPrefix,
  foundBy: 'none',
  schema: z.object({
    pk: ofStaff(z.string(), 'Kennung, wer sie gab'),
    sk: technical(z.string(), 'Sortierschlüssel (zufällige Kennung)'),
    kind: technical(z.literal('feedback'), 'Art des Eintrags'),
    id: technical(z.string(), 'Kennung der Rückmeldung'),
    about: technical(FeedbackAbout.clone(), 'Wozu: Werkzeug, Wissensquelle, Ablauf'),
    name: ofStaff(z.string(), 'Wozu: Bezeichnung'),
    sort: technical(FeedbackSort.clone(), 'Mangel, falscher Inhalt oder Wunsch'),
    /** Its text. */
    said: ofStaff(z.string(), 'Rückmeldung'),
    stopsWork: ofStaff(z.boolean(), 'Hält die Arbeit auf'),
    team: technical(z.string(), 'Team, das sich kümmert'),
    status: technical(FeedbackStatus.clone(), 'Stand'),
    openedAt: ofStaff(z.iso.datetime(), 'Gegeben am'),
    correctedAt: ofStaff(z.iso.datetime(), 'Zuletzt berichtigt am').optional(),
    steps: z.array(
      z.strictObject({
        at: ofStaff(z.iso.datetime(), 'Antwort: Zeitpunkt'),
        by: ofStaff(z.string(), 'Antwort: von wem (Kennung)'),
        text: ofStaff(z.string(), 'Antwort').optional(),
        status: technical(FeedbackStatus.clone(), 'Antwort: neuer Stand').optional(),
        team: technical(z.string(), 'Antwort: an welches Team').optional(),
      }),
    ),
    version: technical(z.number(), 'Version'),
    gsi1pk: technical(z.string(), 'Liste eines Teams, nach Stand'),
    gsi1sk: technical(z.string(), 'Kennung der Rückmeldung'),
  }),
  ending: { withHead: 'agent', under: ({ pk }) => ({ pk, prefix: feedbackPrefix }) },
});

/** Whose it is, as the head under which it lies. */
export const openerOf = ({ openedBy }: Pick<FeedbackRef, 'openedBy'>): ItemKey => ({ pk: openedBy, sk: 'agent' });

export const feedbackKey = (ref: FeedbackRef): ItemKey => childKey(feedbackKind, openerOf(ref), ref.id);

/** The id that is meant by a sort key. */
export const idInKey = (sk: string): string => sk.slice(feedbackPrefix.length);

export const allOfOpener = feedbackPrefix;

/** Under this the index lists what a team looks after in a state, by when it was opened. */
export const teamsFeedback = ({ team, status }: Pick<Feedback, 'team' | 'status'>): string => `feedback#${team}#${status}`;

/** What is stored of one, but for its key. */
export const feedbackAttributes = ({ openedBy: _, text: said, correctedAt, steps, ...feedback }: Feedback) => ({
  ...feedback,
  said,
  ...(correctedAt !== undefined && { correctedAt }),
  steps,
  gsi1pk: teamsFeedback(feedback),
  gsi1sk: feedback.id,
});

/** The feedback in a stored item. */
export function feedbackOf(item: Item): Feedback {
  const { pk, sk: _, kind: __, said, gsi1pk: ___, gsi1sk: ____, ...feedback } = parseItem(feedbackKind, item);
  return { ...feedback, openedBy: pk, text: said };
}
