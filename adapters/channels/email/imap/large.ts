/** Reads a mail that is too large to fetch: its headers, its text, and the names of its attachments. */
import type { ImapFlow, MessageStructureObject } from 'imapflow';

/** Text of a large mail that is fetched: a 100-page letter. */
const TEXT_BYTES_MAX = 256 * 1024;
const FILES_NAMED_MAX = 20;

export async function fetchLarge(
  client: ImapFlow,
  uid: number,
  size: number,
): Promise<{ raw: Uint8Array; notes: string[] }> {
  const mail = await client.fetchOne(String(uid), { uid: true, headers: true, bodyStructure: true }, { uid: true });
  const notes = [`This mail is ${megabytes(size)}; only its text is here. Open it in the mailbox for the rest.`];
  if (!mail) return { raw: new Uint8Array(), notes };
  const leaves = leavesOf(mail.bodyStructure);
  const text =
    leaves.find(each => each.type === 'text/plain' && each.disposition !== 'attachment') ??
    leaves.find(each => each.type === 'text/html' && each.disposition !== 'attachment');
  const files = leaves.filter(
    each => (each !== text && !/^text\/(plain|html)$/.test(each.type ?? '')) || each.disposition === 'attachment',
  );
  if (files.length)
    notes.push(
      `Attached: ${files
        .slice(0, FILES_NAMED_MAX)
        .map(each => `${nameOf(each)} (${megabytes(each.size ?? 0)})`)
        .join(', ')}.`,
    );
  const body = text ? await textOf(client, uid, text.part ?? '1') : '';
  const head = Buffer.from(mail.headers ?? new Uint8Array())
    .toString('latin1')
    .replace(
      /^(content-type|content-transfer-encoding|content-disposition|mime-version):[^\n]*\n(?:[ \t][^\n]*\n)*/gim,
      '',
    )
    .trimEnd();
  const type = text?.type ?? 'text/plain';
  const raw = Buffer.concat([
    Buffer.from(
      `${head}\r\nMIME-Version: 1.0\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`,
      'latin1',
    ),
    Buffer.from(body, 'utf8'),
  ]);
  return { raw, notes };
}

async function textOf(client: ImapFlow, uid: number, part: string): Promise<string> {
  // The library takes the transfer encoding off and makes UTF-8 of text.
  const { content } = await client.download(String(uid), part, { uid: true, maxBytes: TEXT_BYTES_MAX });
  const chunks: Buffer[] = [];
  for await (const chunk of content ?? []) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function leavesOf(structure: MessageStructureObject | undefined): MessageStructureObject[] {
  if (!structure) return [];
  return structure.childNodes?.length ? structure.childNodes.flatMap(leavesOf) : [structure];
}

function nameOf({ dispositionParameters, parameters, type }: MessageStructureObject): string {
  return dispositionParameters?.filename ?? parameters?.name ?? type ?? 'file';
}

function megabytes(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${Math.round(bytes / 1024 / 1024)} MB`;
}
