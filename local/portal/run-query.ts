import type { PortalDataset } from './dataset.ts';
import { csvHeader, type RowFormat, rowTextSql } from './row-text.ts';
import { type CompiledQuery, compileQuery } from './soql/compile-query.ts';
import type { SoqlQuery } from './soql/syntax.ts';

/** The rows of an answer as they were written, and what they are. */
export interface QueryAnswer {
  readonly columns: CompiledQuery['columns'];
  /** Texts of about two thousand rows each, joined as the format joins them. */
  readonly pieces: readonly Buffer[];
  readonly rows: number;
  /** The last row's text; undefined where there is none. */
  readonly lastRow: string | undefined;
}

/** What stands between two rows. */
const separators: Readonly<Record<RowFormat, string>> = { json: '\n,', csv: '\n' };

/**
 * Runs a query in a transaction of its own, so that an answer never shows half a change.
 * @throws PortalApiError where the query does not fit the dataset.
 */
export async function runQuery(
  dataset: PortalDataset,
  query: SoqlQuery,
  limit: number,
  offset: number,
  format: RowFormat,
): Promise<QueryAnswer> {
  const connection = await dataset.connect();
  try {
    const compile = () => compileQuery(query, dataset.describe(), dataset.relation, limit, offset);
    let compiled = compile();
    const run = () => connection.stream(rowTextSql(compiled, format));
    const result = await run().catch((error: unknown) => {
      // The dataset may have taken another shape since it was described.
      if (!/^(?:Catalog|Binder) Error/.test(error instanceof Error ? error.message : '')) throw error;
      compiled = compile();
      return run();
    });
    const pieces: Buffer[] = [];
    let rows = 0;
    let lastRow: string | undefined;
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      const texts = chunk.getColumnValues(0) as string[];
      const first = rows === 0 ? '' : separators[format];
      pieces.push(Buffer.from(first + texts.join(separators[format])));
      rows += texts.length;
      lastRow = texts.at(-1);
    }
    return { columns: compiled.columns, pieces, rows, lastRow };
  } finally {
    connection.closeSync();
  }
}

/** The whole body around an answer's rows. `extraFirst` is a row's text that is put before them. */
export function answerBody(answer: QueryAnswer, format: RowFormat, extraFirst?: string): Buffer {
  const extra =
    extraFirst === undefined ? [] : [Buffer.from(answer.rows === 0 ? extraFirst : extraFirst + separators[format])];
  const [start, end] =
    format === 'json' ? ['[', ']\n'] : [`${csvHeader(answer.columns)}\n`, answer.rows + extra.length === 0 ? '' : '\n'];
  return Buffer.concat([Buffer.from(start), ...extra, ...answer.pieces, Buffer.from(end)]);
}
