import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainEvent } from '../../../events/event.ts';
import { sendEmail, type SendEmailDeps } from '../../../functions/notifications/send-email.ts';
import { sendSms, type SendSmsDeps } from '../../../functions/notifications/send-sms.ts';
import type { Customer } from '../../../shared/customers/customer.ts';
import { DomainError } from '../../../shared/domain-error.ts';
import { newId } from '../../../shared/id.ts';
import type { Email } from '../../../shared/notifications/email-provider.ts';
import {
  DropCode,
  isFinal,
  onItsWay,
  planned,
  transitions,
  type About,
  type Answer,
  type Notification,
  type NotificationStatus,
  type Outcome,
} from '../../../shared/notifications/notification.ts';
import type { Sms } from '../../../shared/notifications/sms-provider.ts';
import { smsGoesTo } from '../../../shared/lambda/sms-countries.ts';
import { memoryLog } from '../lambda/requests.ts';
import { Clock, customer, plannedEvent, plannedLetterNotice, silent, start, ticketOpenedEvent, type Stop, type World } from './world.ts';

const sender = {
  company: 'Musterschutz Versicherung AG',
  phone: '0221 555-0',
  portalUrl: 'https://portal.musterschutz.example',
  portalPaths: { tickets: '/tickets', letters: '/letters' },
  imprint: ['Amtsgericht Köln HRB 00000'],
};

/** Longer than a claim holds. */
const longAfter = 61;

/** A provider that counts, and answers as it is told. */
export function recordingProvider<Message>(answer: () => Answer | Promise<Answer> = () => ({ status: 'sent' })) {
  const messages: Message[] = [];
  return {
    messages,
    async send(message: Message): Promise<Answer> {
      messages.push(message);
      return answer();
    },
  };
}

export function smsDeps(world: Pick<World, 'notifications' | 'customers'>, clock: Clock, provider = recordingProvider<Sms>()): SendSmsDeps {
  return {
    notifications: world.notifications,
    customers: world.customers,
    sms: provider,
    sender,
    goesTo: smsGoesTo(['+49', '+43']),
    log: silent,
    now: clock.now,
    random: () => 0,
    turn: async () => undefined,
  };
}

function emailDeps(world: World, clock: Clock, provider = recordingProvider<Email>()): SendEmailDeps {
  return {
    notifications: world.notifications,
    customers: world.customers,
    email: provider,
    sender,
    log: silent,
    now: clock.now,
    random: () => 0,
    turn: async () => undefined,
  };
}

/** What a queue does with a message: `false` when it comes again. */
export async function consumed(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    return error instanceof DomainError && ['already-done', 'customer-erased'].includes(error.code);
  }
}

/** Delivers a message until it is done, each time after what was at work has surely ended. */
export async function deliveredUntilDone(deliverOnce: () => Promise<void>, clock: Clock): Promise<void> {
  for (let delivery = 1; delivery <= 4; delivery++) {
    if (await consumed(deliverOnce())) return;
    clock.advance(longAfter);
  }
  throw new Error('The message was never done');
}

/** Whether a step leads on, or gives a claim back. */
const reachable = (from: NotificationStatus, to: NotificationStatus, seen: readonly NotificationStatus[] = []): boolean =>
  from === to || transitions[from].some((next) => !seen.includes(next) && reachable(next, to, [...seen, from]));

/** Ends the process once: before or after the n-th call of anything that is wrapped. */
function crashing(crashAt: number, when: 'before' | 'after') {
  let made = 0;
  const call = async (work: () => Promise<unknown>): Promise<unknown> => {
    const crash = ++made === crashAt;
    if (crash && when === 'before') throw new Error('the process ended');
    const answer = await work();
    if (crash) throw new Error('the process ended');
    return answer;
  };
  const wrapped = <T extends object>(dependency: T): T =>
    new Proxy(dependency, {
      get(target, name) {
        const member = Reflect.get(target, name) as unknown;
        return typeof member === 'function' ? (...args: unknown[]) => call(() => member.apply(target, args) as Promise<unknown>) : member;
      },
    });
  return { wrapped, made: () => made };
}

/** Answers in their order, the last one for ever. */
function answering(...answers: readonly (Answer | 'crash')[]) {
  let asked = 0;
  const recording = recordingProvider<Sms>(() => {
    const answer = answers[Math.min(asked++, answers.length - 1)]!;
    if (answer === 'crash') throw new Error('the process ended');
    return answer;
  });
  /** How often it may have taken the message. */
  const taken = () => recording.messages.filter((_, index) => (answers[Math.min(index, answers.length - 1)] as Outcome).status !== ('busy' as string)).length;
  return { ...recording, taken };
}

/**
 * Lets time go by until a notification has come to its end, as the clock and the queues do: each event is delivered until it is
 * done, and what sleeps is woken when its time has come.
 */
async function lived(world: World, notification: Notification, clock: Clock, deliver: () => Promise<void>): Promise<NotificationStatus> {
  for (let delivered = 0; ;) {
    const events = (await world.eventsOf(notification.id)).filter(({ type }) => type === 'notification.planned').length;
    if (events === delivered) throw new Error('The notification was lost');
    for (; delivered < events; delivered++) await deliveredUntilDone(deliver, clock);
    const { status } = (await world.notifications.notification(notification.id))!;
    if (isFinal(status)) return status;
    const until = await world.sleepsUntil(notification);
    // Otherwise the other sender was told meanwhile.
    if (!until) continue;
    clock.reach(until);
    await world.wake(clock.now());
  }
}

