import type { Content } from './content.ts';
import { escapeHtml } from './escape-html.ts';

/**
 * The mail for an HTML client: one column that fits a phone, styles inline because many clients drop the others. Lines
 * stay below 76 characters, so that the mail goes out as it is written here, without quoted-printable.
 */
export function renderHtml({ subject, headline, sentence, facts }: Content, link: string): string {
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
<div style="max-width:520px;margin:0 auto;padding:24px;background:#fff;
border:1px solid #d1d9e0;border-radius:8px;overflow-wrap:anywhere">
<h1 style="margin:0 0 12px;font-size:20px;line-height:1.3">
${escapeHtml(headline)}</h1>
<p style="margin:0 0 16px">
${escapeHtml(sentence)}</p>
<table role="presentation" style="margin:0 0 20px;border-collapse:collapse;
font-size:15px">
${facts.map(renderFact).join('\n')}
</table>
<a href="${escapeHtml(link)}"
style="display:inline-block;padding:10px 20px;background:#0b57d0;color:#fff;
border-radius:6px;text-decoration:none;font-weight:600">Open the board</a>
</div>
<p style="max-width:520px;margin:12px auto 0;color:#57606a;font-size:13px;
text-align:center">Sent by Kanban Flow</p>
</body>
</html>
`;
}

function renderFact([label, value]: readonly [string, string]): string {
  return `<tr><td style="padding:4px 16px 4px 0;color:#57606a;vertical-align:top">
${escapeHtml(label)}</td>
<td style="padding:4px 0;font-weight:600">
${escapeHtml(value)}</td></tr>`;
}
