/** What a PDF says to its reader. Its bytes don't tell: text is compressed, and set in the glyph numbers of a font subset. */
import { extractText, getDocumentProxy } from 'unpdf';

/** Text and metadata of a PDF; `undefined` for anything else. */
export async function pdfText(bytes: Buffer): Promise<string | undefined> {
  if (bytes.subarray(0, 1024).indexOf('%PDF-') < 0) return undefined;
  // pdf.js takes its input away.
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  try {
    const { text } = await extractText(pdf, { mergePages: true });
    const { info, metadata } = await pdf.getMetadata();
    const attachments = (await pdf.getAttachments()) as unknown;
    return [text, JSON.stringify(info), JSON.stringify(metadata?.getRaw?.() ?? ''), JSON.stringify(attachments ?? '')].join('\n');
  } finally {
    await pdf.destroy();
  }
}
