import type { SoqlType } from './types.ts';

/** A function that queries may call. */
export interface SoqlFunction {
  readonly isAggregate?: boolean;
  /** For each argument, the types it may have. */
  readonly takes: readonly (readonly SoqlType[])[];
  /** `same` is the type of the first argument. */
  readonly gives: SoqlType | 'same';
  readonly sql: (...operands: string[]) => string;
}

const text: readonly SoqlType[] = ['text'];
const number: readonly SoqlType[] = ['number'];
const date: readonly SoqlType[] = ['floating_timestamp'];
const any: readonly SoqlType[] = [
  'text',
  'number',
  'boolean',
  'floating_timestamp',
  'fixed_timestamp',
  'row_identifier',
];

const ofText = (name: string): SoqlFunction => ({
  takes: [text],
  gives: 'text',
  sql: (operand) => `${name}(${operand})`,
});
const ofTwoTexts = (name: string): SoqlFunction => ({
  takes: [text, text],
  gives: 'boolean',
  sql: (whole, part) => `${name}(${whole}, ${part})`,
});
const truncation = (unit: string): SoqlFunction => ({
  takes: [date],
  gives: 'floating_timestamp',
  sql: (operand) => `CAST(date_trunc('${unit}', ${operand}) AS TIMESTAMP)`,
});
const extraction = (unit: string): SoqlFunction => ({
  takes: [date],
  gives: 'number',
  sql: (operand) => `extract(${unit} FROM ${operand})`,
});
const aggregate = (name: string, takes: readonly SoqlType[], gives: SoqlFunction['gives']): SoqlFunction => ({
  isAggregate: true,
  takes: [takes],
  gives,
  sql: (operand) => `${name}(${operand})`,
});

/** The functions of https://dev.socrata.com/docs/functions/ that this portal has; any other is refused. */
export const functions: ReadonlyMap<string, SoqlFunction> = new Map<string, SoqlFunction>([
  ['upper', ofText('upper')],
  ['lower', ofText('lower')],
  ['trim', ofText('trim')],
  ['length', { takes: [text], gives: 'number', sql: (operand) => `length(${operand})` }],
  ['starts_with', ofTwoTexts('starts_with')],
  ['contains', ofTwoTexts('contains')],
  ['date_trunc_y', truncation('year')],
  ['date_trunc_ym', truncation('month')],
  ['date_trunc_ymd', truncation('day')],
  ['date_extract_y', extraction('year')],
  ['date_extract_m', extraction('month')],
  ['date_extract_d', extraction('day')],
  ['date_extract_hh', extraction('hour')],
  ['date_extract_mm', extraction('minute')],
  ['date_extract_ss', extraction('second')],
  ['date_extract_dow', extraction('dow')],
  ['date_extract_woy', extraction('week')],
  ['count', aggregate('count', any, 'number')],
  ['min', aggregate('min', any, 'same')],
  ['max', aggregate('max', any, 'same')],
  ['sum', aggregate('sum', number, 'number')],
  ['avg', aggregate('avg', number, 'number')],
]);

const comparison = (sign: string): SoqlFunction => ({
  takes: [any, any],
  gives: 'boolean',
  sql: (left, right) => `(${left} ${sign} ${right})`,
});
const arithmetic = (sign: string): SoqlFunction => ({
  takes: [number, number],
  gives: 'number',
  sql: (left, right) => `(${left} ${sign} ${right})`,
});

/** Operators whose operands have one type in common. */
export const uniformOperators: ReadonlyMap<string, SoqlFunction> = new Map<string, SoqlFunction>([
  ...['=', '!=', '<', '<=', '>', '>='].map((sign) => [sign, comparison(sign)] as const),
  [
    'between',
    { takes: [any, any, any], gives: 'boolean', sql: (value, low, high) => `(${value} BETWEEN ${low} AND ${high})` },
  ],
  ['in', { takes: [any], gives: 'boolean', sql: (value, ...values) => `(${value} IN (${values.join(', ')}))` }],
]);

/** The other operators. */
export const operators: ReadonlyMap<string, SoqlFunction> = new Map<string, SoqlFunction>([
  ...['+', '-', '*'].map((sign) => [sign, arithmetic(sign)] as const),
  // By zero there is no answer, rather than none for the whole query.
  ['/', { ...arithmetic('/'), sql: (left, right) => `(${left} / nullif(${right}, 0))` }],
  ['%', { ...arithmetic('%'), sql: (left, right) => `(${left} % nullif(${right}, 0))` }],
  ['||', { takes: [text, text], gives: 'text', sql: (left, right) => `(${left} || ${right})` }],
  ['like', { takes: [text, text], gives: 'boolean', sql: (value, pattern) => `(${value} LIKE ${pattern})` }],
  ['is null', { takes: [any], gives: 'boolean', sql: (operand) => `(${operand} IS NULL)` }],
  ['is not null', { takes: [any], gives: 'boolean', sql: (operand) => `(${operand} IS NOT NULL)` }],
  ['not', { takes: [['boolean']], gives: 'boolean', sql: (operand) => `(NOT ${operand})` }],
]);
