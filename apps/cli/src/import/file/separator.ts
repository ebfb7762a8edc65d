import { InvalidArgumentError } from 'commander';

const named: Readonly<Record<string, string>> = { comma: ',', semicolon: ';', tab: '\t' };

/** The value of `--separator`: `comma`, `semicolon`, `tab`, or the character itself. */
export function separatorArgument(text: string): string {
  const separator = named[text] ?? text;
  if (separator.length !== 1 || /["\r\n]/.test(separator))
    throw new InvalidArgumentError('It must be comma, semicolon, tab, or one character.');
  return separator;
}

/** As people say it. */
export function separatorName(separator: string): string {
  return Object.keys(named).find((name) => named[name] === separator) ?? JSON.stringify(separator);
}

/**
 * The separator of a file, from its start: that of Excel's line `sep=;`, else the most frequent of comma, semicolon and
 * tab in the header outside quotes. `headerLine` is the first line where the header may be, counted from 1.
 */
export function separatorOf(beginning: string): { separator: string; headerLine: number } {
  const said = /^sep=([^\r\n]).*\r?\n/i.exec(beginning);
  if (said) return { separator: said[1] as string, headerLine: 2 };
  const header = headerOf(beginning.trimStart());
  const count = (separator: string) => header.split(separator).length;
  const [most] = Object.values(named).toSorted((a, b) => count(b) - count(a));
  return { separator: most as string, headerLine: 1 };
}

/** The first line without its quoted parts, which may continue on the next line. */
function headerOf(text: string): string {
  return text.replaceAll(/"[^"]*("|$)/g, '').split(/[\r\n]/, 1)[0] as string;
}
