import { type Action, nameOf } from './compiled-graph.ts';

/** Columns of a fixed choice: a row condition must say of which values. */
const CHOICES =
  /^(?:precinct|precinct_or_all|sector|beat|offense_category|category_or_all|hour|started_hour|reported_hour|weekday|weekday_name|status|severity|method|unit|direction)$|_(?:status|kind|issue|reason|basis|mode|shape|vintage)$/u;

/** Columns that name a row of a dimension. Precinct and beat are lists of the project's own, so their values are listed. */
const REFERENCES: Readonly<Record<string, string>> = {
  offense_code: 'fact.dim_offense_types',
  neighborhood: 'fact.dim_neighborhoods',
};

/** Exceptions, each with its reason. */
const KEYLESS: Readonly<Record<string, string>> = { 'fact.dim_run': 'It has one row, which an assertion counts.' };
const UNRELATED: Readonly<Record<string, string>> = {
  'fact.fct_offense_versions': 'An old version may have a code or neighborhood that no offense has today.',
};

/**
 * What tests a fact or mart lacks, as sentences: key, not-null of the key, row conditions, accepted values, relationships.
 * `assertions` are all of the project, as compiled.
 */
export function lackingTests(table: Action, assertions: readonly Action[]): readonly string[] {
  const name = nameOf(table.target);
  const own = assertions.filter(({ parentAction }) => parentAction && nameOf(parentAction) === name);
  const key = keyOf(own);
  const conditions = conditionsOf(own);
  const columns = (table.actionDescriptor?.columns ?? []).map(({ path }) => path.join('.'));

  const nullable = key.filter(
    (column) => !conditions.includes(`${column} IS NOT NULL`) && !saysNull(table, column),
  );
  return [
    ...(key.length === 0 && !(name in KEYLESS) ? [`${name} asserts no key.`] : []),
    ...nullable.map((column) => `${name}.${column} is part of the key, may be null, and does not say what null means.`),
    ...(conditions.every((condition) => /^\w+ IS NOT NULL$/u.test(condition)) ? [`${name} has no row condition.`] : []),
    ...columns
      .filter((column) => CHOICES.test(column) && !conditions.some((condition) => isChoice(condition, column)))
      .map((column) => `${name}.${column} has no accepted values.`),
    ...columns
      .filter((column) => !isRelated(name, column, assertions))
      .map((column) => `${name}.${column} is not asserted to be in ${REFERENCES[column] ?? ''}.`),
  ];
}

/** The columns of `uniqueKey`, as Dataform compiles it. */
function keyOf(own: readonly Action[]): readonly string[] {
  const text = own.find(({ target }) => target.name.includes('_assertions_uniqueKey_'))?.query ?? '';
  return (/GROUP BY ([\w, ]+)/u.exec(text)?.[1] ?? '').split(', ').filter((column) => column !== '');
}

/** The texts of `nonNull` and `rowConditions`. */
function conditionsOf(own: readonly Action[]): readonly string[] {
  const text = own.find(({ target }) => target.name.endsWith('_assertions_rowConditions'))?.query ?? '';
  return [...text.matchAll(/WHERE NOT \((.*)\)$/gmu)].map((match) => match[1] ?? '');
}

function saysNull(table: Action, column: string): boolean {
  const found = table.actionDescriptor?.columns?.find(({ path }) => path.join('.') === column);
  return /\bnull\b/iu.test(found?.description ?? '');
}

function isChoice(condition: string, column: string): boolean {
  return new RegExp(`\\b${column} (?:IN \\(|BETWEEN )`, 'u').test(condition);
}

function isRelated(name: string, column: string, assertions: readonly Action[]): boolean {
  const dimension = REFERENCES[column];
  if (dimension === undefined || dimension === name || name in UNRELATED) return true;
  return assertions.some(
    ({ parentAction, query = '' }) =>
      parentAction === undefined &&
      [name, dimension].every((table) => query.includes(`\`${table}\``)) &&
      new RegExp(`\\b${column}\\b`, 'u').test(query),
  );
}
