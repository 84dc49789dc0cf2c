import { VerificationEmailStyle, type UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import type { StageSettings } from '../stages.ts';

/** A first password is good for so long. */
export const invitationDays = 7;

/** Cognito's words for what it fills in. */
const [password, username] = ['{####}', '{username}'];

/** Mails are HTML; what companies are called may hold its signs. */
const inHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const paragraphs = (...texts: readonly string[]): string => texts.join('<br><br>');

/**
 * Every mail that Cognito sends for us, to customers and staff alike: the invitation with a first password, and the code for a forgotten
 * one (also for an address to be confirmed, which nobody can ask for here: tokens write no attribute).
 */
export function mailTexts({ sender, portalUrl }: Pick<StageSettings, 'sender' | 'portalUrl'>): Pick<UserPoolProps, 'userInvitation' | 'userVerification'> {
  const company = inHtml(sender.company);
  const farewell = paragraphs(`Mit freundlichen Grüßen<br>${company}`, sender.footer.map((group) => inHtml(group.join(', '))).join('<br>'));
  return {
    userInvitation: {
      emailSubject: `Ihr Zugang bei ${sender.company}`,
      emailBody: paragraphs(
        'Guten Tag,',
        `für Sie ist bei ${company} ein Zugang eingerichtet. Bitte melden Sie sich damit innerhalb von ${invitationDays} Tagen an und wählen Sie dabei ein eigenes Passwort. Danach gilt das folgende nicht mehr; dann senden wir Ihnen auf Wunsch ein neues.`,
        `Ihr erstes Passwort: ${password}`,
        `Melden Sie sich mit Ihrer E-Mail-Adresse an. Wenn noch jemand diese Adresse verwendet oder die Anmeldung mit ihr nicht gelingt, melden Sie sich mit Ihrer Kennung an: ${username}`,
        `Kundinnen und Kunden melden sich hier an: ${inHtml(portalUrl)}`,
        farewell,
      ),
    },
    userVerification: {
      emailStyle: VerificationEmailStyle.CODE,
      emailSubject: `Ihr Bestätigungscode bei ${sender.company}`,
      emailBody: paragraphs(
        'Guten Tag,',
        `Ihr Bestätigungscode: ${password}`,
        'Sie brauchen ihn, um ein neues Passwort zu wählen. Er gilt eine Stunde. Geben Sie ihn an niemanden weiter; wir fragen Sie nie danach.',
        'Wenn Sie keinen Code angefordert haben, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.',
        farewell,
      ),
    },
  };
}
