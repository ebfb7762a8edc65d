/** Redoc, in a page whose scripts are files: the content security policy lets none stand in it. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Kanban Flow API</title>
<style>body { margin: 0 }</style>
</head>
<body>
<main id="reference"></main>
<script src="/docs/redoc.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

/** Its search would run in a worker that it makes of a text, which the policy forbids; the menu lists every path. */
export const startScript = `Redoc.init(
  '/openapi.json',
  { disableSearch: true, nativeScrollbars: true, theme: { colors: { primary: { main: '#1d4ed8' } } } },
  document.getElementById('reference'),
);
`;
