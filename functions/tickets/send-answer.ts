import * as z from 'zod';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { Language } from '../../shared/language.ts';
import { textModuleReaderNeeds } from '../../shared/text-modules/text-module-reader.ts';
import { noSuchTextModule, requireUsable } from '../../shared/text-modules/text-module.ts';
import { answerNeeds } from '../../shared/tickets/answer-table.ts';
import { answered } from '../../shared/tickets/answer.ts';
import { timed } from '../../shared/tickets/clock.ts';
import { AgentContent, InteractionId, MinutesSpent, UsedTextModule } from '../../shared/tickets/interaction.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { answerText } from './answer-text.ts';
import { SentAnswerView } from './answer-views.ts';
import { earlierStep } from './earlier-step.ts';
import { findReadable, theirTicket } from './find-ticket.ts';
import { timeOf, whoseTime } from './time-of.ts';
import { interactionsFor, ticketFor } from './views.ts';

const uses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer'),
  interactions: only(interactionNeeds, 'interaction'),
  answers: only(answerNeeds, 'send', 'earlier'),
  textModules: only(textModuleReaderNeeds, 'textModule'),
  customers: only(customerReaderNeeds, 'customer'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface SendAnswerDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
  readonly hours: OfficeHours;
}

const { text } = AgentContent.options[0].shape;

export const sendAnswer = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/answers',
  allow: ['agent'],
  summary:
    'Answer the customer from a text module: the message, the state that the module sets and the task that it adds, all at once. What was retired or written anew since it was seen is refused',
  params: z.strictObject({ ticketId: TicketId }),
  body: z.strictObject({
    textModule: UsedTextModule.describe('The text module, and the version of it that was seen'),
    language: Language.default('de').describe('A text that there is in German only goes out in German'),
    text: text.optional().describe('As the clerk has made it; as the module says it, filled, if left out'),
    lastInteractionId: InteractionId.optional().describe(
      'The last step that the clerk saw: all of it is read then, and where the customer wrote since, 412 `newer-customer-message`. Needed where the module closes the ticket, or waits for a customer who wrote',
    ),
    openTasksSeen: z.literal(true).optional().describe('Where the module closes the ticket: that tasks of it are still to be done is known'),
    minutesSpent: MinutesSpent.optional(),
  }),
  example: { textModule: { id: 'txt_01JQ0000000000000000000000', version: 1 }, minutesSpent: 3 },
  returns: SentAnswerView,
  status: 201,
  ifMatch: true,
  version: ({ ticket }) => ticket.version,
  uses,
  async handle({ params: { ticketId }, body, caller, once, ifMatch }, deps: SendAnswerDeps) {
    const { tickets, answers, textModules, newId, now, hours } = deps;
    const at = now();
    const found = await findReadable(deps, caller, ticketId);
    const [ticket, module, clerk, again] = await Promise.all([
      theirTicket(tickets, found),
      textModules.textModule(body.textModule.id),
      whoseTime(deps.staff, caller, body.minutesSpent),
      // A repeat must not be judged by what has become of ticket and text since.
      answers.earlier(once, at),
    ]);
    const sent = async (id: string) => ({
      interaction: interactionsFor(caller, [await earlierStep(deps, ticket, id)])[0]!,
      ticket: ticketFor(caller, await theirTicket(tickets, found), now()),
    });
    if (again) return sent(again.id);
    if (!module) throw noSuchTextModule();
    requireUsable(module, body.textModule.version, ticket.matter);
    const said = body.text ?? (await answerText({ ticket, module, language: body.language, clerkId: caller.id, at }, deps)).text;
    const seen = { version: ifMatch, lastInteractionId: body.lastInteractionId, openTasksSeen: body.openTasksSeen };
    const untimed = answered(ticket, module, seen, { text: said, by: caller.id, at, minutesSpent: body.minutesSpent }, newId);
    const answer = { ...untimed, ticket: timed(ticket, untimed.ticket, at, hours) };
    const { message } = answer;
    const made = { request: once, status: 201, madeId: message.id, subjectId: ticket.customerId };
    const { earlier } = await answers.send(answer, made, at, timeOf(clerk, ticket, message, newId));
    return earlier ? sent(earlier.id) : { interaction: interactionsFor(caller, [message])[0]!, ticket: ticketFor(caller, answer.ticket, now()) };
  },
});
