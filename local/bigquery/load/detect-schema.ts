import type { TableField } from '../catalog/records.ts';

/** Rows that a schema is told from. https://cloud.google.com/bigquery/docs/schema-detect */
export const sampledRows = 500;

const date = String.raw`\d{4}-\d{1,2}-\d{1,2}`;
const clock = String.raw`\d{1,2}:\d{1,2}(:\d{1,2}(\.\d{1,6})?)?`;
const zone = String.raw`( ?([zZ]|UTC|[+-]\d{1,2}(:?\d{2})?))?`;

/** Types that a text may be of, the first that fits. */
const types: readonly (readonly [string, RegExp])[] = [
  ['INTEGER', /^\s*[+-]?\d{1,19}\s*$/],
  ['FLOAT', /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/],
  ['BOOLEAN', /^(?:true|false|t|f|yes|no|y|n)$/i],
  ['DATE', new RegExp(`^${date}$`)],
  ['TIMESTAMP', new RegExp(String.raw`^(${date}|\d{4}/\d{1,2}/\d{1,2})[ Tt]${clock}${zone}$`)],
  ['TIME', new RegExp(`^${clock}$`)],
];

const typeOfText = (text: string): string => types.find(([, pattern]) => pattern.test(text))?.[0] ?? 'STRING';

/** A header may be a word that stands for true or false too: `n`. */
const isWord = (text: string): boolean => ['STRING', 'BOOLEAN'].includes(typeOfText(text));

/** The type of a column that holds values of both; texts hold everything. */
function join(one: string | undefined, other: string): string {
  if (one === undefined || one === other) return other;
  const pair = [one, other].sort().join(' ');
  if (pair === 'FLOAT INTEGER') return 'FLOAT';
  return pair === 'DATE TIMESTAMP' ? 'TIMESTAMP' : 'STRING';
}

/** Prefixes of the names of columns that have none. */
const prefixes: Readonly<Record<string, string>> = { INTEGER: 'int64', FLOAT: 'double', BOOLEAN: 'bool' };

/** What was found in CSV. */
export interface DetectedCsv {
  readonly fields: readonly TableField[];
  /** The first row holds the columns' names. */
  readonly hasHeader: boolean;
}

/**
 * Types the columns of CSV by its first rows. The first row is a header if it holds texts only and some column below it
 * does not. `mayHaveHeader` false takes it for data.
 */
export function detectCsv(rows: readonly (readonly (string | null)[])[], mayHaveHeader: boolean): DetectedCsv {
  const [first = [], ...others] = rows;
  const width = rows.reduce((most, { length }) => Math.max(most, length), 0);
  const typed = (data: typeof rows): (string | undefined)[] =>
    Array.from({ length: width }, (_, index) =>
      data.reduce<string | undefined>((type, row) => {
        const text = row[index] ?? null;
        return text === null || text === '' ? type : join(type, typeOfText(text));
      }, undefined),
    );
  const below = typed(others);
  const isNamed = first.length === width && first.every((text) => text !== null && text !== '' && isWord(text));
  const hasHeader = mayHaveHeader && isNamed && below.some((type) => type !== undefined && type !== 'STRING');
  const found = (hasHeader ? below : typed(rows)).map((type) => type ?? 'STRING');
  const names = found.map((type, index) => {
    const given = hasHeader ? columnName(first[index] ?? '') : '';
    return given === '' ? `${prefixes[type] ?? type.toLowerCase()}_field_${index}` : given;
  });
  const fields = found.map((type, index) => ({ name: unique(names, index), type, mode: 'NULLABLE' as const }));
  return { fields, hasHeader };
}

/** A header as a column's name: what a name cannot hold becomes `_`. */
function columnName(text: string): string {
  const plain = text.trim().replace(/[^\p{L}\p{N}_]/gu, '_');
  return /^\d/.test(plain) ? `_${plain}` : plain;
}

function unique(names: readonly string[], index: number): string {
  const name = names[index] ?? '';
  const before = names.slice(0, index).filter((other) => other.toLowerCase() === name.toLowerCase()).length;
  return before === 0 ? name : `${name}_${before}`;
}

interface Found {
  type: string | undefined;
  isRepeated: boolean;
  readonly fields: Map<string, Found>;
}

/** Types the fields of JSON objects, in the order in which they are met. What is no object is passed over. */
export function detectJson(lines: readonly string[]): readonly TableField[] {
  const root: Found = { type: 'RECORD', isRepeated: false, fields: new Map() };
  for (const line of lines) {
    try {
      note(root, JSON.parse(line) as unknown);
    } catch {
      // A line that cannot be read is told of when it is loaded.
    }
  }
  return fieldsOf(root);
}

function note(found: Found, value: unknown): void {
  if (value === null) return;
  if (Array.isArray(value)) {
    found.isRepeated = true;
    for (const item of value) note(found, item);
  } else if (typeof value === 'object') {
    found.type = found.type === undefined || found.type === 'RECORD' ? 'RECORD' : 'STRING';
    for (const [key, item] of Object.entries(value)) {
      const inner = found.fields.get(key) ?? { type: undefined, isRepeated: false, fields: new Map<string, Found>() };
      found.fields.set(key, inner);
      note(inner, item);
    }
  } else if (found.type === 'RECORD') found.type = 'STRING';
  else found.type = join(found.type, typeOfJson(value));
}

function typeOfJson(value: unknown): string {
  if (typeof value === 'boolean') return 'BOOLEAN';
  if (typeof value === 'number') return Number.isInteger(value) ? 'INTEGER' : 'FLOAT';
  return typeOfText(String(value));
}

function fieldsOf({ fields }: Found): readonly TableField[] {
  return [...fields].map(([name, found]) => ({
    name,
    type: found.type ?? 'STRING',
    mode: found.isRepeated ? ('REPEATED' as const) : ('NULLABLE' as const),
    ...(found.type === 'RECORD' && { fields: fieldsOf(found) }),
  }));
}
