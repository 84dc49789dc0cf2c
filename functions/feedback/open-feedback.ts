import { feedbackNeeds } from '../../shared/feedback/feedback-table.ts';
import { NewFeedback, openedFeedback } from '../../shared/feedback/feedback.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { notHere } from '../../shared/staff/agent-check.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { requireTeam } from '../../shared/staff/team.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { isAtWork } from '../../shared/tasks/inbox.ts';
import { FeedbackView } from './views.ts';

const uses = { feedback: only(feedbackNeeds, 'open', 'earlier', 'one'), staff: only(staffReaderNeeds, 'agent', 'clerksOf') };

interface OpenFeedbackDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const openFeedback = endpoint({
  method: 'POST',
  path: '/v1/feedback',
  allow: ['agent'],
  summary: 'Say what is wrong with a tool, a knowledge source or a process, or what you wish for; it comes up before the team that looks after it',
  body: NewFeedback,
  example: {
    about: 'knowledge-source',
    name: 'Leitfaden Fahrraddiebstahl',
    sort: 'wrong-content',
    text: 'Abschnitt 3 nennt noch die alte Frist von 14 Tagen. Seit Januar sind es 28.',
    team: 'schaden-koeln',
  },
  returns: FeedbackView,
  status: 201,
  version: (feedback) => feedback.version,
  uses,
  async handle({ body, caller, once }, { feedback: table, staff, newId, now }: OpenFeedbackDeps) {
    const at = now();
    // A repeat must not be judged by who has left since.
    const [agent, again] = await Promise.all([staff.agent(caller.id), table.earlier(once, at)]);
    if (again) return table.one({ openedBy: caller.id, id: again.id });
    if (!agent || !isAtWork(agent)) throw notHere();
    if (body.team !== undefined && body.team !== agent.team) await requireTeam(staff, body.team, 'body.team');
    const opened = openedFeedback(newId('fbk'), body, agent, at);
    const comesUp = { before: { team: opened.team }, entryId: newId('inb') };
    const { earlier } = await table.open(opened, comesUp, { request: once, status: 201, madeId: opened.id }, at);
    return earlier ? table.one({ openedBy: caller.id, id: earlier.id }) : opened;
  },
});
