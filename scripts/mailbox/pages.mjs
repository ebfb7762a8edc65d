/**
 * @import { ParsedMail } from 'mailparser'
 * @import { Summary } from './store.mjs'
 */

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8884; vertical-align: top; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  iframe { width: 100%; height: 28rem; border: 1px solid #8886; background: #fff; }`;

/** What a mail says may be anything: all of it is escaped, and its HTML is shown where no script runs. */
export const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'";

/** @param {readonly Summary[]} mails */
export function listPage(mails) {
  const rows = mails.map(
    ({ id, date, to, subject }) =>
      `<tr><td>${escaped(date ? date.toISOString() : '')}</td><td>${escaped(to)}</td>` +
      `<td><a href="/mails/${encodeURIComponent(id)}">${escaped(subject)}</a></td></tr>`,
  );
  const table = `<table><tr><th>Sent</th><th>To</th><th>Subject</th></tr>${rows.join('')}</table>`;
  return page(
    `Mailbox (${mails.length})`,
    mails.length > 0 ? table : '<p>No mail yet. Reload to look again.</p>',
  );
}

/** @param {string} id @param {ParsedMail} mail */
export function mailPage(id, mail) {
  const headers = mail.headerLines.map(({ line }) => line).join('\n');
  return page(
    mail.subject ?? '(no subject)',
    `<p><a href="/">All mails</a> · <a href="/mails/${encodeURIComponent(id)}.eml">as it came</a></p>
     <h2>Text</h2><pre>${escaped(mail.text ?? '')}</pre>
     ${mail.html ? `<h2>HTML</h2><iframe sandbox title="The mail's HTML" srcdoc="${escaped(mail.html)}"></iframe>` : ''}
     <h2>Headers</h2><pre>${escaped(headers)}</pre>`,
  );
}

/** @param {string} title @param {string} body */
function page(title, body) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head>
<body><h1>${escaped(title)}</h1>${body}</body></html>`;
}

/** @param {string} text */
function escaped(text) {
  /** @type {Readonly<Record<string, string>>} */
  const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => String(entities[character]));
}
