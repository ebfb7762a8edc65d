/** `1 item`, `1,200 items`: a number as people write it, with the word that goes with it. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
