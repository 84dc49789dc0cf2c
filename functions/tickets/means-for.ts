import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import type { Means } from '../../shared/rules/action.ts';
import { wantedBy } from '../../shared/rules/plan.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import type { Seen } from '../../shared/rules/seen.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { textModuleReaderNeeds } from '../../shared/text-modules/text-module-reader.ts';
import { isHere } from '../../shared/tickets/assignment.ts';
import { kindOf } from '../../shared/tickets/kinds/kinds.ts';

/** What reading of that works with. */
export const meansUses = {
  customers: only(customerReaderNeeds, 'customer'),
  textModules: only(textModuleReaderNeeds, 'textModule'),
  staff: only(staffReaderNeeds, 'clerkWith'),
};

/** What a rule needs besides a case to act on it, all of it read at once, and no more than it needs. */
export async function meansFor(rule: Rule, { ticket, now }: Seen, { customers, textModules, staff }: Used<typeof meansUses>): Promise<Means> {
  const wanted = wantedBy(rule);
  const { skill } = kindOf(ticket.matter);
  const [customer, modules, clerks] = await Promise.all([
    wanted.some((one) => one.customer) ? customers.customer(ticket.customerId) : undefined,
    Promise.all(wanted.flatMap(({ textModule }) => (textModule === undefined ? [] : [textModules.textModule(textModule)]))),
    Promise.all(wanted.flatMap(({ clerk }) => (clerk === undefined ? [] : [staff.clerkWith(skill, clerk)]))),
  ]);
  const there = clerks.filter((clerk) => clerk !== undefined).filter((clerk) => isHere(clerk, dayOf(now)));
  return {
    customer,
    textModules: new Map(modules.flatMap((module) => (module ? [[module.id, module] as const] : []))),
    clerks: new Map(there.map((clerk) => [clerk.id, clerk])),
  };
}
