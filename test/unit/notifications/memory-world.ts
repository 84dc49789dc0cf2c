import type { DomainEvent } from '../../../events/event.ts';
import type { Customer } from '../../../shared/customers/customer.ts';
import { changedMeanwhile, DomainError } from '../../../shared/domain-error.ts';
import {
  alreadyDone,
  beingSent,
  isFinal,
  nextLook,
  transitions,
  type Notification,
  type NotificationStatus,
  type Outcome,
} from '../../../shared/notifications/notification.ts';
import type { Stop, World } from './world.ts';

/** Notifications and customers in memory. Every change happens whole, at one moment, as a transaction does. */
export function memoryWorld(): World {
  const people = new Map<string, Customer & { stop?: Stop | undefined }>();
  const stored = new Map<string, Notification & { wakeAt?: Date }>();
  /** By notification: whether what it is about, or the case of that, is silenced. */
  const silenced = new Map<string, boolean>();
  /** By case: until when the customer is told of what clerks wrote. */
  const told = new Map<string, string>();
  const events: (Pick<DomainEvent, 'type' | 'data'> & { aggregateId: string })[] = [];
  const conflict = (code: string) => new DomainError('conflict', code);

  const publish = ({ id, channel, template }: Notification, type: string, more: object = {}) =>
    void events.push({ aggregateId: id, type, data: { channel, template, ...more } });

  const tell = (notification: Notification, outcome: Outcome) =>
    publish(notification, `notification.${outcome.status}`, outcome.status === 'failed' ? { code: outcome.code } : {});

  const move = ({ id, channel, turnedAway }: Notification, to: NotificationStatus, also: Partial<Notification> & { wakeAt?: Date }) => {
    const current = stored.get(id);
    if (!current) throw conflict('customer-erased');
    if (isFinal(current.status)) throw alreadyDone();
    const sameTry = current.turnedAway === turnedAway;
    if (!transitions[current.status].includes(to) || !sameTry || current.channel !== channel) {
      if (current.status === 'claimed') throw beingSent();
      throw current.channel !== channel ? changedMeanwhile() : conflict(sameTry ? 'not-claimed' : 'tried-meanwhile');
    }
    const { wakeAt, ...rest } = current;
    stored.set(id, { ...rest, ...(!isFinal(to) && wakeAt && { wakeAt }), ...also, status: to });
  };

  const found = async (id: string): Promise<Notification | undefined> => {
    const { wakeAt: _, ...notification } = stored.get(id) ?? {};
    return 'id' in notification ? notification : undefined;
  };

  return {
    customers: { customer: async (id) => people.get(id) },
    toldUntil: async ({ ticketId }) => told.get(ticketId!),
    sleepsUntil: async ({ id }) => stored.get(id)?.wakeAt,
    async wake(now) {
      for (const { wakeAt, ...notification } of stored.values()) {
        if (wakeAt === undefined || wakeAt > now) continue;
        stored.set(notification.id, { ...notification, ...(!isFinal(notification.status) && { wakeAt: nextLook(now) }) });
        publish(notification, 'notification.planned');
      }
    },
    notifications: {
      notification: found,
      current: ({ id }) => found(id),
      async plan(notification) {
        if (people.get(notification.customerId)?.status !== 'active') throw conflict('customer-erased');
        if (stored.has(notification.id)) throw alreadyDone();
        stored.set(notification.id, { ...notification, wakeAt: nextLook(new Date(notification.plannedAt)) });
        publish(notification, 'notification.planned');
      },
      async gather(notification, { id, messagesToldAt }, until) {
        if (people.get(notification.customerId)?.status !== 'active') throw conflict('customer-erased');
        if (stored.has(notification.id)) throw alreadyDone();
        if (told.get(id) !== messagesToldAt) throw changedMeanwhile();
        told.set(id, until.toISOString());
        stored.set(notification.id, { ...notification, wakeAt: until });
      },
      async claim(notification, profileVersion, now) {
        const person = people.get(notification.customerId);
        if (person?.status !== 'active' || person.stop) throw conflict('customer-not-active');
        if (person.version !== profileVersion) throw new DomainError('stale', 'profile-changed');
        if (stored.get(notification.id)?.status === 'planned' && silenced.get(notification.id) !== false) throw conflict('case-silenced');
        move(notification, 'claimed', { claimedAt: now.toISOString() });
      },
      async reroute(notification, { over, insteadOf }, now) {
        const current = stored.get(notification.id);
        if (!current) throw conflict('customer-erased');
        if (isFinal(current.status)) throw alreadyDone();
        if (current.status === 'claimed') throw beingSent();
        if (current.channel !== notification.channel) throw changedMeanwhile();
        if (current.turnedAway !== notification.turnedAway) throw conflict('tried-meanwhile');
        const { wakeAt: _, ...rest } = current;
        const rerouted = { ...rest, channel: over, ...(insteadOf && { insteadOf }) };
        stored.set(notification.id, { ...rerouted, wakeAt: nextLook(now) });
        publish(rerouted, 'notification.planned');
      },
      async putOff(notification, times, again) {
        move(notification, 'planned', { turnedAway: times, claimedAt: undefined, wakeAt: again });
      },
      async finish(notification, outcome, now) {
        move(notification, outcome.status, { doneAt: now.toISOString(), ...(outcome.status === 'failed' && { code: outcome.code }) });
        tell(notification, outcome);
      },
      async drop(notification, code, now) {
        move(notification, 'dropped', { doneAt: now.toISOString(), code });
        if (code !== 'customer-not-active') tell(notification, { status: 'failed', code });
      },
    },
    async saveCustomer(person, stop) {
      people.set(person.id, { ...person, stop });
    },
    async saveAbout({ id }, stop) {
      silenced.set(id, stop !== undefined);
    },
    async removeAbout({ id }) {
      silenced.delete(id);
    },
    async removeCustomer(id) {
      people.delete(id);
    },
    async removeNotification({ id }) {
      stored.delete(id);
    },
    eventsOf: async (aggregateId) => events.filter((event) => event.aggregateId === aggregateId).map(({ type, data }) => ({ type, data })),
  };
}
