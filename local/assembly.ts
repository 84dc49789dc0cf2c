/** Reads what `cdk synth` wrote: the stacks of the app and their templates. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const Resource = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
const Template = z.looseObject({ Resources: z.record(z.string(), Resource).default({}) });
export type Resource = z.infer<typeof Resource>;

const Artifact = z.looseObject({
  type: z.string(),
  environment: z.string().optional(),
  properties: z.looseObject({}).optional(),
});
const Manifest = z.looseObject({ artifacts: z.record(z.string(), Artifact).default({}) });
const StackProperties = z.looseObject({ templateFile: z.string(), stackName: z.string().optional() });
const NestedProperties = z.looseObject({ directoryName: z.string() });

export interface SynthesisedStack {
  name: string;
  /** `aws://account/region`. */
  environment: string;
  resources: Record<string, Resource>;
}

/** All stacks of an assembly, those of nested assemblies (CDK stages) too. */
export async function readAssembly(directory: string): Promise<SynthesisedStack[]> {
  const manifest = Manifest.parse(JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')));
  const stacks: SynthesisedStack[] = [];
  for (const [id, artifact] of Object.entries(manifest.artifacts)) {
    if (artifact.type === 'cdk:cloud-assembly') {
      stacks.push(...(await readAssembly(join(directory, NestedProperties.parse(artifact.properties).directoryName))));
    }
    if (artifact.type === 'aws:cloudformation:stack') {
      const { templateFile, stackName } = StackProperties.parse(artifact.properties);
      const template = Template.parse(JSON.parse(await readFile(join(directory, templateFile), 'utf8')));
      stacks.push({ name: stackName ?? id, environment: artifact.environment ?? '', resources: template.Resources });
    }
  }
  return stacks;
}
