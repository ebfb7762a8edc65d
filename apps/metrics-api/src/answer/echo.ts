type Value = string | number | null | undefined;

/**
 * The parameters of a path as they were taken: those of the query with their defaults, and instead of some what they came to.
 * In the order of the contract; what was left out is null.
 */
export function echoOf(
  route: { request: { query: { shape: object } } },
  query: object,
  resolved: Readonly<Record<string, Value>> = {},
): Record<string, string | null> {
  const given: Readonly<Record<string, unknown>> = { ...query, ...resolved };
  return Object.fromEntries(
    Object.keys(route.request.query.shape).map((name) => {
      const value = given[name];
      return [name, value === undefined || value === null ? null : String(value)];
    }),
  );
}
