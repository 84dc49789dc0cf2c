import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectDir } from '../../client/paths.ts';
import { alarmKinds, alarmTopicId, runbookSection, severities, type AlarmKind } from '../../infra/runbook.ts';
import { resources, synthesised } from './synth.ts';

const app = await synthesised('prod');
const kinds = Object.keys(alarmKinds) as AlarmKind[];
const alarms = resources(app, 'AWS::CloudWatch::Alarm');
const text = readFileSync(join(projectDir, 'docs/runbook.md'), 'utf8');

/** As headings are linked to: small letters, hyphens. */
const anchorOf = (heading: string): string => heading.trim().toLowerCase().replaceAll(' ', '-');
/** Text of each section by its anchor. */
const sections = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((section) => [anchorOf(section.split('\n')[0]!), section] as const),
);
const commands = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block!).join('\n');

describe('the runbook', () => {
  it.each(kinds)('says of %s what it means, how to look, how to mend, and when it is mended', (kind) => {
    const leads = [...(sections.get(kind) ?? '').matchAll(/^\*\*(For people|Look|Mend|Mended when)\b/gm)].map(([, lead]) => lead);
    expect(leads).toEqual(['For people', 'Look', 'Mend', 'Mended when']);
  });

  it('has no section about an alarm that there is not', () => {
    const aboutAlarms = [...sections].filter(([, section]) => section.includes('**For people.**')).map(([anchor]) => anchor);
    expect(aboutAlarms.sort()).toEqual(kinds.toSorted());
  });

  it.each(alarms.map(({ stack, name, properties }) => [`${stack}/${name}`, String(properties.AlarmDescription)] as const))(
    'is where %s leads to',
    (_, description) => {
      expect(kinds.filter((kind) => description.endsWith(` What to do: ${runbookSection(kind)}`))).toHaveLength(1);
    },
  );

  it.each(alarms.map(({ stack, name, properties }) => [`${stack}/${name}`, properties] as const))('%s rings where its severity belongs', (_, alarm) => {
    const kind = kinds.find((one) => alarm.AlarmDescription.endsWith(runbookSection(one)))!;
    expect(alarm.AlarmDescription).toContain(`. Severity: ${alarmKinds[kind]}. `);
    const topics = severities.filter((severity) => JSON.stringify(alarm.AlarmActions).includes(alarmTopicId(severity)));
    expect(topics).toEqual([alarmKinds[kind]]);
    expect(alarm.OKActions).toEqual(alarm.AlarmActions);
  });

  it.each(kinds)('is asked for %s by an alarm', (kind) => {
    expect(alarms.some(({ properties }) => properties.AlarmDescription.endsWith(runbookSection(kind)))).toBe(true);
  });

  it('searches logs for codes that somebody writes', () => {
    const asked = [...commands.matchAll(/\$\.message = "([^"]+)"/g)].map(([, code]) => code!);
    const source = ['functions', 'shared']
      .flatMap((room) => globSync(`${room}/**/*.ts`, { cwd: projectDir }))
      .map((file) => readFileSync(join(projectDir, file), 'utf8'));
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((code) => !source.some((file) => file.includes(`'${code}'`)))).toEqual([]);
  });

  it('names functions, queues and topics that there are', () => {
    const named = [...commands.matchAll(/schutzbrief-prod-(\w+)\/([\w/]+)/g)].map(([, stack, path]) => [stack!, path!.replaceAll('/', '')] as const);
    const all = resources(app);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(([stack, id]) => !all.some((resource) => resource.stack === stack && resource.name.startsWith(id)))).toEqual([]);
  });
});
