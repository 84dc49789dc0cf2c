import * as z from 'zod';
import { customerErased, DomainError } from '../../domain-error.ts';
import { dayOf } from '../../personal-data/calendar.ts';
import { Language } from '../../language.ts';
import { filled } from '../../text-modules/placeholders.ts';
import { TextModuleId } from '../../text-modules/text-module-id.ts';
import { noSuchTextModule, requireUsable, textIn } from '../../text-modules/text-module.ts';
import { longestMessage } from '../../tickets/interaction.ts';
import { action, done } from '../action.ts';

/**
 * Writes to the customer what a text module says, as it says it by then. Of the module the words are taken, and nothing else: what becomes of the case, the rule
 * says. A text that names the clerk fits no rule.
 */
export const answer = action({
  deed: 'answer',
  schema: z.strictObject({
    do: z.literal('answer'),
    textModule: TextModuleId.describe('Which text; what it sets and which task it adds is left to the rule'),
    language: Language.default('de').describe('A text that there is in German only goes out in German'),
  }),
  causes: 'answered',
  leaves: () => ({ answered: true }),
  wants: ({ textModule }) => ({ customer: true, textModule }),
  does(draft, { textModule, language: wished }, { seen, means: { customer, textModules } }) {
    const module = textModules.get(textModule);
    if (!module) throw noSuchTextModule();
    if (!customer) throw customerErased();
    const { ticket } = draft;
    requireUsable(module, module.version, ticket.matter);
    const { text: template, language } = textIn(module, wished);
    const text = filled(template, { ticket, customer, clerk: undefined, on: dayOf(seen.now) }, language);
    if (text.length > longestMessage) throw answerTooLong();
    const used = { id: module.id, version: module.version };
    return done(draft, 'answer', {
      ticket: { ...ticket, answeredAt: ticket.answeredAt ?? seen.now.toISOString() },
      steps: [...draft.steps, { content: { type: 'message', text, textModule: used } }],
      texts: [...draft.texts, used],
    });
  },
});

const answerTooLong = (): DomainError => new DomainError('conflict', 'answer-too-long');
