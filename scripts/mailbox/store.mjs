import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';

/**
 * Mails as .eml files in `folder`, named by arrival so that a listing is in order.
 * `add(raw, envelope)` resolves when the mail is a whole file: only then may the sender be told it is taken.
 * `list()` is newest first; `read(id)` gives the parsed mail or undefined for an id that is not there.
 */
export async function openStore(folder) {
  await mkdir(folder, { recursive: true });
  const summaries = new Map();
  let count = 0;

  async function add(raw, { from, to }) {
    const id = `${new Date().toISOString().replace(/[-:.]/g, '')}-${String(++count).padStart(6, '0')}`;
    const envelope = `X-Envelope-From: <${from}>\r\nX-Envelope-To: ${to.map((one) => `<${one}>`).join(', ')}\r\n`;
    const unfinished = join(folder, `.${id}.part`);
    await writeFile(unfinished, Buffer.concat([Buffer.from(envelope), raw]), { flush: true });
    await rename(unfinished, join(folder, `${id}.eml`));
    return id;
  }

  async function list() {
    const ids = (await readdir(folder))
      .filter((name) => name.endsWith('.eml'))
      .map((name) => name.slice(0, -4));
    for (const id of ids) if (!summaries.has(id)) summaries.set(id, summaryOf(id, await parse(id)));
    return ids
      .sort()
      .reverse()
      .map((id) => summaries.get(id));
  }

  async function read(id) {
    const names = await readdir(folder);
    return names.includes(`${id}.eml`) ? await parse(id) : undefined;
  }

  async function raw(id) {
    const names = await readdir(folder);
    return names.includes(`${id}.eml`) ? await readFile(join(folder, `${id}.eml`)) : undefined;
  }

  async function parse(id) {
    return await simpleParser(await readFile(join(folder, `${id}.eml`)), { skipImageLinks: true });
  }

  return { add, list, read, raw };
}

function summaryOf(id, mail) {
  return {
    id,
    date: mail.date ?? null,
    from: mail.from?.text ?? '',
    to: mail.headers.get('x-envelope-to')?.text ?? mail.to?.text ?? '',
    subject: mail.subject ?? '(no subject)',
    messageId: mail.messageId ?? null,
  };
}
