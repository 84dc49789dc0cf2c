/** The anonymous statistics, as an operator reads them. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { clientSettings } from '../../client/aws.ts';
import type { Outputs } from '../../client/outputs.ts';
import { until } from '../../client/portal.ts';
import { pendingCases, statisticsKind, waitingCasesKind, waitingKey } from '../../shared/privacy/deletion/statistics-item.ts';
import { parseItem } from '../../shared/storage/item-kind.ts';

/** How many cases have been deleted: those that stand in cells, each of eleven or more, and those that wait to be eleven. */
export interface Figures {
  readonly cells: number;
  readonly inCells: number;
  readonly waiting: number;
}

export const deletedCases = ({ inCells, waiting }: Figures): number => inCells + waiting;

/** The figures, once no run counts any more: that goes on for a moment behind its last deletion. */
export async function figures({ tables, ...outputs }: Outputs): Promise<Figures> {
  const client = new DynamoDBClient(clientSettings({ ...outputs, tables }));
  const documents = DynamoDBDocumentClient.from(client);
  try {
    const pending = { TableName: tables['privacy'], KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pendingCases } };
    await until('all deleted cases are counted', async () => {
      const { Count } = await documents.send(new QueryCommand({ ...pending, ConsistentRead: true }));
      return Count === 0 ? true : undefined;
    });
    const { Item } = await documents.send(new GetCommand({ TableName: tables['privacy'], Key: waitingKey, ConsistentRead: true }));
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: tables['statistics'], ConsistentRead: true }));
    const cells = Items.map((item) => parseItem(statisticsKind, item));
    return {
      cells: cells.length,
      inCells: cells.reduce((sum, { count }) => sum + count, 0),
      waiting: Item ? parseItem(waitingCasesKind, Item).count : 0,
    };
  } finally {
    client.destroy();
  }
}
