/**
 * People's names as Vega may hold them: it keeps what it groups in plain objects, in which a queue that is called `constructor` or
 * `__proto__` meets what every object has. Shown by `shownKey`, as the `labelExpr` of an axis or legend.
 */
export const safeKey = (name: string): string => `=${name}`;

export const shownKey = 'slice(datum.value, 1)';
