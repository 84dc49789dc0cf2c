import { bucketOf, signing } from './live-file-links.ts';
import type { FileStoreName } from './file-stores.ts';
import { fileUploads, type FileUploads } from './file-uploads.ts';

/** Forms for files of a store, signed as the function that asks. */
export const liveFileUploads = (name: FileStoreName): FileUploads => fileUploads({ bucket: bucketOf(name), ...signing() });
