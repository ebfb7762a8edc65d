import { html, raw } from 'hono/html';
import type { Link, Message, Notice } from '../content.ts';
import { listOf } from '../links-of.ts';

type Html = ReturnType<typeof html>;

const button = `display:inline-block;margin:0 8px 8px 0;padding:12px 20px;
border-radius:6px;text-decoration:none;font-weight:600`;
/** The first link stands out; the others do not. */
const buttons = [
  `${button};background:#0b57d0;color:#fff;border:1px solid #0b57d0`,
  `${button};background:#fff;color:#0b57d0;border:1px solid #d1d9e0`,
];

/**
 * The mail for an HTML client: one column that fits a phone, styles inline because many clients drop the others. Lines
 * stay below 76 characters, so that the mail goes out as it is written here, without quoted-printable.
 */
export function renderHtml({ subject, introduction, notices, why, footer }: Message): string {
  const isDigest = notices.length !== 1;
  const above = [
    ...(isDigest ? [renderTitle(subject)] : []),
    ...(introduction ? [renderLead(introduction)] : []),
  ];
  return String(html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${subject}</title>
</head>
<body style="margin:0;padding:16px;background:#f6f8fa;color:#1f2328;
font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif">
${inLines([...above, ...notices.map((notice) => renderNotice(notice, isDigest))])}
<p style="max-width:520px;margin:12px auto 0;color:#57606a;font-size:13px;
text-align:center">Sent by Kanban Flow${why === undefined ? '' : ` · ${why}`}${footer.map(renderFooterLink)}</p>
</body>
</html>
`);
}

/** Joins parts that are HTML already. */
function inLines(parts: readonly Html[]): Html {
  return raw(parts.join('\n'));
}

function renderTitle(subject: string): Html {
  return html`<h1 style="max-width:520px;margin:0 auto 12px;font-size:20px;
line-height:1.3;overflow-wrap:anywhere">
${subject}</h1>`;
}

function renderLead(introduction: string): Html {
  return html`<p style="max-width:520px;margin:0 auto 12px">
${introduction}</p>`;
}

function renderNotice({ content, links }: Notice, isDigest: boolean): Html {
  const heading = isDigest ? 'h2' : 'h1';
  return html`<div style="max-width:520px;margin:0 auto 12px;padding:24px;
box-sizing:border-box;background:#fff;border:1px solid #d1d9e0;
border-radius:8px;overflow-wrap:anywhere">
<${heading} style="margin:0 0 12px;font-size:${isDigest ? 17 : 20}px;line-height:1.3">
${content.headline}</${heading}>
<p style="margin:0 0 16px">
${content.sentence}</p>
<table role="presentation" style="margin:0 0 16px;border-collapse:collapse;
font-size:15px">
${inLines(content.facts.map(renderFact))}
</table>
${inLines(listOf(links).map(renderButton))}
</div>`;
}

function renderFact([label, value]: readonly [string, string]): Html {
  return html`<tr><td style="padding:4px 16px 4px 0;color:#57606a;
vertical-align:top;min-width:72px">
${label}</td>
<td style="padding:4px 0;font-weight:600;vertical-align:top;
overflow-wrap:anywhere">
${value}</td></tr>`;
}

function renderButton({ label, url }: Link, index: number): Html {
  return html`<a href="${url}"
style="${buttons[Math.min(index, 1)]}">
${label}</a>`;
}

function renderFooterLink({ label, url }: Link): Html {
  return html` ·
<a href="${url}" style="color:#57606a">
${label}</a>`;
}
