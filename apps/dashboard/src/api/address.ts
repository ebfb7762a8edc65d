/**
 * Where the API is: `apiUrl` of the `config.json` that lies beside the page, and can be changed where the page is deployed
 * without building it again. Empty, or no such file: the API serves the page itself.
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
