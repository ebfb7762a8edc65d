import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';

/**
 * @import { ParsedMail } from 'mailparser'
 *
 * @typedef {ReturnType<typeof summaryOf>} Summary What the list of mails shows of one.
 *
 * @typedef {Awaited<ReturnType<typeof openStore>>} Store
 */

/**
 * Mails as .eml files in `folder`, named by arrival so that a listing is in order.
 * `add(raw, envelope)` resolves when the mail is a whole file: only then may the sender be told it is taken.
 * `list()` is newest first; `read(id)` gives the parsed mail or undefined for an id that is not there.
 * @param {string} folder
 */
export async function openStore(folder) {
  await mkdir(folder, { recursive: true });
  /** @type {Map<string, Summary>} */
  const summaries = new Map();
  let count = 0;

  /** @param {Buffer} raw @param {{ from: string, to: readonly string[] }} envelope */
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
    const found = [];
    for (const id of ids.sort().reverse()) {
      const summary = summaries.get(id) ?? summaryOf(id, await parse(id));
      summaries.set(id, summary);
      found.push(summary);
    }
    return found;
  }

  /** @param {string} id */
  async function read(id) {
    const names = await readdir(folder);
    return names.includes(`${id}.eml`) ? await parse(id) : undefined;
  }

  /** @param {string} id */
  async function raw(id) {
    const names = await readdir(folder);
    return names.includes(`${id}.eml`) ? await readFile(join(folder, `${id}.eml`)) : undefined;
  }

  /** @param {string} id */
  async function parse(id) {
    return await simpleParser(await readFile(join(folder, `${id}.eml`)), { skipImageLinks: true });
  }

  return { add, list, read, raw };
}

/** @param {string} id @param {ParsedMail} mail */
function summaryOf(id, mail) {
  return {
    id,
    date: mail.date ?? null,
    from: mail.from?.text ?? '',
    // Of the envelope: a mail need not name its recipients.
    to: String(mail.headers.get('x-envelope-to') ?? '').replace(/[<>]/g, ''),
    subject: mail.subject ?? '(no subject)',
    messageId: mail.messageId ?? null,
  };
}
