import { feedbackNeeds } from '../../shared/feedback/feedback-table.ts';
import { feedbackChanged, FeedbackTeam, handedOnAlready, handedOnFeedback, sidesOf } from '../../shared/feedback/feedback.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { requireTeam } from '../../shared/staff/team.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { askerOf } from './asker.ts';
import { comesUpAs } from './comes-up.ts';
import { FeedbackPath, refOf } from './path.ts';
import { FeedbackView } from './views.ts';

const uses = { feedback: only(feedbackNeeds, 'one', 'change'), staff: only(staffReaderNeeds, 'agent', 'clerksOf') };

interface HandOnFeedbackDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const handOnFeedback = endpoint({
  method: 'PUT',
  path: '/v1/staff/{agentId}/feedback/{feedbackId}/team',
  allow: ['agent', 'admin'],
  summary: 'Let another team look after feedback that is not done: the team that does, an administrator, and as long as it is open whoever opened it',
  params: FeedbackPath,
  body: FeedbackTeam,
  example: { team: 'schaden-koeln', text: 'Den Leitfaden pflegt ihr.' },
  returns: FeedbackView,
  status: 200,
  ifMatch: true,
  version: (feedback) => feedback.version,
  uses,
  async handle({ params, body, caller, ifMatch }, { feedback: table, staff, newId, now }: HandOnFeedbackDeps) {
    const [before, asker] = await Promise.all([table.one(refOf(params)), askerOf(caller, staff)]);
    // Whoever has handed it on may see it no more, and is answered all the same when the answer was lost.
    if (handedOnAlready(before, body, caller.id)) return before;
    const sides = sidesOf(before, asker);
    if (before.team === body.team && body.text === undefined) return before;
    if (before.version !== ifMatch) throw feedbackChanged();
    const after = handedOnFeedback(before, body, sides, { id: caller.id, at: now() });
    await requireTeam(staff, body.team, 'body.team');
    await table.change(after, await comesUpAs(after, caller.id, staff, newId));
    return after;
  },
});
