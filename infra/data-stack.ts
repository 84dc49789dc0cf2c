import { CfnOutput, Stack, Token } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { fileStores, type FileStore, type FileStoreName } from '../shared/files/file-stores.ts';
import type { TableName } from '../shared/storage/tables.ts';
import { stackName, stackProps, type SchutzbriefStackProps } from './concept-stack.ts';
import { AlarmTopic } from './data/alarm-topic.ts';
import { deskDoor, portalDoor } from './data/doors.ts';
import { DataKey, LookupKey } from './data/keys.ts';
import { FailedEventsBucket } from './data/failed-events-bucket.ts';
import { FilesBucket } from './data/files-bucket.ts';
import { Logins } from './data/logins.ts';
import { PublicApi } from './data/public-api.ts';
import { Tables } from './data/tables.ts';
import { alarmTopicId, severities, type Severity } from './runbook.ts';
import type { StageSettings } from './stages.ts';

/** Everything that holds data, and what all concepts share: keys, tables, buckets, logins, bus, HTTP APIs. */
export class DataStack extends Stack {
  /** Encrypts everything at rest. */
  readonly key: Key;
  /** Makes the keyed hashes by which known numbers are found. */
  readonly lookupKey: Key;
  readonly tables: Readonly<Record<TableName, ITableV2>>;
  readonly files: Readonly<Record<FileStoreName, FilesBucket>>;
  readonly failedEvents: FailedEventsBucket;
  readonly logins: Logins;
  readonly bus: EventBus;
  readonly api: PublicApi;
  /** The API of staff, where they have an issuer of their own: a route takes tokens of one issuer only. */
  readonly desk?: PublicApi;
  readonly alarmTopics: Readonly<Record<Severity, AlarmTopic>>;

  constructor(scope: Construct, props: SchutzbriefStackProps) {
    super(scope, stackName('data', props), stackProps(props));
    const { settings } = props;
    this.key = new DataKey(this, 'Key', { settings });
    this.lookupKey = new LookupKey(this, 'LookupKey', { settings });
    this.tables = new Tables(this, 'Tables', { settings, key: this.key }).byName;
    this.files = this.filesBuckets(settings);
    this.failedEvents = new FailedEventsBucket(this, 'FailedEvents', { settings, key: this.key });
    this.logins = new Logins(this, 'Logins', { settings });
    this.bus = new EventBus(this, 'Bus', { description: 'Domain events of Schutzbrief: ids and codes only' });
    this.api = new PublicApi(this, 'Api', { settings, key: this.key, door: portalDoor(settings, this.logins) });
    const door = deskDoor(settings);
    if (door) this.desk = new PublicApi(this, 'Desk', { settings, key: this.key, door });
    this.alarmTopics = this.topicsOfAlarms(settings);
    this.addOutputs();
  }

  /** The API, and that of staff where there is one. */
  get apis(): readonly PublicApi[] {
    return this.desk ? [this.api, this.desk] : [this.api];
  }

  private filesBuckets(settings: StageSettings): Record<FileStoreName, FilesBucket> {
    const made = Object.entries<FileStore>(fileStores).map(([name, store]) => [
      name,
      new FilesBucket(this, capital(store.prefix), { store, settings, key: this.key }),
    ]);
    return Object.fromEntries(made) as Record<FileStoreName, FilesBucket>;
  }

  private topicsOfAlarms(settings: StageSettings): Record<Severity, AlarmTopic> {
    const made = severities.map((severity) => [severity, new AlarmTopic(this, alarmTopicId(severity), { settings, key: this.key, severity })]);
    return Object.fromEntries(made) as Record<Severity, AlarmTopic>;
  }

  private addOutputs(): void {
    const outputs: Record<string, string> = {
      ApiUrl: this.api.url,
      ...(this.api.domainTarget && { ApiDomainTarget: this.api.domainTarget }),
      ApiId: this.api.api.apiId,
      ...(this.desk && { DeskApiUrl: this.desk.url, DeskApiId: this.desk.api.apiId }),
      ...(this.desk?.domainTarget && { DeskApiDomainTarget: this.desk.domainTarget }),
      UserPoolId: this.logins.pool.userPoolId,
      UserPoolClientId: this.logins.portalClient.userPoolClientId,
      EventBusName: this.bus.eventBusName,
      BucketFailedEvents: this.failedEvents.bucketName,
    };
    for (const [role, client] of Object.entries(this.logins.machineClients)) outputs[`${capital(role)}ClientId`] = client.userPoolClientId;
    for (const [name, bucket] of Object.entries(this.files)) outputs[`Bucket${capital(fileStores[name as FileStoreName].prefix)}`] = bucket.bucketName;
    for (const [name, table] of Object.entries(this.tables)) outputs[`Table${capital(name)}`] = table.tableName;
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value: Token.asString(value) });
  }
}

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
