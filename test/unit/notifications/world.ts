import type { DomainEvent } from '../../../events/event.ts';
import { letterIssued } from '../../../events/letter-issued.ts';
import { notificationPlanned } from '../../../events/notification-planned.ts';
import { ticketOpened } from '../../../events/ticket-opened.ts';
import type { Customer } from '../../../shared/customers/customer.ts';
import type { CustomerReader } from '../../../shared/customers/customer-reader.ts';
import { newId } from '../../../shared/id.ts';
import type { Log } from '../../../shared/lambda/logger.ts';
import type { NotificationTable } from '../../../shared/notifications/notification-table.ts';
import { planned, type About, type Notification } from '../../../shared/notifications/notification.ts';

/** Where notifications are sent in a test: the real tables, or memory. Both are held to the same suite (`sending.ts`). */
export interface World {
  readonly notifications: NotificationTable;
  readonly customers: Pick<CustomerReader, 'customer'>;
  /** Puts a customer there as they are, with states that stop messages if wanted. */
  saveCustomer(customer: Customer, stop?: Stop): Promise<void>;
  removeCustomer(id: string): Promise<void>;
  /** Puts there what a notification is about and the case of that, either in a state if wanted. */
  saveAbout(notification: Notification, stop?: { readonly what: About['type']; readonly state: Stop }): Promise<void>;
  removeAbout(notification: Notification): Promise<void>;
  removeNotification(notification: Notification): Promise<void>;
  /** Wakes what sleeps, as happens every minute. */
  wake(now: Date): Promise<void>;
  /** Until when the customer of a case is told of what clerks wrote on it. */
  toldUntil(notification: Pick<Notification, 'customerId' | 'ticketId'>): Promise<string | undefined>;
  /** When a notification wakes that sleeps. */
  sleepsUntil(notification: Notification): Promise<Date | undefined>;
  /** What was published about an aggregate, in no order. */
  eventsOf(aggregateId: string): Promise<Pick<DomainEvent, 'type' | 'data'>[]>;
}

export type Stop = 'retainedSince' | 'restrictedSince' | 'heldSince' | 'deletingSince';

export const start = new Date('2026-03-15T09:00:00Z');

/** A clock that tests set. */
export class Clock {
  #at = start.getTime();
  readonly now = (): Date => new Date(this.#at);
  advance(seconds: number): void {
    this.#at += seconds * 1000;
  }
  /** Goes on to a later moment. */
  reach(moment: Date): void {
    this.#at = Math.max(this.#at, moment.getTime());
  }
}

export const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

export const customer = (changes: Partial<Customer> = {}): Customer => ({
  id: newId('cus'),
  givenName: 'Paula',
  familyName: 'Sommer',
  insuranceNumber: 'VS-4711-0815',
  address: { street: 'Ringstraße 5', postalCode: '50667', city: 'Köln', country: 'DE' },
  iban: 'DE89370400440532013000',
  contactPoints: [
    { channel: 'sms', address: '+4915112345678', verifiedAt: '2026-01-02T08:00:00Z' },
    { channel: 'email', address: 'paula@sommer.example', verifiedAt: '2026-01-02T08:00:00Z' },
  ],
  login: 'by-email',
  notifyBy: 'sms',
  relationshipStartedOn: '2020-01-01',
  version: 1,
  status: 'active',
  createdAt: '2026-01-02T08:00:00.000Z',
  ...changes,
});

export const letterIssuedEvent = (): DomainEvent => letterIssued.make({ id: newId('evt'), aggregateId: newId('let'), at: start, data: { category: 'claim' } });

export const ticketOpenedEvent = (): DomainEvent => ticketOpened.make({ id: newId('evt'), aggregateId: newId('tck'), at: start, data: { kind: 'theft' } });

/** "A new letter", planned for a customer who is there, and the event that the sender gets. */
export async function plannedLetterNotice(
  world: World,
  person: Customer = customer(),
): Promise<{ person: Customer; notification: Notification; event: DomainEvent }> {
  await world.saveCustomer(person);
  const notification = planned(letterIssuedEvent(), person, newId('tck'), start);
  await world.saveAbout(notification);
  await world.notifications.plan(notification);
  return { person, notification, event: plannedEvent(notification) };
}

export const plannedEvent = ({ id, channel, template }: Notification): DomainEvent =>
  notificationPlanned.make({ id: newId('evt'), aggregateId: id, at: start, data: { channel, template } });
