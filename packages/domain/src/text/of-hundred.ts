/** A share from 0 to 1 as `75 of 100`. Only 1 is 100 of 100, and only 0 is 0 of 100. */
export function ofHundred(share: number): string {
  const count = share === 0 || share === 1 ? share * 100 : Math.min(99, Math.max(1, Math.round(share * 100)));
  return `${count} of 100`;
}
