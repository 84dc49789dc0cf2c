import * as z from 'zod';

/** What can be sent in, by its media type, and what names of such files end in; the first of them is added to a name without any. */
export const documentTypes = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/heic': ['heic', 'heif'],
  'application/pdf': ['pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'text/plain': ['txt'],
  'message/rfc822': ['eml'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export const DocumentType = z.enum(Object.keys(documentTypes) as (keyof typeof documentTypes)[]);
export type DocumentType = z.infer<typeof DocumentType>;

/** No file is larger: 25 MB, as mailboxes have it. */
export const mostBytes = 25 * 1024 * 1024;
