/**
 * Names that are safe as keys in Vega: it groups in plain objects, in which a queue named `constructor` or `__proto__`
 * would collide with inherited properties. Shown by `shownKey`, as the `labelExpr` of an axis or legend.
 */
export const safeKey = (name: string): string => `=${name}`;

export const shownKey = 'slice(datum.value, 1)';

/** In pixels: of the name of a narrower column two letters would be left, so that it stands upright. */
export const NARROWEST_HEAD = 44;
