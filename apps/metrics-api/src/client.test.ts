import { hc } from 'hono/client';
import { expectTypeOf, test } from 'vitest';
import type { AppType } from './index.ts';

test('the typed client knows parameters and answers', () => {
  const client = hc<AppType>('http://localhost');
  const ask = async () => {
    const response = await client.v1['lead-time'].$get({ query: { stream: 'main', dayCount: 'inclusive' } });
    if (!response.ok) return (await response.json()).detail;
    return (await response.json()).percentiles[0]?.leadTimeMs;
  };
  expectTypeOf(ask).returns.resolves.toEqualTypeOf<string | number | null | undefined>();
  const item = () => client.v1['work-items'][':reference'].$get({ param: { reference: '1' }, query: {} });
  expectTypeOf(item).toBeFunction();
});
