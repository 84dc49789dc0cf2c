import { unlogged } from '../lambda/service-client.ts';
import type { Answer } from './notification.ts';

/**
 * Settings of a provider's client. The SDK must not try again by itself: a request whose answer was lost may have been carried
 * out. It gives up well before the function that waits for it is ended.
 */
export const providerClient = {
  ...unlogged,
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true },
} as const;

type Wait = (milliseconds: number) => Promise<void>;

const pause: Wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits between attempts that were refused as too many, together well under the time a function has. */
const waits = [250, 500, 1_000, 2_000];

/**
 * What came of asking a provider to send. An answer of 4xx is a refusal: it did not send, and says why. "Too many" is worth
 * asking again, and safe to, since nothing was taken: a few times at once, which holds us to the provider's pace, and then much
 * later: `busy`. The same goes for a provider whom we did not reach at all, and for one who takes nothing of ours, whatever it is and for whom:
 * the day's quota is used up, or the account is paused or not let in. That lasts (`long`) until somebody mends it or a day is over.
 * No answer, or one that speaks of the provider's own trouble, says nothing about the message: `unknown`.
 */
export async function handedOver(ask: () => Promise<unknown>, wait: Wait = pause): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    try {
      await ask();
      return { status: 'sent' };
    } catch (error) {
      if (neverLeft(error)) return { status: 'busy' };
      if (!isRefusal(error)) return { status: 'unknown' };
      if (takesNothing(error)) return { status: 'busy', long: true };
      if (!isThrottling(error)) return { status: 'failed', code: codeOf(error) };
      const milliseconds = waits[attempt];
      if (milliseconds === undefined) return { status: 'busy' };
      await wait(milliseconds * (0.5 + Math.random()));
    }
  }
}

/** Of a connection that was never made: refused, or the name led nowhere. A connection that broke may have carried the request. */
const neverMade = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

const neverLeft = (error: unknown): boolean => error instanceof Error && neverMade.has(String((error as NodeJS.ErrnoException).code));

interface Refusal extends Error {
  readonly $metadata: { readonly httpStatusCode: number };
}

/** 408 is no refusal: the request may have got through. */
function isRefusal(error: unknown): error is Refusal {
  if (!(error instanceof Error)) return false;
  const status = (error as Partial<Refusal>).$metadata?.httpStatusCode;
  return status !== undefined && status >= 400 && status < 500 && status !== 408;
}

const throttlings = new Set(['ThrottlingException', 'ThrottledException', 'Throttling', 'TooManyRequestsException']);

const isThrottling = (error: Refusal): boolean => error.$metadata.httpStatusCode === 429 || throttlings.has(error.name);

/** What SES answers to an account that may not send, or not today, and both to one that they do not let in. */
const accountRefusals = new Set(['LimitExceededException', 'SendingPausedException', 'AccountSuspendedException', 'MailFromDomainNotVerifiedException']);

/** The day's quota comes as "too many", too, and says of itself what it is. */
const isQuota = (error: Refusal): boolean => isThrottling(error) && /^daily message quota exceeded/i.test(error.message);

const takesNothing = (error: Refusal): boolean => accountRefusals.has(error.name) || [401, 403].includes(error.$metadata.httpStatusCode) || isQuota(error);

/** `InvalidParameterException` → `invalid-parameter`. The name only: the message quotes the address. */
const codeOf = ({ name }: Refusal): string =>
  /^[A-Za-z]{1,60}$/.test(name)
    ? name
        .replace(/(?<=.)(Exception|Error)$/, '')
        .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-')
        .toLowerCase()
    : 'refused';
