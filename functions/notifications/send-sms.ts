import type { DomainEvent } from '../../events/event.ts';
import { hasPortal } from '../../shared/customers/customer.ts';
import { smsFor, type MessageSender } from '../../shared/notifications/message.ts';
import type { SmsProvider } from '../../shared/notifications/sms-provider.ts';
import { smsLength } from '../../shared/notifications/sms-segments.ts';
import { deliver, type DeliverDeps } from './deliver.ts';

export interface SendSmsDeps extends DeliverDeps {
  readonly sms: SmsProvider;
  readonly sender: MessageSender;
  /** Whether SMS go to a number's country. */
  readonly goesTo: (number: string) => boolean;
}

/** More is dear, and older phones show it in pieces. The stage's settings are held to it, too. */
const mostSegments = 1;

/** Sends a planned SMS; how often and when not, see `deliver`. */
export async function sendSms(event: DomainEvent, deps: SendSmsDeps): Promise<void> {
  await deliver(
    event,
    {
      channel: 'sms',
      prepare({ template, ticketNumber: number }, to, customer) {
        if (!deps.goesTo(to)) return { drop: 'country-not-allowed' };
        const text = smsFor(template, deps.sender, { portal: hasPortal(customer), number });
        if (smsLength(text).segments > mostSegments) return { drop: 'message-too-long' };
        return { handOver: () => deps.sms.send({ to, text }) };
      },
    },
    deps,
  );
}
