import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { environment } from '../lambda/environment.ts';
import { fileEraser, type FileEraser } from './file-eraser.ts';
import { fileKeeper, type FileKeeper } from './file-keeper.ts';
import { fileStores, type FileStoreName } from './file-stores.ts';
import { bucketOf } from './live-file-links.ts';

/** Keeps files of a store, for a function that was given the key to encrypt them with. */
export function liveFileKeeper(name: FileStoreName): FileKeeper {
  const { FILES_KEY_ARN } = environment({ FILES_KEY_ARN: z.string().min(1) });
  return fileKeeper({ s3: new S3Client({}), store: fileStores[name], bucket: bucketOf(name), keyArn: FILES_KEY_ARN });
}

/** Erases files of a store, for a function that may. */
export const liveFileEraser = (name: FileStoreName): FileEraser => fileEraser({ s3: new S3Client({}), store: fileStores[name], bucket: bucketOf(name) });