/** The suite to which every world is held: what is sent, what is not, and that nothing is sent twice. */
export function sendingSuite(worldOf: () => World, { runs }: { runs: number }): void {
  const statusOf = async (world: World, id: string) => (await world.notifications.notification(id))?.status;

  it('plans once per event, and for nobody who is being erased', async () => {
    const world = worldOf();
    const { notification } = await plannedLetterNotice(world);
    await expect(world.notifications.plan(notification)).rejects.toMatchObject({ code: 'already-done' });
    expect(await world.eventsOf(notification.id)).toEqual([{ type: 'notification.planned', data: { channel: 'sms', template: 'new-letter' } }]);

    const leaving = customer({ status: 'erasing' });
    await world.saveCustomer(leaving);
    await expect(world.notifications.plan(planned(ticketOpenedEvent(), leaving, newId('tck'), start))).rejects.toMatchObject({ code: 'customer-erased' });
  });

  it('sends an SMS that names nobody, and says so', async () => {
    const world = worldOf();
    const { notification, event } = await plannedLetterNotice(world);
    const provider = recordingProvider<Sms>();
    await sendSms(event, smsDeps(world, new Clock(), provider));
    expect(provider.messages).toEqual([{ to: '+4915112345678', text: expect.stringContaining('https://portal.musterschutz.example/letters') }]);
    expect(provider.messages[0]!.text).not.toMatch(/Paula|Sommer/);
    expect(await world.notifications.notification(notification.id)).toMatchObject({
      status: 'sent',
      claimedAt: start.toISOString(),
      doneAt: start.toISOString(),
    });
    expect(await world.eventsOf(notification.id)).toContainEqual({ type: 'notification.sent', data: { channel: 'sms', template: 'new-letter' } });
  });

  it('sends who has no login to the telephone, not to the portal', async () => {
    const world = worldOf();
    const { event } = await plannedLetterNotice(world, customer({ login: 'none' }));
    const sent = recordingProvider<Sms>();
    await sendSms(event, smsDeps(world, new Clock(), sent));
    expect(sent.messages.map(({ text }) => text)).toEqual(['Musterschutz Versicherung AG: Wir haben einen Brief für Sie. Bitte rufen Sie an: 0221 555-0']);

    const byMail = await plannedLetterNotice(world, customer({ login: 'none', notifyBy: 'email' }));
    const mailed = recordingProvider<Email>();
    await sendEmail(byMail.event, emailDeps(world, new Clock(), mailed));
    expect(mailed.messages).toMatchObject([{ subject: 'Wir haben einen Brief für Sie', text: expect.stringContaining('0221 555-0') }]);
    expect(JSON.stringify(mailed.messages)).not.toMatch(/portal/i);
  });

  it('sends the confirmation as an SMS to who has nothing else, with the number of the case', async () => {
    const world = worldOf();
    const person = customer({ login: 'none', contactPoints: [{ channel: 'sms', address: '+4915112345678', verifiedAt: '2026-01-02T08:00:00Z' }] });
    await world.saveCustomer(person);
    const event = ticketOpenedEvent();
    const notification = { ...onItsWay(planned(event, person, event.aggregateId, start), person, () => true, start), ticketNumber: '26-7K3M-9QXN' };
    await world.saveAbout(notification);
    await world.notifications.plan(notification);
    const provider = recordingProvider<Sms>();
    await sendSms(plannedEvent(notification), smsDeps(world, new Clock(), provider));
    expect(provider.messages.map(({ text }) => text)).toEqual(['Musterschutz Versicherung AG: Meldung 26-7K3M-9QXN eingegangen. Fragen? 0221 555-0']);
    expect(await statusOf(world, notification.id)).toBe('sent');
  });

  it('sends the confirmation as an e-mail, whatever the customer chose', async () => {
    const world = worldOf();
    const person = customer({ notifyBy: 'sms' });
    await world.saveCustomer(person);
    const event = ticketOpenedEvent();
    const notification = { ...planned(event, person, event.aggregateId, start), ticketNumber: '26-7K3M-9QXN' };
    await world.saveAbout(notification);
    await world.notifications.plan(notification);
    const provider = recordingProvider<Email>();
    await sendEmail(plannedEvent(notification), emailDeps(world, new Clock(), provider));
    expect(provider.messages).toMatchObject([{ to: 'paula@sommer.example', subject: 'Ihre Meldung ist bei uns eingegangen' }]);
    expect(provider.messages[0]!.text).toContain('Sie hat die Nummer 26-7K3M-9QXN.');
    expect(await statusOf(world, notification.id)).toBe('sent');
  });

  it('leaves to the other channel what is meant for it', async () => {
    const world = worldOf();
    const { notification, event } = await plannedLetterNotice(world);
    const provider = recordingProvider<Email>();
    await sendEmail(event, emailDeps(world, new Clock(), provider));
    expect([provider.messages, await statusOf(world, notification.id)]).toEqual([[], 'planned']);
  });

  it('records a refusal with its code, and an unclear answer as unknown, and asks no second time', async () => {
    for (const outcome of [{ status: 'failed', code: 'opted-out' }, { status: 'unknown' }] as const) {
      const world = worldOf();
      const { notification, event } = await plannedLetterNotice(world);
      const provider = recordingProvider<Sms>(() => outcome);
      const deps = smsDeps(world, new Clock(), provider);
      await sendSms(event, deps);
      await expect(sendSms(event, deps)).rejects.toMatchObject({ code: 'already-done' });
      const { status, ...code } = outcome;
      expect(await world.notifications.notification(notification.id)).toMatchObject(outcome);
      expect(await world.eventsOf(notification.id)).toContainEqual({
        type: `notification.${status}`,
        data: { channel: 'sms', template: 'new-letter', ...code },
      });
      expect(provider.messages).toHaveLength(1);
    }
  });

  const stopped = (what: About['type']) => (state: Stop) => (_: Customer, world: World, notification: Notification) =>
    world.saveAbout(notification, { what, state });
  const [caseIs, letterIs] = [stopped('ticket'), stopped('letter')];
  const changes: readonly [string, DropCode, (person: Customer, world: World, notification: Notification) => Promise<void>][] = [
    ['is being erased', 'customer-not-active', (person, world) => world.saveCustomer({ ...person, status: 'erasing' })],
    ['is gone', 'customer-not-active', (person, world) => world.removeCustomer(person.id)],
    ['is retained for the law only', 'customer-not-active', (person, world) => world.saveCustomer(person, 'retainedSince')],
    ['is restricted', 'customer-not-active', (person, world) => world.saveCustomer(person, 'restrictedSince')],
    ['is held', 'customer-not-active', (person, world) => world.saveCustomer(person, 'heldSince')],
    ['is on the way out', 'customer-not-active', (person, world) => world.saveCustomer(person, 'deletingSince')],
    ['has a case that is restricted', 'case-silenced', caseIs('restrictedSince')],
    ['has a case that is held', 'case-silenced', caseIs('heldSince')],
    ['has a case that is kept for the law only', 'case-silenced', caseIs('retainedSince')],
    ['has a letter that is restricted', 'case-silenced', letterIs('restrictedSince')],
    ['has a letter that is held', 'case-silenced', letterIs('heldSince')],
    ['has a letter that is on its way out', 'case-silenced', letterIs('deletingSince')],
    ['has neither case nor letter any more', 'case-silenced', (_, world, notification) => world.removeAbout(notification)],
    ['took number and address back', 'no-contact-point', (person, world) => world.saveCustomer({ ...person, contactPoints: [], version: 2 })],
    [
      'gave a number that is not verified yet',
      'no-contact-point',
      (person, world) =>
        world.saveCustomer({ ...person, contactPoints: [{ channel: 'sms', address: '+4915112345678', verifiedAt: '2026-03-16T00:00:00Z' }], version: 2 }),
    ],
    [
      'moved to a country that SMS do not go to',
      'country-not-allowed',
      (person, world) =>
        world.saveCustomer({ ...person, contactPoints: [{ channel: 'sms', address: '+12025550123', verifiedAt: '2026-01-02T08:00:00Z' }], version: 2 }),
    ],
  ];
  it.each(changes)('does not send when the customer, since it was planned, %s', async (_, code, change) => {
    const world = worldOf();
    const { person, notification, event } = await plannedLetterNotice(world);
    await change(person, world, notification);
    const provider = recordingProvider<Sms>();
    const deps = smsDeps(world, new Clock(), provider);
    await sendSms(event, deps);
    expect(provider.messages).toEqual([]);
    expect(await world.notifications.notification(notification.id)).toMatchObject({ status: 'dropped', code });
    const told = (await world.eventsOf(notification.id)).filter(({ type }) => type !== 'notification.planned');
    expect(told).toEqual(code === 'customer-not-active' ? [] : [{ type: 'notification.failed', data: { channel: 'sms', template: 'new-letter', code } }]);
    // Lifted or given back later, it stays unsent.
    await world.saveCustomer({ ...person, version: 3 });
    await world.saveAbout(notification);
    await expect(sendSms(event, deps)).rejects.toMatchObject({ code: 'already-done' });
  });

  it('does not send what would not fit into one segment', async () => {
    const world = worldOf();
    const { notification, event } = await plannedLetterNotice(world, customer({ contactPoints: customer().contactPoints.slice(0, 1) }));
    const provider = recordingProvider<Sms>();
    await sendSms(event, { ...smsDeps(world, new Clock(), provider), sender: { ...sender, company: 'Versicherung '.repeat(20) } });
    expect(provider.messages).toEqual([]);
    expect(await world.notifications.notification(notification.id)).toMatchObject({ status: 'dropped', code: 'message-too-long' });
  });

  it('does not send when the customer changes between the look at them and the claim', async () => {
    const world = worldOf();
    const { person, notification, event } = await plannedLetterNotice(world);
    const provider = recordingProvider<Sms>();
    const overtaken = (change: () => Promise<void>): SendSmsDeps => ({
      ...smsDeps(world, new Clock(), provider),
      customers: {
        async customer(id) {
          const seen = await world.customers.customer(id);
          await change();
          return seen;
        },
      },
    });
    const renumbered = overtaken(() => world.saveCustomer({ ...person, notifyBy: 'email', version: 2 }));
    await expect(sendSms(event, renumbered)).rejects.toMatchObject({ kind: 'stale', code: 'profile-changed' });
    expect(await statusOf(world, notification.id)).toBe('planned');
    await world.saveCustomer({ ...person, version: 2 });
    await sendSms(
      event,
      overtaken(() => world.saveCustomer({ ...person, version: 2, status: 'erasing' })),
    );
    expect(provider.messages).toEqual([]);
    expect(await statusOf(world, notification.id)).toBe('dropped');
  });

  it('resurrects nothing after an erasure, wherever it was', async () => {
    const world = worldOf();
    const { person, notification, event } = await plannedLetterNotice(world);
    const provider = recordingProvider<Sms>(async () => {
      await world.removeNotification(notification);
      await world.removeCustomer(person.id);
      return { status: 'sent' };
    });
    const deps = smsDeps(world, new Clock(), provider);
    await expect(sendSms(event, deps)).rejects.toMatchObject({ code: 'customer-erased' });
    await expect(sendSms(event, deps)).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-notification' });
    await expect(world.notifications.claim(notification, 1, start)).rejects.toBeInstanceOf(DomainError);
    await expect(world.notifications.finish(notification, { status: 'sent' }, start)).rejects.toMatchObject({ code: 'customer-erased' });
    await expect(world.notifications.drop(notification, 'no-contact-point', start)).rejects.toMatchObject({ code: 'customer-erased' });
    expect(await world.notifications.notification(notification.id)).toBeUndefined();
    expect(await world.eventsOf(notification.id)).toMatchObject([{ type: 'notification.planned' }]);
    expect(provider.messages).toHaveLength(1);
  });

  it('calls the provider once when the same event comes five times in parallel', async () => {
    const world = worldOf();
    const { notification, event } = await plannedLetterNotice(world);
    const provider = recordingProvider<Sms>();
    const clock = new Clock();
    const deps = smsDeps(world, clock, provider);
    const done = await Promise.all(Array.from({ length: 5 }, () => consumed(sendSms(event, deps))));
    expect(done).toContain(true);
    clock.advance(longAfter);
    await Promise.all(Array.from({ length: 5 }, () => expect(sendSms(event, deps)).rejects.toMatchObject({ code: 'already-done' })));
    expect(provider.messages).toHaveLength(1);
    expect(await statusOf(world, notification.id)).toBe('sent');
    expect((await world.eventsOf(notification.id)).map(({ type }) => type).toSorted()).toEqual(['notification.planned', 'notification.sent']);
  });

  it('sends nothing twice and loses nothing where the index still shows a notification as it was', async () => {
    const world = worldOf();
    const clock = new Clock();
    const lagging = <Deps extends SendSmsDeps | SendEmailDeps>(deps: Deps, shown: Notification): Deps => ({
      ...deps,
      notifications: { ...deps.notifications, notification: async () => shown },
    });
    const sent = await plannedLetterNotice(world);
    const sms = recordingProvider<Sms>();
    await sendSms(sent.event, smsDeps(world, clock, sms));
    await expect(sendSms(sent.event, lagging(smsDeps(world, clock, sms), sent.notification))).rejects.toMatchObject({ code: 'already-done' });
    expect(sms.messages).toHaveLength(1);

    const moved = await plannedLetterNotice(world);
    await world.notifications.reroute(moved.notification, { over: 'email', insteadOf: 'sms' }, clock.now());
    await sendSms(moved.event, lagging(smsDeps(world, clock, sms), moved.notification)).catch(() => undefined);
    expect(sms.messages).toHaveLength(1);
    const email = recordingProvider<Email>();
    await sendEmail(moved.event, lagging(emailDeps(world, clock, email), moved.notification));
    expect([email.messages.length, await statusOf(world, moved.notification.id)]).toEqual([1, 'sent']);
  });

  it('leaves a young claim to whoever made it, and an old one unknown', async () => {
    const world = worldOf();
    const { notification, event } = await plannedLetterNotice(world);
    const provider = recordingProvider<Sms>();
    const clock = new Clock();
    const deps = smsDeps(world, clock, provider);
    await world.notifications.claim(notification, 1, clock.now());
    clock.advance(59);
    await expect(sendSms(event, deps)).rejects.toMatchObject({ code: 'being-sent' });
    expect(await statusOf(world, notification.id)).toBe('claimed');
    clock.advance(1);
    await sendSms(event, deps);
    expect([await statusOf(world, notification.id), provider.messages]).toEqual(['unknown', []]);
    await expect(world.notifications.finish(notification, { status: 'sent' }, clock.now())).rejects.toMatchObject({ code: 'already-done' });
  });

  it('sends at most once and ends, wherever the process ends: before or after any call of its own', async () => {
    const world = worldOf();
    const calls = async (crashAt: number, when: 'before' | 'after') => {
      const { notification, event } = await plannedLetterNotice(world);
      const provider = recordingProvider<Sms>();
      const clock = new Clock();
      const crash = crashing(crashAt, when);
      const deps = smsDeps(world, clock, provider);
      const failing = { ...deps, notifications: crash.wrapped(deps.notifications), customers: crash.wrapped(deps.customers), sms: crash.wrapped(deps.sms) };
      let deliveries = 0;
      await deliveredUntilDone(() => sendSms(event, deliveries++ === 0 ? failing : deps), clock);
      const status = (await statusOf(world, notification.id))!;
      expect(isFinal(status)).toBe(true);
      expect(provider.messages.length).toBeLessThanOrEqual(1);
      // "Sent" is never claimed of what was not, and what was sent is at worst unknown.
      if (status === 'sent') expect(provider.messages).toHaveLength(1);
      if (provider.messages.length === 1) expect(['sent', 'unknown']).toContain(status);
      expect((await world.eventsOf(notification.id)).map(({ type }) => type).toSorted()).toEqual(['notification.planned', `notification.${status}`]);
      return crash.made();
    };
    for (const when of ['before', 'after'] as const) {
      const all = await calls(Number.POSITIVE_INFINITY, when);
      expect(all).toBe(5);
      for (let crashAt = 1; crashAt <= all; crashAt++) await calls(crashAt, when);
    }
  });

  it('puts off what the provider was too busy for, and sends it later', async () => {
    const world = worldOf();
    const { notification, event } = await plannedLetterNotice(world);
    const clock = new Clock();
    const busyOnce = answering({ status: 'busy' }, { status: 'sent' });
    await sendSms(event, smsDeps(world, clock, busyOnce));
    const waiting = await world.notifications.notification(notification.id);
    expect(waiting).toMatchObject({ status: 'planned', turnedAway: 1 });
    expect(waiting?.claimedAt).toBeUndefined();

    clock.advance(59);
    await world.wake(clock.now());
    expect(await world.eventsOf(notification.id)).toHaveLength(1);
    clock.advance(1);
    await Promise.all([world.wake(clock.now()), world.wake(clock.now())]);
    const again = { type: 'notification.planned', data: { channel: 'sms', template: 'new-letter' } };
    expect(await world.eventsOf(notification.id)).toEqual([again, again]);

    await sendSms(plannedEvent(notification), smsDeps(world, clock, busyOnce));
    expect([busyOnce.messages.length, busyOnce.taken(), await statusOf(world, notification.id)]).toEqual([2, 1, 'sent']);
    clock.advance(longAfter);
    await world.wake(clock.now());
    expect((await world.eventsOf(notification.id)).map(({ type }) => type).toSorted()).toEqual([again.type, again.type, 'notification.sent']);
  });

  it('tries later each time, says that it is late, and gives up never', async () => {
    const world = worldOf();
    const { notification, event } = await plannedLetterNotice(world);
    const clock = new Clock();
    const log = memoryLog();
    const provider = answering(...Array.from({ length: 40 }, () => ({ status: 'busy' as const })), { status: 'sent' });
    const deps = { ...smsDeps(world, clock, provider), log };
    expect(await lived(world, notification, clock, () => sendSms(event, deps))).toBe('sent');
    expect([provider.messages.length, provider.taken()]).toEqual([41, 1]);
    // 1, 2, 4, 8, 16, 32 minutes, then every hour.
    expect(clock.now().getTime() - start.getTime()).toBe((63 + 34 * 60) * 60_000);
    expect(log.lines.filter(({ code }) => code === 'notification-put-off').map(({ fields }) => fields?.count)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    expect(log.lines.filter(({ level }) => level === 'warn').map(({ code }) => code)).toEqual(Array.from({ length: 8 }, () => 'notification-late'));
  });

  it('waits an hour, and says so at once, where the quota of the day is used up or the account is not let in', async () => {
    const world = worldOf();
    const { notification, event } = await plannedLetterNotice(world);
    const clock = new Clock();
    const log = memoryLog();
    const provider = answering({ status: 'busy', long: true }, { status: 'sent' });
    await sendSms(event, { ...smsDeps(world, clock, provider), log });
    expect(await world.sleepsUntil(notification)).toEqual(new Date(start.getTime() + 3_600_000));
    expect(log.lines.filter(({ level }) => level === 'warn').map(({ code }) => code)).toEqual(['notification-late']);
    expect(await lived(world, notification, clock, () => sendSms(event, smsDeps(world, clock, provider)))).toBe('sent');
  });

  it('waits for its turn before it claims, and hands nothing over that was erased in the meantime', async () => {
    const world = worldOf();
    const { person, notification, event } = await plannedLetterNotice(world);
    const clock = new Clock();
    const provider = recordingProvider<Sms>();
    const turn = async () => {
      expect(await statusOf(world, notification.id)).toBe('planned');
      await world.saveCustomer({ ...person, status: 'erasing' });
    };
    await sendSms(event, { ...smsDeps(world, clock, provider), turn });
    expect([provider.messages, await statusOf(world, notification.id)]).toEqual([[], 'dropped']);
  });

  it('does not send what was held while it slept', async () => {
    const world = worldOf();
    const { notification, event } = await plannedLetterNotice(world);
    const clock = new Clock();
    const busyOnce = answering({ status: 'busy' }, { status: 'sent' });
    await sendSms(event, smsDeps(world, clock, busyOnce));
    await world.saveAbout(notification, { what: 'ticket', state: 'heldSince' });
    expect(await lived(world, notification, clock, () => sendSms(event, smsDeps(world, clock, busyOnce)))).toBe('dropped');
    expect([busyOnce.messages.length, busyOnce.taken()]).toEqual([1, 0]);
  });

  it('leaves nothing to wake where somebody was erased meanwhile', async () => {
    const world = worldOf();
    const { notification, event } = await plannedLetterNotice(world);
    const clock = new Clock();
    await sendSms(event, smsDeps(world, clock, answering({ status: 'busy' })));
    await world.removeNotification(notification);
    clock.advance(3_600);
    await world.wake(clock.now());
    expect(await world.eventsOf(notification.id)).toHaveLength(1);
    expect(await world.notifications.notification(notification.id)).toBeUndefined();
  });

  it('gives no claim back but its own: a late request of an earlier try does nothing', async () => {
    const world = worldOf();
    const { notification, event } = await plannedLetterNotice(world);
    const clock = new Clock();
    const later = new Date(start.getTime() + 60_000);
    await sendSms(event, smsDeps(world, clock, answering({ status: 'busy' })));
    await expect(world.notifications.putOff(notification, 1, later)).rejects.toMatchObject({ code: 'tried-meanwhile' });
    await expect(world.notifications.claim(notification, 1, clock.now())).rejects.toMatchObject({ code: 'tried-meanwhile' });
    const second = (await world.notifications.notification(notification.id))!;
    await world.notifications.claim(second, 1, clock.now());
    await expect(world.notifications.putOff(notification, 1, later)).rejects.toMatchObject({ code: 'being-sent' });
    await expect(world.notifications.finish(notification, { status: 'unknown' }, clock.now())).rejects.toMatchObject({ code: 'being-sent' });
    expect(await statusOf(world, notification.id)).toBe('claimed');
    await world.notifications.finish(second, { status: 'sent' }, clock.now());
    await expect(world.notifications.putOff(second, 2, later)).rejects.toMatchObject({ code: 'already-done' });
  });

  it('is neither lost nor sent twice, wherever the process ends while the provider is busy', async () => {
    const world = worldOf();
    const lifeWith = async (crashAt: number, when: 'before' | 'after') => {
      const { notification, event } = await plannedLetterNotice(world);
      const clock = new Clock();
      const busyOnce = answering({ status: 'busy' }, { status: 'sent' });
      const crash = crashing(crashAt, when);
      const deps = smsDeps(world, clock, busyOnce);
      const failing = { ...deps, notifications: crash.wrapped(deps.notifications), customers: crash.wrapped(deps.customers), sms: crash.wrapped(deps.sms) };
      const status = await lived(world, notification, clock, () => sendSms(event, failing));
      expect(busyOnce.taken()).toBeLessThanOrEqual(1);
      expect(['sent', 'unknown']).toContain(status);
      if (status === 'sent') expect(busyOnce.taken()).toBe(1);
      expect((await world.eventsOf(notification.id)).filter(({ type }) => type !== 'notification.planned')).toHaveLength(1);
      return { made: crash.made(), status };
    };
    const { made: all } = await lifeWith(Number.POSITIVE_INFINITY, 'before');
    // Read, read the customer, claim, hand over, write down: twice.
    expect(all).toBe(10);
    for (const when of ['before', 'after'] as const) {
      for (let crashAt = 1; crashAt <= all; crashAt++) {
        const { status } = await lifeWith(crashAt, when);
        // Between the claim and what is written down nobody knows what the provider did; at any other point nothing is lost.
        const between = (crashAt % 5 === 3 && when === 'after') || crashAt % 5 === 4 || (crashAt % 5 === 0 && when === 'before');
        expect([crashAt, when, status]).toEqual([crashAt, when, between ? 'unknown' : 'sent']);
      }
    }
  });

  /** Both senders, each with a provider of its own, which may change something before any call that they make. */
  function bothSenders(world: World, clock: Clock, busyTimes = 0, before: (call: number) => Promise<void> = async () => undefined) {
    const messages: (Sms | Email)[] = [];
    let calls = 0;
    let busy = busyTimes;
    const wrapped = <T extends object>(dependency: T): T =>
      new Proxy(dependency, {
        get(target, name) {
          const member = Reflect.get(target, name) as unknown;
          if (typeof member !== 'function') return member;
          return async (...args: unknown[]) => {
            await before(++calls);
            return member.apply(target, args) as unknown;
          };
        },
      });
    const provider = wrapped({
      async send(message: Sms | Email): Promise<Answer> {
        if (busy-- > 0) return { status: 'busy' };
        messages.push(message);
        return { status: 'sent' };
      },
    });
    const notifications = wrapped(world.notifications);
    const customers = wrapped(world.customers);
    const sms = { ...smsDeps(world, clock, provider as never), notifications, customers };
    const email = { ...emailDeps(world, clock, provider as never), notifications, customers };
    /** Delivers to both, as if no filter parted them, until there is nothing to do. */
    const deliverBoth = (event: DomainEvent) => async (): Promise<void> => {
      await deliveredUntilDone(() => sendSms(event, sms), clock);
      await deliveredUntilDone(() => sendEmail(event, email), clock);
    };
    return { messages, sms, email, deliverBoth, made: () => calls };
  }

  const wanting = (person: Customer, notifyBy: Customer['notifyBy'], version: number): Customer => ({ ...person, notifyBy, version });
  const channelOf = (message: Sms | Email) => ('subject' in message ? 'email' : 'sms');

  it('tells who wants another channel by now over that one, once, and lets its sender know', async () => {
    const world = worldOf();
    const { person, notification, event } = await plannedLetterNotice(world);
    await world.saveCustomer(wanting(person, 'email', 2));
    const clock = new Clock();
    const { messages, sms, email, deliverBoth } = bothSenders(world, clock);
    await Promise.all(Array.from({ length: 3 }, () => consumed(sendSms(event, sms))));
    expect(messages).toEqual([]);
    const forSender = (channel: string) => ({ type: 'notification.planned', data: { channel, template: 'new-letter' } });
    expect(await world.eventsOf(notification.id)).toEqual(expect.arrayContaining([forSender('sms'), forSender('email')]));
    expect(await world.eventsOf(notification.id)).toHaveLength(2);
    await sendEmail(event, email);
    await deliverBoth(event)();
    expect(messages.map(channelOf)).toEqual(['email']);
    expect(await world.eventsOf(notification.id)).toContainEqual({ type: 'notification.sent', data: { channel: 'email', template: 'new-letter' } });
  });

  it.each([
    ['at once', 0],
    ['after the provider was too busy', 1],
    ['after the provider was too busy twice', 2],
  ])('tells once, never twice and never not at all, wherever the preference changes, also back, and sends %s', async (_, busyTimes) => {
    const world = worldOf();
    const lifeWith = async (...changesBefore: number[]) => {
      const { person, notification, event } = await plannedLetterNotice(world);
      const clock = new Clock();
      let wish = person;
      const { messages, deliverBoth, made } = bothSenders(world, clock, busyTimes, async (call) => {
        if (!changesBefore.includes(call)) return;
        await world.saveCustomer((wish = wanting(wish, wish.notifyBy === 'sms' ? 'email' : 'sms', wish.version + 1)));
      });
      const status = await lived(world, notification, clock, deliverBoth(event));
      expect([changesBefore, status, messages.length]).toEqual([changesBefore, 'sent', 1]);
      const outcomes = (await world.eventsOf(notification.id)).filter(({ type }) => type !== 'notification.planned');
      expect(outcomes).toEqual([{ type: 'notification.sent', data: { channel: channelOf(messages[0]!), template: 'new-letter' } }]);
      return { all: made(), channel: channelOf(messages[0]!) };
    };
    const { all, channel } = await lifeWith();
    expect(channel).toBe('sms');
    for (let first = 1; first <= all; first++) {
      const { channel: told } = await lifeWith(first);
      // Read, read the customer, claim: what is said before then counts. Handed over and written down, it is too late.
      if (first <= 3) expect([first, told]).toEqual([first, 'email']);
    }
    for (const [first, second] of [
      [1, 2],
      [2, 3],
      [2, 5],
      [3, 4],
      [3, 6],
    ]) {
      await lifeWith(first!, second!);
    }
  });

  it.each([
    ['took the number back', (person: Customer) => person.contactPoints.filter(({ channel }) => channel !== 'sms')],
    [
      'moved to a country that SMS do not go to',
      (person: Customer) => person.contactPoints.map((point) => (point.channel === 'sms' ? { ...point, address: '+12025550123' } : point)),
    ],
  ] as const)('tells by e-mail who chose SMS and %s', async (_, contactPoints) => {
    const world = worldOf();
    const { person, notification, event } = await plannedLetterNotice(world);
    await world.saveCustomer({ ...person, contactPoints: contactPoints(person), version: 2 });
    const clock = new Clock();
    const { messages, deliverBoth } = bothSenders(world, clock, 1);
    expect(await lived(world, notification, clock, deliverBoth(event))).toBe('sent');
    expect(messages).toMatchObject([{ to: 'paula@sommer.example' }]);
    expect(await world.notifications.notification(notification.id)).toMatchObject({ channel: 'email', insteadOf: 'sms' });
  });

  it('tells by SMS who chose e-mail and has no address any more', async () => {
    const world = worldOf();
    const { person, notification, event } = await plannedLetterNotice(world, customer({ notifyBy: 'email' }));
    await world.saveCustomer({ ...person, contactPoints: person.contactPoints.filter(({ channel }) => channel !== 'email'), version: 2 });
    const clock = new Clock();
    const { messages, deliverBoth } = bothSenders(world, clock);
    expect(await lived(world, notification, clock, deliverBoth(event))).toBe('sent');
    expect(messages.map(channelOf)).toEqual(['sms']);
  });

  it('gives up where the other channel does not lead there either', async () => {
    const world = worldOf();
    const { person, notification, event } = await plannedLetterNotice(world, customer({ notifyBy: 'email' }));
    const abroad = [{ channel: 'sms' as const, address: '+12025550123', verifiedAt: '2026-01-02T08:00:00Z' }];
    await world.saveCustomer({ ...person, contactPoints: abroad, version: 2 });
    const clock = new Clock();
    const { messages, deliverBoth } = bothSenders(world, clock);
    expect(await lived(world, notification, clock, deliverBoth(event))).toBe('dropped');
    expect([messages, await world.notifications.notification(notification.id)]).toMatchObject([[], { code: 'country-not-allowed' }]);
  });

  it('says why not of somebody who chose SMS, has a number abroad and nothing else', async () => {
    const world = worldOf();
    const abroad = [{ channel: 'sms' as const, address: '+38598123456', verifiedAt: '2026-01-02T08:00:00Z' }];
    const { notification, event } = await plannedLetterNotice(world, customer({ contactPoints: abroad }));
    const clock = new Clock();
    const { messages, deliverBoth } = bothSenders(world, clock);
    expect(await lived(world, notification, clock, deliverBoth(event))).toBe('dropped');
    expect([messages, await world.notifications.notification(notification.id)]).toMatchObject([[], { code: 'country-not-allowed' }]);
    expect(await world.eventsOf(notification.id)).toContainEqual(expect.objectContaining({ type: 'notification.failed' }));
  });

  it('finds again what was planned and never came to its sender, and what its sender never came back from', async () => {
    const world = worldOf();
    const lost = await plannedLetterNotice(world);
    const claimed = await plannedLetterNotice(world);
    const clock = new Clock();
    await world.notifications.claim(claimed.notification, 1, clock.now());
    await world.wake(new Date(start.getTime() + 30 * 60_000 - 1));
    for (const { notification } of [lost, claimed]) expect(await world.eventsOf(notification.id)).toHaveLength(1);
    // As often as it is lost.
    for (let times = 2; times <= 4; times++) {
      clock.advance(30 * 60);
      await world.wake(clock.now());
      for (const { notification } of [lost, claimed]) expect(await world.eventsOf(notification.id)).toHaveLength(times);
    }
    const provider = recordingProvider<Sms>();
    for (const { event } of [lost, claimed]) await sendSms(event, smsDeps(world, clock, provider));
    expect([provider.messages.length, await statusOf(world, lost.notification.id), await statusOf(world, claimed.notification.id)]).toEqual([
      1,
      'sent',
      'unknown',
    ]);
    for (const { notification } of [lost, claimed]) expect(await world.sleepsUntil(notification)).toBeUndefined();
    clock.advance(3_600);
    await world.wake(clock.now());
    for (const { notification } of [lost, claimed]) expect(await world.eventsOf(notification.id)).toHaveLength(5);
  });

  const answer: fc.Arbitrary<Answer | 'crash'> = fc.oneof(
    { weight: 3, arbitrary: fc.constant({ status: 'busy' as const }) },
    { weight: 2, arbitrary: fc.constantFrom<Answer | 'crash'>({ status: 'sent' }, { status: 'unknown' }, { status: 'failed', code: 'opted-out' }, 'crash') },
  );

  it('ends as the first answer says that is not “busy”, whatever the provider answers, and asks no further', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 6 }), async (answers) => {
        const world = worldOf();
        const { notification, event } = await plannedLetterNotice(world);
        const clock = new Clock();
        const asked = answering(...answers, { status: 'sent' });
        const status = await lived(world, notification, clock, () => sendSms(event, smsDeps(world, clock, asked)));
        const first = [...answers, { status: 'sent' as const }].findIndex((one) => one === 'crash' || one.status !== 'busy');
        const last = answers[first] ?? { status: 'sent' };
        expect([status, asked.messages.length, asked.taken()]).toEqual([last === 'crash' ? 'unknown' : last.status, first + 1, 1]);
      }),
      { numRuns: runs },
    );
  });

  const outcome: fc.Arbitrary<Outcome> = fc.constantFrom({ status: 'sent' }, { status: 'unknown' }, { status: 'failed', code: 'invalid-parameter' });
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('deliver' as const),
        times: fc.integer({ min: 1, max: 3 }),
        answer: fc.oneof(outcome, fc.constant('crash' as const), { weight: 2, arbitrary: fc.constant({ status: 'busy' as const }) }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('finish' as const), outcome }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('claim' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), code: fc.constantFrom(...DropCode.options) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wake' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 30, 61) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('choose' as const), notifyBy: fc.constantFrom('sms' as const, 'email' as const) }) },
  );

  it('gives back nothing but a claim, and hands over nothing twice, whatever comes late, again, or out of order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const world = worldOf();
        const { person, notification, event } = await plannedLetterNotice(world);
        const clock = new Clock();
        let taken = 0;
        let current = person;
        // Requests that gave a claim back, which may arrive again at any time.
        const given: Parameters<World['notifications']['putOff']>[] = [];
        const remembering: World['notifications'] = {
          ...world.notifications,
          putOff(...request) {
            given.push(request);
            return world.notifications.putOff(...request);
          },
        };
        let status: NotificationStatus = 'planned';
        for (const next of steps) {
          if (next.do === 'wait') clock.advance(next.seconds);
          if (next.do === 'choose') await world.saveCustomer((current = { ...current, notifyBy: next.notifyBy, version: current.version + 1 }));
          if (next.do === 'claim') await consumed(world.notifications.claim(notification, current.version, clock.now()));
          if (next.do === 'finish') await consumed(world.notifications.finish(notification, next.outcome, clock.now()));
          if (next.do === 'drop') await consumed(world.notifications.drop(notification, next.code, clock.now()));
          if (next.do === 'wake') await world.wake(clock.now());
          if (next.do === 'repeat') await Promise.all(given.map((request) => consumed(world.notifications.putOff(...request))));
          if (next.do === 'deliver') {
            const asked = answering(next.answer);
            const deps = smsDeps({ ...world, notifications: remembering }, clock, asked);
            await Promise.all(Array.from({ length: next.times }, () => consumed(sendSms(event, deps))));
            taken += asked.taken();
          }
          const after: NotificationStatus = (await statusOf(world, notification.id))!;
          expect([status, after, reachable(status, after)]).toEqual([status, after, true]);
          expect(taken).toBeLessThanOrEqual(1);
          status = after;
        }
        const outcomes = (await world.eventsOf(notification.id)).filter(({ type }) => type !== 'notification.planned');
        expect(outcomes.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: runs },
    );
  });
}
