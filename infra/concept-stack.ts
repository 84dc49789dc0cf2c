import { Stack } from 'aws-cdk-lib';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { DataStack } from './data-stack.ts';
import { stackNameOf, type StageSettings } from './stages.ts';

/** What every stack of the app is made with. */
export interface SchutzbriefStackProps {
  readonly settings: StageSettings;
  readonly description: string;
}

/** What a concept's stack is made with. */
export interface ConceptStackProps extends SchutzbriefStackProps {
  readonly data: DataStack;
}

/** The name of a concept's stack. */
export const stackName = (concept: string, { settings }: SchutzbriefStackProps): string => stackNameOf(concept, settings.name);

/** Place and protection of a stack. */
export const stackProps = ({ settings, description }: SchutzbriefStackProps) => ({
  description,
  env: { region: settings.region, ...(settings.account && { account: settings.account }) },
  terminationProtection: settings.retain,
});

/**
 * The stack of one concept: functions, queues, rules and routes. It refers to the Data stack and to no other concept's, so
 * concepts can be deployed in any order and one by one.
 *
 * Its constructor is a table of contents: a line for each thing that goes on, and a private method of that name that makes the
 * function with what it may do, what invokes it and what rings when it fails.
 */
export abstract class ConceptStack extends Stack {
  readonly settings: StageSettings;
  readonly data: DataStack;
  /** The data key by its ARN: its policy is written once, in Data, and grants here can't change it. */
  readonly key: IKey;

  constructor(scope: Construct, concept: string, props: ConceptStackProps) {
    super(scope, stackName(concept, props), stackProps(props));
    this.settings = props.settings;
    this.data = props.data;
    this.key = Key.fromKeyArn(this, 'Key', props.data.key.keyArn);
    this.addStackDependency(props.data);
  }

  /** The concept's stack that a construct belongs to. */
  static override of(construct: Construct): ConceptStack {
    const stack = Stack.of(construct);
    if (stack instanceof ConceptStack) return stack;
    throw new Error(`${construct.node.path} does not belong to a concept`);
  }
}
