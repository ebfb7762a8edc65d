/** load-fonts="false": RapiDoc would fetch them from elsewhere. Where to enter a token is shown when one is needed. */
export const pageOf = ({ needsToken }: { needsToken: boolean }): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Kanban Flow API</title>
<script type="module" src="/docs/rapidoc.js"></script>
<style>body { margin: 0 }</style>
</head>
<body>
<rapi-doc spec-url="/openapi.json" render-style="read" show-header="false" load-fonts="false"
  allow-server-selection="false" fill-request-fields-with-example="false" allow-authentication="${needsToken}" persist-auth="false" schema-style="table"
  regular-font="system-ui, sans-serif" mono-font="ui-monospace, monospace" primary-color="#2563eb">
</rapi-doc>
</body>
</html>
`;
