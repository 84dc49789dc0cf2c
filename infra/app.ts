/** The CDK app: `cdk synth -c stage=dev`. Bundles the functions, makes the stacks, holds them against the rules. */
import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import cdk from '../cdk.json' with { type: 'json' };
import { bundleAll } from './bundle.ts';
import { stacksOf } from './stacks.ts';
import { stageSettings } from './stages.ts';

// The flags are read here too, so that the app is the same whoever starts it.
const app = new App({ context: cdk.context });
const settings = stageSettings(app.node.tryGetContext('stage'));

await bundleAll();

stacksOf(app, settings);
Tags.of(app).add('product', 'schutzbrief');
Tags.of(app).add('stage', settings.name);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

app.synth();
