import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';

export type ApiResult = APIGatewayProxyStructuredResultV2;

/** Kinds of files. Their content is text, in UTF-8, or bytes. */
export type MediaType = `text/${string}` | `application/${string}`;

/** Declares that an endpoint answers with a file. */
export interface FileAnswer<Type extends MediaType = MediaType> {
  readonly mediaType: Type;
}

export const file = <const Type extends MediaType>(mediaType: Type): FileAnswer<Type> => ({ mediaType });

/** What an endpoint says of its answer: JSON of a shape, a file, or no body at all. */
export type DeclaredAnswer = z.ZodType | FileAnswer | 'nothing';

export const isFile = (returns: DeclaredAnswer): returns is FileAnswer => typeof returns === 'object' && 'mediaType' in returns;

/** A file to be kept by whoever asked for it. */
export interface AnsweredFile<Type extends MediaType = MediaType> {
  /** What it is called on the reader's own computer: codes only, for others see the names of downloads. */
  readonly name: string;
  readonly content: Type extends `text/${string}` ? string : Uint8Array;
}

/** Headers of every answer. */
export const always = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

interface Declared {
  readonly returns: DeclaredAnswer;
  readonly status: number;
  readonly version?: (answer: never) => number;
}

/**
 * What a handler gave back, as the answer that the endpoint declares: undeclared fields never leave.
 * @throws Error when it is not what was declared
 */
export function answerOf({ returns, status, version }: Declared, given: unknown): ApiResult {
  if (returns === 'nothing') return { statusCode: status, headers: { ...always } };
  if (isFile(returns)) return fileAnswer(status, returns.mediaType, given as AnsweredFile);
  const body = returns.parse(given);
  return {
    statusCode: status,
    headers: { ...always, 'content-type': 'application/json', ...(version && { etag: `"${version(given as never)}"` }) },
    body: JSON.stringify(body),
  };
}

/** Lambda answers with 6 MB at most, in base64. What may grow beyond this is fetched by a link of its own, as letters are. */
const largestFile = 4 * 1024 * 1024;

/** In base64 whatever it is, so that its bytes are kept as they are. */
function fileAnswer(statusCode: number, mediaType: MediaType, { name, content }: AnsweredFile): ApiResult {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) throw new Error('Not the name of a file');
  const bytes = Buffer.from(content);
  if (bytes.length > largestFile) throw new Error('A file too large to be answered');
  return {
    statusCode,
    headers: {
      ...always,
      'content-type': mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType,
      'content-disposition': `attachment; filename="${name}"`,
    },
    isBase64Encoded: true,
    body: bytes.toString('base64'),
  };
}
