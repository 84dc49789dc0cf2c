import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
  type GlobalSecondaryIndexPropsV2,
  type ITableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { indexKeys, tables, type IndexName, type TableName, type TableShape } from '../../shared/storage/tables.ts';
import type { StageSettings } from '../stages.ts';

interface TablesProps {
  readonly settings: StageSettings;
  readonly key: IKey;
}

/** All tables, made from their one description in `shared/storage/tables.ts`. */
export class Tables extends Construct {
  readonly byName: Readonly<Record<TableName, ITableV2>>;

  constructor(scope: Construct, id: string, { settings, key }: TablesProps) {
    super(scope, id);
    const made = Object.entries(tables).map(([name, shape]) => [name, this.table(name as TableName, shape, settings, key)] as const);
    this.byName = Object.fromEntries(made) as Record<TableName, ITableV2>;
  }

  private table(name: TableName, shape: TableShape, settings: StageSettings, key: IKey): ITableV2 {
    return new TableV2(this, name.charAt(0).toUpperCase() + name.slice(1), {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      globalSecondaryIndexes: Object.entries(shape.indexes).map(([index, projection]) => indexProps(index as IndexName, projection)),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(key),
      // In every stage, not only where data is kept: a restore that nobody can practise is none. Not for throw-away items: they are
      // valid for hours, and a backup would keep them for 35 days.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: !shape.timeToLive },
      deletionProtection: settings.retain,
      removalPolicy: settings.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(shape.timeToLive && { timeToLiveAttribute: shape.timeToLive }),
      ...(shape.stream && { dynamoStream: StreamViewType.NEW_IMAGE }),
    });
  }
}

function indexProps(index: IndexName, projection: 'ALL' | 'KEYS_ONLY'): GlobalSecondaryIndexPropsV2 {
  const { pk, sk } = indexKeys[index];
  return {
    indexName: index,
    partitionKey: { name: pk, type: AttributeType.STRING },
    sortKey: { name: sk, type: AttributeType.STRING },
    projectionType: ProjectionType[projection],
  };
}
