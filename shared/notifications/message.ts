import Mustache from 'mustache';
import type { StageSender } from '../lambda/mail-sender.ts';
import { messageTexts, type PortalPlace } from './message-texts.ts';
import { NotificationTemplate } from './notification.ts';

/** Who writes, and where customers log in. */
export interface MessageSender extends Pick<StageSender, 'company' | 'phone'> {
  readonly portalUrl: string;
  /** Where in the portal its lists are. */
  readonly portalPaths: PortalPaths;
}

/** Paths of the portal's lists: `/tickets`. */
export type PortalPaths = Readonly<Record<PortalPlace, string>>;

/** What a mail has besides: whether replies to it are read, and what it must say of the company, line by line. */
export type MailSender = MessageSender & Pick<StageSender, 'replyTo' | 'imprint'>;

/** An e-mail without its address: the same words as text and as HTML. */
export interface EmailMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What an e-mail says; texts as they are to be read, not HTML. */
export interface EmailText {
  readonly subject: string;
  readonly before: readonly string[];
  readonly link?: { readonly action: string; readonly url: string };
  readonly after: readonly string[];
  /** What a mail must say of the company that sends it, line by line. */
  readonly imprint: readonly string[];
}

/** To whom a message is, and of what. */
export interface MessageOccasion {
  /** Whether they can log in to the portal: of who cannot, nobody asks it. */
  readonly portal: boolean;
  /** The number of the case, where it is known. */
  readonly number?: string | undefined;
}

/** The e-mail of a template. */
export function emailFor(template: NotificationTemplate, sender: MailSender, { portal, number }: MessageOccasion): EmailMessage {
  const texts = messageTexts[template];
  const { subject, before, after } = texts[portal ? 'portal' : 'noPortal'].email;
  const fill = (text: string) => filled(text, { company: sender.company, number: number ?? '', phone: sender.phone ?? '', replies: sender.replyTo ?? '' });
  return emailMessage({
    subject: fill(subject),
    before: before.map(fill),
    ...(portal && { link: { action: texts.portal.email.action, url: linkTo(texts.portal.place, sender) } }),
    after: after.map(fill),
    imprint: sender.imprint,
  });
}

/** The SMS of a template. */
export function smsFor(template: NotificationTemplate, sender: MessageSender, { portal, number }: MessageOccasion): string {
  const texts = messageTexts[template];
  const { company, phone = '' } = sender;
  return filled(texts[portal ? 'portal' : 'noPortal'].sms, { company, phone, number: number ?? '', link: linkTo(texts.portal.place, sender) });
}

/** Every SMS that there is, as this sender sends it; `number`: of a case, all of which are as long. */
export const smsTexts = (sender: MessageSender, number: string): string[] =>
  NotificationTemplate.options.flatMap((template) => [true, false].map((portal) => smsFor(template, sender, { portal, number })));

/**
 * Lays out an e-mail. The HTML is for everybody: language and title declared, one column in reading order, the reader's own
 * font size and colours, nothing that is fetched from elsewhere.
 */
export function emailMessage({ subject, before, link, after, imprint }: EmailText): EmailMessage {
  const text = [...before, ...(link ? [link.url] : []), ...after, imprint.join('\n')].join('\n\n');
  return { subject, text: `${text}\n`, html: Mustache.render(page, { subject, before, link, after, imprint }, {}, { escape: escaped }) };
}

const page = `<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{subject}}</title>
</head>
<body style="max-width: 36em; margin: 0 auto; padding: 1em; font-family: sans-serif; line-height: 1.5">
{{#before}}
<p>{{.}}</p>
{{/before}}
{{#link}}
<p><a href="{{url}}">{{action}}</a></p>
{{/link}}
{{#after}}
<p>{{.}}</p>
{{/after}}
<footer style="border-top: 1px solid; padding-top: 1em">
{{#imprint}}
<div>{{.}}</div>
{{/imprint}}
</footer>
</body>
</html>
`;

/** As much as elements and quoted attributes need. Mustache's own escapes slashes too, and filters take such links for hidden ones. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

const linkTo = (place: PortalPlace, { portalUrl, portalPaths }: MessageSender): string => `${portalUrl.replace(/\/+$/, '')}${portalPaths[place]}`;

/** Filled in as plain text: where it becomes HTML, the page escapes it. */
const filled = (text: string, values: Record<string, string>): string => Mustache.render(text, values, {}, { escape: (value: string) => value });
