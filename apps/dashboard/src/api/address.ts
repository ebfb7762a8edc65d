/**
 * The URL of the API: `apiUrl` in the `config.json` next to the page, which can be changed without a new build. If it
 * is empty or missing, the API serves the page.
 */
export async function findApi(): Promise<URL> {
  const here = new URL('.', location.href);
  try {
    const response = await fetch(new URL('config.json', here), { cache: 'no-cache' });
    const config: unknown = response.ok ? await response.json() : null;
    const apiUrl = config !== null && typeof config === 'object' && 'apiUrl' in config ? config.apiUrl : '';
    return typeof apiUrl === 'string' && apiUrl !== '' ? withSlash(new URL(apiUrl, here)) : here;
  } catch {
    return here;
  }
}

function withSlash(url: URL): URL {
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
