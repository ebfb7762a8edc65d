import { brokenOff } from '@kanban/api';

/** A table as the API writes it, spreadsheet formulas defused. */
export interface CsvFile {
  /** What it is: `Cumulative flow`. */
  readonly title: string;
  /** As the API names it: `cumulative-flow_main_2026-11-16_2026-11-22.csv`. */
  readonly name: string;
  /** Null: the table is longer than the given limit. */
  readonly content: Buffer | null;
}

/** Reads a CSV answer, but at most `mostBytes` of it, because nobody can read a mail of a gigabyte. */
export async function readCsv(title: string, response: Response, mostBytes: number): Promise<CsvFile> {
  const name = fileNameOf(response.headers.get('content-disposition')) ?? `${title}.csv`;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    // Leaving the loop early cancels the download.
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > mostBytes) return { title, name, content: null };
      chunks.push(chunk);
    }
  } catch (error) {
    throw brokenOff(error, new URL(response.url).origin);
  }
  return { title, name, content: Buffer.concat(chunks) };
}

/** The name with all its letters (RFC 8187) before the one in ASCII. */
function fileNameOf(header: string | null): string | undefined {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '')?.[1];
  if (extended !== undefined) return decodeURIComponent(extended);
  return /filename="([^"]+)"/.exec(header ?? '')?.[1];
}
