import type { Link, Message, Notice } from '../content.ts';
import { listOf } from '../links-of.ts';
import { escapeHtml } from './escape-html.ts';

const button = `display:inline-block;margin:0 8px 8px 0;padding:12px 20px;
border-radius:6px;text-decoration:none;font-weight:600`;
/** The first link is what to do, the others are quieter. */
const buttons = [
  `${button};background:#0b57d0;color:#fff;border:1px solid #0b57d0`,
  `${button};background:#fff;color:#0b57d0;border:1px solid #d1d9e0`,
];

/**
 * The mail for an HTML client: one column that fits a phone, styles inline because many clients drop the others. Lines
 * stay below 76 characters, so that the mail goes out as it is written here, without quoted-printable.
 */
export function renderHtml({ subject, introduction, notices, footer }: Message): string {
  const isDigest = notices.length !== 1;
  const above = [
    ...(isDigest ? [renderTitle(subject)] : []),
    ...(introduction ? [renderLead(introduction)] : []),
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:16px;background:#f6f8fa;color:#1f2328;
font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif">
${[...above, ...notices.map((notice) => renderNotice(notice, isDigest))].join('\n')}
<p style="max-width:520px;margin:12px auto 0;color:#57606a;font-size:13px;
text-align:center">Sent by Kanban Flow${footer.map(renderFooterLink).join('')}</p>
</body>
</html>
`;
}

function renderTitle(subject: string): string {
  return `<h1 style="max-width:520px;margin:0 auto 12px;font-size:20px;
line-height:1.3;overflow-wrap:anywhere">
${escapeHtml(subject)}</h1>`;
}

function renderLead(introduction: string): string {
  return `<p style="max-width:520px;margin:0 auto 12px">
${escapeHtml(introduction)}</p>`;
}

function renderNotice({ content, links }: Notice, isDigest: boolean): string {
  const heading = isDigest ? 'h2' : 'h1';
  return `<div style="max-width:520px;margin:0 auto 12px;padding:24px;
box-sizing:border-box;background:#fff;border:1px solid #d1d9e0;
border-radius:8px;overflow-wrap:anywhere">
<${heading} style="margin:0 0 12px;font-size:${isDigest ? 17 : 20}px;line-height:1.3">
${escapeHtml(content.headline)}</${heading}>
<p style="margin:0 0 16px">
${escapeHtml(content.sentence)}</p>
<table role="presentation" style="margin:0 0 16px;border-collapse:collapse;
font-size:15px">
${content.facts.map(renderFact).join('\n')}
</table>
${listOf(links).map(renderButton).join('\n')}
</div>`;
}

function renderFact([label, value]: readonly [string, string]): string {
  return `<tr><td style="padding:4px 16px 4px 0;color:#57606a;
vertical-align:top;min-width:72px">
${escapeHtml(label)}</td>
<td style="padding:4px 0;font-weight:600;vertical-align:top;
overflow-wrap:anywhere">
${escapeHtml(value)}</td></tr>`;
}

function renderButton({ label, url }: Link, index: number): string {
  return `<a href="${escapeHtml(url)}"
style="${buttons[Math.min(index, 1)]}">
${escapeHtml(label)}</a>`;
}

function renderFooterLink({ label, url }: Link): string {
  return ` ·
<a href="${escapeHtml(url)}" style="color:#57606a">
${escapeHtml(label)}</a>`;
}
