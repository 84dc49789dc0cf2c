import { S3Client } from '@aws-sdk/client-s3';
import { serviceClient } from '../lambda/service-client.ts';
import { fileStores, type FileStoreName } from './file-stores.ts';
import { fileUploads, type FileUploads } from './file-uploads.ts';
import { bucketOf } from './live-file-links.ts';

/** Forms for files of a store, signed as the function that asks. */
export const liveFileUploads = (name: FileStoreName): FileUploads =>
  fileUploads({ s3: new S3Client(serviceClient()), store: fileStores[name], bucket: bucketOf(name) });
