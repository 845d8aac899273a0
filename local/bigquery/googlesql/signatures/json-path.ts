import { GoogleSqlError } from '../errors.ts';

const STEP = /\.([^."[\]*]+)|\."((?:[^"\\])*)"|\['((?:[^'\\])*)'\]|\["((?:[^"\\])*)"\]|\[(\d+)\]/uy;

/**
 * A JSONPath as DuckDB reads it, every name quoted. Throws `GoogleSqlError` where it is none, or has what we do not
 * take (wildcards). https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions#JSONPath_format
 */
export function duckPath(path: string): string {
  const invalid = new GoogleSqlError(`Invalid token in JSONPath at: ${path.slice(1)}`);
  if (!path.startsWith('$')) throw new GoogleSqlError("JSONPath must start with '$'");
  let text = '$';
  for (let at = 1; at < path.length;) {
    STEP.lastIndex = at;
    const match: readonly (string | undefined)[] | null = STEP.exec(path);
    if (!match) throw invalid;
    const [step = '', plain, quoted, single, double, index = ''] = match;
    const name = [plain, quoted, single, double].find((one) => one !== undefined);
    if (name?.includes('"')) throw new GoogleSqlError('not supported by the local warehouse: a quote in a JSONPath');
    text += name === undefined ? `[${index}]` : `."${name}"`;
    at += step.length;
  }
  return text;
}
