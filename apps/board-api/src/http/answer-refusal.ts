import { createHash } from 'node:crypto';
import { type Problem, problemResponse } from '@kanban/service/http';
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { html, raw } from 'hono/html';

const STYLE = `
body { max-width: 32rem; margin: 4rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
small { opacity: .7 }
`;

/** For the Content-Security-Policy, which lets in nothing else. */
export const styleHash = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** A refusal as problem details; as a page for a browser that came to sign in. */
export async function answerRefusal(c: Context, problem: Problem): Promise<Response> {
  const isSignIn = /^\/sign-in(?:\/|$)/.test(c.req.path);
  const json = 'application/problem+json';
  const wanted = accepts(c, { header: 'Accept', supports: [json, 'text/html'], default: json });
  if (!isSignIn || wanted === json) return problemResponse(c, problem);
  c.header('Cache-Control', 'no-store');
  return c.html(await pageOf(problem, c.get('requestId')), problem.status);
}

function pageOf({ title, details }: Problem, requestId: string) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title} – Kanban Flow</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${details.detail}</p>
<p><a href="/sign-in">Sign in again</a> or go <a href="/">to the start page</a>.</p>
<p><small>Request ${requestId}, as the log of the service has it.</small></p>
</main>
</body>
</html>
`;
}
