/** The CDK app: `cdk synth -c stage=dev`. Bundles the functions, makes the stacks, holds them against the rules. */
import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import cdk from '../cdk.json' with { type: 'json' };
import { bundleAll } from './bundle.ts';
import { CustomersStack } from './customers-stack.ts';
import { DataStack } from './data-stack.ts';
import { FilesStack } from './files-stack.ts';
import { LettersStack } from './letters-stack.ts';
import { MailIdentityStack } from './mail-identity-stack.ts';
import { NotificationsStack } from './notifications-stack.ts';
import { OperationsStack } from './operations-stack.ts';
import { PrivacyStack } from './privacy-stack.ts';
import { stageSettings } from './stages.ts';
import { TicketsStack } from './tickets-stack.ts';

// The flags are read here too, so that the app is the same whoever starts it.
const app = new App({ context: cdk.context });
const settings = stageSettings(app.node.tryGetContext('stage'));

await bundleAll();

if (settings.makesMailIdentity) new MailIdentityStack(app, { settings });
const data = new DataStack(app, { settings, description: 'Everything that holds data, and what all concepts share' });
for (const Concept of [TicketsStack, LettersStack, FilesStack, NotificationsStack, CustomersStack, PrivacyStack, OperationsStack]) {
  new Concept(app, { settings, data });
}
Tags.of(app).add('product', 'schutzbrief');
Tags.of(app).add('stage', settings.name);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

app.synth();
