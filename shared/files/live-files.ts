import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { serviceClient } from '../lambda/service-client.ts';
import { environment } from '../lambda/environment.ts';
import { fileEraser, type FileEraser } from './file-eraser.ts';
import { fileKeeper, type FileKeeper } from './file-keeper.ts';
import { fileReader, type FileReader } from './file-reader.ts';
import { fileStoreNames, fileStores, type FileStore, type FileStoreName } from './file-stores.ts';
import { fileWalk, type FileWalk } from './file-walk.ts';
import { bucketOf } from './live-file-links.ts';

/** Keeps files of a store, for a function that was given the key to encrypt them with. */
export function liveFileKeeper(name: FileStoreName): FileKeeper {
  const { FILES_KEY_ARN } = environment({ FILES_KEY_ARN: z.string().min(1) });
  return fileKeeper({ s3: new S3Client(serviceClient()), store: fileStores[name], bucket: bucketOf(name), keyArn: FILES_KEY_ARN });
}

/** Reads files of a store. */
export const liveFileReader = (name: FileStoreName): FileReader => fileReader({ s3: new S3Client(serviceClient()), bucket: bucketOf(name) });

/** Erases files of one store, for a function that may. */
export const liveFileEraser = (name: FileStoreName): FileEraser =>
  fileEraser({ s3: new S3Client(serviceClient()), store: fileStores[name], bucket: bucketOf(name) });

/** Erases files of every store, for a function that may. */
export const liveFileErasers = (): Record<FileStoreName, FileEraser> => ofEachStore(fileEraser);

/** Looks at what lies in every store. */
export const liveFileWalks = (): Record<FileStoreName, FileWalk> => ofEachStore(fileWalk);

function ofEachStore<T>(make: (parts: { s3: S3Client; store: FileStore; bucket: string }) => T): Record<FileStoreName, T> {
  const s3 = new S3Client(serviceClient());
  return Object.fromEntries(fileStoreNames.map((name) => [name, make({ s3, store: fileStores[name], bucket: bucketOf(name) })])) as Record<FileStoreName, T>;
}
