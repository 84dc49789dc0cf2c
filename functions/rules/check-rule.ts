import { DomainError, type FieldProblem } from '../../shared/domain-error.ts';
import type { ActionOfRule } from '../../shared/rules/actions/actions.ts';
import { actionOf } from '../../shared/rules/actions/actions.ts';
import { kindsOf } from '../../shared/rules/facts.ts';
import { loopThrough, ruleLoops } from '../../shared/rules/loops.ts';
import { ruledMatters } from '../../shared/rules/own-field.ts';
import { mostActive, tooManyRules, type Rule, type WholeRule } from '../../shared/rules/rule.ts';
import { ruleReaderNeeds } from '../../shared/rules/rule-reader.ts';
import type { Skill } from '../../shared/staff/agent.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { noTeam } from '../../shared/staff/team.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { namesClerk } from '../../shared/text-modules/placeholders.ts';
import { textModuleReaderNeeds } from '../../shared/text-modules/text-module-reader.ts';
import { kindOf, type Matter } from '../../shared/tickets/kinds/kinds.ts';

/** What looking through a rule works with. */
export const checkRuleUses = {
  acting: only(ruleReaderNeeds, 'acting'),
  textModules: only(textModuleReaderNeeds, 'textModule'),
  staff: only(staffReaderNeeds, 'agent', 'clerksOf', 'clerksWith'),
};

type Readers = Used<typeof checkRuleUses>;

/**
 * What a schema cannot see of a rule: that what it names is there and fits the tickets that it is for; of one that acts, that it would not call for itself,
 * also by way of others, and that there are not too many.
 * @throws DomainError `invalid/invalid-body` naming the fields, `conflict/rule-loops`, `conflict/too-many-rules`
 */
export async function checkRule(rule: Rule, readers: Readers): Promise<void> {
  const kinds = kindsOf(rule.when) ?? ruledMatters;
  const [acting, ...problems] = await Promise.all([
    rule.active ? readers.acting.acting() : { rules: [] },
    ...rule.then.map((action, index) => problemsOf(action, kinds, `body.then.${index}`, readers)),
  ]);
  const wrong = problems.flat();
  if (wrong.length > 0) throw new DomainError('invalid', 'invalid-body', wrong);
  if (!rule.active) return;
  const others = acting.rules.filter(({ id }) => id !== rule.id);
  if (others.length >= mostActive) throw tooManyRules();
  const loop = loopThrough(rule, others);
  if (loop) throw ruleLoops(loop);
}

/** What is wrong with what an action names. */
async function problemsOf(action: WholeRule['then'][number], kinds: readonly Matter[], field: string, readers: Readers): Promise<FieldProblem[]> {
  const { textModule, clerk } = actionOf(action).wants?.(action) ?? {};
  const team = teamOf(action);
  const found = await Promise.all([
    textModule === undefined ? undefined : textProblem(textModule, kinds, readers),
    clerk === undefined ? undefined : clerkProblem(clerk, kinds, readers),
    team === undefined ? undefined : teamProblem(team, kinds, readers),
  ]);
  const fields = [`${field}.textModule`, `${field}.to.agent`, team?.takesTickets ? `${field}.to.team` : `${field}.team`];
  return found.flatMap((problem, index) => (problem === undefined ? [] : [{ field: fields[index]!, problem }]));
}

/** A team by its name, and whether tickets go to it, or only what is to be done. */
interface NamedTeam {
  readonly name: string;
  readonly takesTickets: boolean;
}

/** The team that an action names. */
function teamOf(action: ActionOfRule): NamedTeam | undefined {
  if (action.do === 'add-task') return action.team === undefined ? undefined : { name: action.team, takesTickets: false };
  return action.do === 'assign' && 'team' in action.to ? { name: action.to.team, takesTickets: true } : undefined;
}

const skillsFor = (kinds: readonly Matter[]): Skill[] => [...new Set(kinds.map((kind) => kindOf(kind).skill))];

async function textProblem(id: string, kinds: readonly Matter[], { textModules }: Readers): Promise<string | undefined> {
  const module = await textModules.textModule(id);
  if (!module) return 'is no text module (GET /v1/text-modules)';
  if (module.status === 'retired') return 'is retired: take another, or take it up again first';
  if (Object.values(module.texts).some((text) => text !== undefined && namesClerk(text)))
    return 'names the clerk, and nobody writes here: take a text that says the company';
  const other = kinds.find((kind) => module.kinds && !module.kinds.includes(kind));
  return other && `is not for tickets of the kind ${other}: ask for the kinds that it is for (fact \`kind\`)`;
}

async function clerkProblem(id: string, kinds: readonly Matter[], { staff }: Readers): Promise<string | undefined> {
  const agent = await staff.agent(id);
  if (agent?.role !== 'agent' || agent.leftOn !== undefined) return 'is no clerk who works here';
  const lacking = skillsFor(kinds).find((skill) => !agent.skills.some((one) => one.skill === skill));
  return lacking && `has not the skill \`${lacking}\` that tickets of this rule need: name somebody who has, or a team`;
}

async function teamProblem({ name, takesTickets }: NamedTeam, kinds: readonly Matter[], { staff }: Readers): Promise<string | undefined> {
  if (!takesTickets) return (await staff.clerksOf(name)).length === 0 ? noTeam : undefined;
  const members = await Promise.all(skillsFor(kinds).map((skill) => staff.clerksWith(skill, name)));
  return members.every((clerks) => clerks.length === 0) ? 'has nobody who could do that and is not away, or there is no such team' : undefined;
}
