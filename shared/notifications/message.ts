import Mustache from 'mustache';
import { messageTexts } from './message-texts.ts';
import type { NotificationTemplate } from './notification.ts';

/** Who writes, and where customers log in. */
export interface MessageSender {
  readonly company: string;
  readonly portalUrl: string;
}

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
}

/** The e-mail of a template. */
export function emailFor(template: NotificationTemplate, sender: MessageSender): EmailMessage {
  const { path, email } = messageTexts[template];
  const fill = (text: string) => filled(text, { company: sender.company });
  return emailMessage({
    subject: fill(email.subject),
    before: email.before.map(fill),
    link: { action: email.action, url: linkTo(path, sender) },
    after: email.after.map(fill),
  });
}

/** The SMS of a template. @throws Error for a template that has none */
export function smsFor(template: NotificationTemplate, sender: MessageSender): string {
  const { path, sms } = messageTexts[template];
  if (sms === undefined) throw new Error(`There is no SMS for ${template}`);
  return filled(sms, { company: sender.company, link: linkTo(path, sender) });
}

/**
 * Lays out an e-mail. The HTML is for everybody: language and title declared, one column in reading order, the reader's own
 * font size and colours, nothing that is fetched from elsewhere.
 */
export function emailMessage({ subject, before, link, after }: EmailText): EmailMessage {
  const text = [...before, ...(link ? [link.url] : []), ...after].join('\n\n');
  return { subject, text: `${text}\n`, html: Mustache.render(page, { subject, before, link, after }, {}, { escape: escaped }) };
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
</body>
</html>
`;

/** As much as elements and quoted attributes need. Mustache's own escapes slashes too, and filters take such links for hidden ones. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

const linkTo = (path: string, { portalUrl }: MessageSender): string => `${portalUrl.replace(/\/+$/, '')}${path}`;

/** Filled in as plain text: where it becomes HTML, the page escapes it. */
const filled = (text: string, values: Record<string, string>): string => Mustache.render(text, values, {}, { escape: (value: string) => value });
