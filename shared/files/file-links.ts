import { createHash, createHmac, type Hash } from 'node:crypto';
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';

/** An address under which whoever has it can fetch one version of one file, for a short while. Never logged. */
export interface FileLink {
  readonly url: string;
  readonly expiresAt: string;
}

export interface FileLinks {
  /** `shownAs`: a browser shows the file instead of saving it, and calls it so. */
  link(key: string, versionId: string, now: Date, shownAs?: string): Promise<FileLink>;
}

export interface FileLinksParts {
  readonly bucket: string;
  readonly region: string;
  /** For S3 other than AWS's own. */
  readonly endpoint?: string | undefined;
  readonly credentials: () => Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }>;
}

/** Long enough to fetch a file, too short to hand the address on. */
const linkSeconds = 300;

/**
 * Signs addresses of files of one store. Signing needs no S3 client, which would be a fifth of the code of the functions that people
 * wait for. Type and file name were fixed when the file was stored, and whether it is shown or saved where the address does not say so.
 */
export function fileLinks({ bucket, region, endpoint, credentials }: FileLinksParts): FileLinks {
  const presigner = new S3RequestPresigner({ region, credentials, sha256: Sha256 });
  const base = new URL(endpoint ? `${endpoint}/${bucket}/` : `https://${bucket}.s3.${region}.amazonaws.com/`);
  return {
    async link(key, versionId, now, shownAs) {
      // An address says its second of birth, no more.
      const signingDate = new Date(Math.floor(now.getTime() / 1000) * 1000);
      // Without a space: signer and address write one in different ways.
      const asked = { versionId, ...(shownAs && { 'response-content-disposition': `inline;filename="${shownAs}"` }) };
      const { protocol, hostname, port, pathname } = new URL(key, base);
      const request = { method: 'GET', protocol, hostname, path: pathname, query: asked, headers: {}, ...(port && { port: Number(port) }) };
      const { query } = await presigner.presign(request, { expiresIn: linkSeconds, signingDate });
      const url = new URL(key, base);
      for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
      return { url: url.href, expiresAt: new Date(signingDate.getTime() + linkSeconds * 1000).toISOString() };
    },
  };
}

/** SHA-256, with a secret HMAC, as the signer wants it. */
class Sha256 {
  private readonly hash: Hash | ReturnType<typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    throw new Error('A hash is used once');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
