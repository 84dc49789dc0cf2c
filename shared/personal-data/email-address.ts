import * as z from 'zod';

/** A dot-atom of at most 64 signs before the `@` (RFC 5321), a domain with at least one dot behind it, whose parts have at most 63 (RFC 1035). */
const form =
  /^(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * An e-mail address as mail servers and login providers take it: spaces around it are taken off, and a domain with umlauts has its
 * form in ASCII (`müller.example` is `xn--mller-kva.example`), so that both spellings are one address.
 */
export const EmailAddress = z
  .string()
  .max(254)
  .meta({ format: 'email' })
  .transform((text) => inAscii(text.trim()))
  .refine((address) => address.length <= 254 && form.test(address), 'is not a valid e-mail address');

function inAscii(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? address : `${address.slice(0, at)}@${domainInAscii(address.slice(at + 1))}`;
}

/** Only what is letters, digits, hyphens and dots is asked about: in anything else an address of the web would have other parts. */
function domainInAscii(domain: string): string {
  const web = `http://${domain}`;
  return /^[\p{L}\p{M}\p{N}.-]+$/u.test(domain) && URL.canParse(web) ? new URL(web).hostname : domain;
}
