import type { DomainEvent } from '../../events/event.ts';
import { hasPortal } from '../../shared/customers/customer.ts';
import type { EmailProvider } from '../../shared/notifications/email-provider.ts';
import { emailFor, type MailSender } from '../../shared/notifications/message.ts';
import { deliver, type DeliverDeps } from './deliver.ts';

export interface SendEmailDeps extends DeliverDeps {
  readonly email: EmailProvider;
  readonly sender: MailSender;
}

/** Sends a planned e-mail; how often and when not, see `deliver`. */
export async function sendEmail(event: DomainEvent, deps: SendEmailDeps): Promise<void> {
  await deliver(
    event,
    {
      channel: 'email',
      prepare: ({ template, ticketNumber: number }, to, customer) => ({
        handOver: () => deps.email.send({ to, ...emailFor(template, deps.sender, { portal: hasPortal(customer), number }) }),
      }),
    },
    deps,
  );
}
