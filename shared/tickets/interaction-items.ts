import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionClass, StartPoints } from '../personal-data/deletion-rules.ts';
import type { Item } from '../storage/item.ts';
import { InteractionContent, classOf, type Interaction } from './interaction.ts';
import { correspondenceKind, interactionKey, noteKind, payoutKind } from './ticket-item.ts';

type Due = (cls: DeletionClass, points: StartPoints) => { dueOn: string; duePk: string; dueSk: string };

/** The stored item of an interaction, in the kind that its deletion class asks for. */
export function interactionItem(customerId: string, { id, ticketId, at, by, content }: Interaction, due: Due): Item {
  const frame = { ...interactionKey(customerId, ticketId, id), id, ticketId, at, byRole: by.role, byId: by.id };
  const points = { recorded: dayOf(new Date(at)), sent: dayOf(new Date(at)) };
  const cls = classOf[content.type];
  if (cls === 'business-letter') return correspondenceKind.schema.parse({ ...frame, kind: 'correspondence', ...content, ...due(cls, points) });
  if (cls === 'voucher') return payoutKind.schema.parse({ ...frame, kind: 'payout', ...content, ...due(cls, points) });
  return noteKind.schema.parse({ ...frame, kind: 'note', ...content });
}

/** Interactions from the items of a ticket, in their order, each with the time that was spent on it. */
export function interactionsOf(items: readonly Item[]): Interaction[] {
  const minutes = new Map(items.filter((item) => item.kind === 'time-entry').map((item) => [item.interactionId, Number(item.minutes)]));
  return items
    .filter((item) => item.kind !== 'time-entry')
    .map((item) => ({
      id: String(item.id),
      ticketId: String(item.ticketId),
      at: String(item.at),
      by: { role: item.byRole as Interaction['by']['role'], id: item.byId as string | undefined },
      content: contentOf(item),
      minutesSpent: minutes.get(item.id),
    }));
}

const kinds: Record<string, typeof correspondenceKind | typeof payoutKind | typeof noteKind> = {
  correspondence: correspondenceKind,
  payout: payoutKind,
  note: noteKind,
};

function contentOf(item: Item): InteractionContent {
  const kind = kinds[String(item.kind)];
  if (!kind) throw new Error(`Not an interaction: ${String(item.kind)}`);
  const {
    pk,
    sk,
    kind: _kind,
    id,
    ticketId,
    at,
    byRole,
    byId,
    dueOn,
    duePk,
    dueSk,
    retainedSince,
    restrictedSince,
    deletingSince,
    heldSince,
    ...content
  } = kind.schema.parse(item) as Item;
  return InteractionContent.parse(content);
}
