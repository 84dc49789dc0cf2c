import * as z from 'zod';
import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { Language } from '../../shared/language.ts';
import { TextModuleId } from '../../shared/text-modules/text-module-id.ts';
import { textModuleReaderNeeds } from '../../shared/text-modules/text-module-reader.ts';
import { noSuchTextModule, requireUsable } from '../../shared/text-modules/text-module.ts';
import { taskOf } from '../../shared/tickets/answer.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { answerText } from './answer-text.ts';
import { AnswerPreviewView } from './answer-views.ts';
import { findReadable, theirTicket } from './find-ticket.ts';

const uses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer'),
  textModules: only(textModuleReaderNeeds, 'textModule'),
  customers: only(customerReaderNeeds, 'customer'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface PreviewAnswerDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const previewAnswer = endpoint({
  method: 'GET',
  path: '/v1/tickets/{ticketId}/text-modules/{textModuleId}',
  allow: ['agent'],
  summary:
    'A text module filled for a ticket, to be looked over and sent (POST …/answers) under the ETag that comes with it, which is the ticket’s; nothing is changed',
  params: z.strictObject({ ticketId: TicketId, textModuleId: TextModuleId }),
  query: z.strictObject({ language: Language.default('de').describe('A text that there is in German only comes in German') }),
  returns: AnswerPreviewView,
  status: 200,
  version: (preview) => preview.ticketVersion,
  uses,
  async handle({ params: { ticketId, textModuleId }, query, caller }, { tickets, textModules, customers, staff, now }: PreviewAnswerDeps) {
    const at = now();
    const found = await findReadable({ tickets, staff }, caller, ticketId);
    const [ticket, module] = await Promise.all([theirTicket(tickets, found), textModules.textModule(textModuleId)]);
    if (!module) throw noSuchTextModule();
    requireUsable(module, module.version, ticket.matter);
    const { text, language } = await answerText({ ticket, module, language: query.language, clerkId: caller.id, at }, { customers, staff });
    const { sets, addsTask } = module;
    return {
      textModule: { id: module.id, version: module.version },
      language,
      text,
      sets,
      addsTask: addsTask && taskOf(addsTask, at),
      ticketVersion: ticket.version,
    };
  },
});
