import type { App } from 'aws-cdk-lib';
import { CustomersStack } from './customers-stack.ts';
import { DataStack } from './data-stack.ts';
import { DocumentsStack } from './documents-stack.ts';
import { FilesStack } from './files-stack.ts';
import { LetterImportsStack } from './letter-imports-stack.ts';
import { LettersStack } from './letters-stack.ts';
import { MailIdentityStack } from './mail-identity-stack.ts';
import { NotificationsStack } from './notifications-stack.ts';
import { OperationsStack } from './operations-stack.ts';
import { PrivacyStack } from './privacy-stack.ts';
import { RulesStack } from './rules-stack.ts';
import type { StageSettings } from './stages.ts';
import { TasksStack } from './tasks-stack.ts';
import { TimeStack } from './time-stack.ts';
import { TicketsStack } from './tickets-stack.ts';

/** All stacks of a stage, in this app. The functions are bundled before. */
export function stacksOf(app: App, settings: StageSettings): void {
  if (settings.makesMailIdentity) new MailIdentityStack(app, { settings });
  const data = new DataStack(app, { settings, description: 'Everything that holds data, and what all concepts share' });
  for (const Concept of [
    TicketsStack,
    LettersStack,
    LetterImportsStack,
    FilesStack,
    NotificationsStack,
    CustomersStack,
    PrivacyStack,
    TasksStack,
    TimeStack,
    DocumentsStack,
    RulesStack,
    OperationsStack,
  ]) {
    new Concept(app, { settings, data });
  }
}
