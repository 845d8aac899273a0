import { Service, ServiceError } from './service.ts';

/** The part of `TypeProto` that BigQuery's types need. */
export interface TypeProto {
  readonly typeKind: string;
  readonly arrayType?: { readonly elementType: TypeProto } | null;
  readonly structType?: {
    readonly field?: readonly { readonly fieldName: string; readonly fieldType: TypeProto }[];
  } | null;
  readonly rangeType?: { readonly elementType: TypeProto } | null;
}

interface Evaluation {
  readonly content: {
    readonly tableData?: { readonly row?: readonly { readonly cell: readonly { readonly stringValue: string }[] }[] };
  };
  readonly prepared: { readonly columns: readonly { readonly type: TypeProto }[] };
}

export interface Column {
  readonly name: string;
  readonly type: TypeProto;
}

/** A table that statements may name, in backticks: `dataset.table`. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** What the build has and BigQuery lacks; each changes an answer or takes what BigQuery refuses. */
const LACKING = new Set([
  'FEATURE_TIMESTAMP_NANOS',
  'FEATURE_V_1_1_ARRAY_EQUALITY',
  'FEATURE_V_1_3_ARRAY_ORDERING',
  'FEATURE_V_1_3_ARRAY_GREATEST_LEAST',
  'FEATURE_V_1_3_INLINE_LAMBDA_ARGUMENT',
  'FEATURE_V_1_4_SAFE_FUNCTION_CALL_WITH_LAMBDA_ARGS',
  'FEATURE_V_1_3_UNNEST_AND_FLATTEN_ARRAYS',
  'FEATURE_V_1_3_WITH_GROUP_ROWS',
  'FEATURE_V_1_4_ARRAY_AGGREGATION_FUNCTIONS',
  'FEATURE_V_1_4_ARRAY_FIND_FUNCTIONS',
  'FEATURE_V_1_4_FIRST_AND_LAST_N',
  'FEATURE_EXPERIMENTAL_MODULES',
]);

/** In BigQuery, and not among the build's finished features. */
const ADDED = ['FEATURE_INTERVAL_TYPE'];

/** A type as BigQuery prints it. */
export function typeName(type: TypeProto): string {
  switch (type.typeKind) {
    case 'TYPE_DOUBLE':
      return 'FLOAT64';
    case 'TYPE_ARRAY':
      return `ARRAY<${type.arrayType ? typeName(type.arrayType.elementType) : ''}>`;
    case 'TYPE_RANGE':
      return `RANGE<${type.rangeType ? typeName(type.rangeType.elementType) : ''}>`;
    case 'TYPE_STRUCT':
      return `STRUCT<${(type.structType?.field ?? [])
        .map(({ fieldName, fieldType }) => (fieldName ? `${fieldName} ` : '') + typeName(fieldType))
        .join(', ')}>`;
    default:
      return type.typeKind.replace('TYPE_', '');
  }
}

/** The texts between the commas of a printed row. */
function splitRow(text: string): readonly string[] {
  const pieces: string[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: token, index } of text.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[[({]|[\])}]|, /gsu)) {
    if (/^[[({]$/u.test(token)) depth++;
    else if (/^[\])}]$/u.test(token)) depth--;
    else if (token === ', ' && depth === 0) {
      pieces.push(text.slice(start, index));
      start = index + token.length;
    }
  }
  return [...pieces, text.slice(start)];
}

/** The texts inside a printed array, struct or row. */
const inside = (text: string): readonly string[] =>
  text === '[]' ? [] : splitRow(text.replace(/^(?:STRUCT\(|[[(])(.*)[\])]$/su, '$1'));

/**
 * A printed value as BigQuery's results have it, which the engine leaves to the results' writer: a null array is empty, and
 * null as an element is an error. https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls
 */
function written(text: string, type: TypeProto): string {
  if (type.arrayType) {
    const { elementType } = type.arrayType;
    const elements = text === 'NULL' ? [] : inside(text).map((element) => written(element, elementType));
    if (elements.includes('NULL')) throw new ServiceError('Array cannot have a null element', 'failed');
    return `[${elements.join(', ')}]`;
  }
  if (!type.structType || text === 'NULL') return text;
  const fields = type.structType.field ?? [];
  const values = inside(text).map((value, i) => written(value, fields[i]?.fieldType ?? type));
  return `${/^(?:STRUCT\(|\()/u.exec(text)?.[0] ?? ''}${values.join(', ')})`;
}

const isQuery = (text: string): boolean => /^\(*\s*(?:select|with|from)\b/iu.test(text);

/** The columns of a resolved statement, which lie deeper the more special it is. */
function columnsOf(node: unknown): readonly Column[] | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const { columnDefinitionList, outputColumnList } = node as {
    columnDefinitionList?: readonly Column[];
    outputColumnList?: readonly { readonly name: string; readonly column: Column }[];
  };
  if (columnDefinitionList) return columnDefinitionList.map(({ name, type }) => ({ name, type }));
  if (outputColumnList) return outputColumnList.map(({ name, column }) => ({ name, type: column.type }));
  for (const child of Object.values(node)) {
    const found = columnsOf(child);
    if (found) return found;
  }
  return undefined;
}

/** Google's reference implementation. */
export class Google {
  readonly #service = new Service();
  #options: Promise<{ options: object; simpleCatalog: object }> | undefined;

  async #makeOptions(): Promise<{ options: object; simpleCatalog: object }> {
    const most = (await this.#service.call('getLanguageOptions', { maximumFeatures: true })) as {
      enabledLanguageFeatures: readonly string[];
    };
    const defaults = (await this.#service.call('getAnalyzerOptions', {})) as object;
    const languageOptions = {
      ...most,
      enabledLanguageFeatures: [...most.enabledLanguageFeatures.filter((feature) => !LACKING.has(feature)), ...ADDED],
      productMode: 'PRODUCT_EXTERNAL',
      // None named is all.
      supportedStatementKinds: [],
    };
    return {
      options: { ...defaults, languageOptions, defaultTimezone: 'UTC', errorMessageMode: 'ERROR_MESSAGE_ONE_LINE' },
      simpleCatalog: { name: 'project', builtinFunctionOptions: { languageOptions } },
    };
  }

  async #evaluate(sql: string): Promise<Evaluation> {
    this.#options ??= this.#makeOptions();
    return (await this.#service.call('evaluateQuery', { ...(await this.#options), sql })) as Evaluation;
  }

  /** Type and value of an expression, types and rows of a query, as `FORMAT('%T')` prints them; throws `ServiceError`. */
  async answer(text: string): Promise<string> {
    const query = isQuery(text) ? text : `select ${text} as x`;
    const { content, prepared } = await this.#evaluate(`select t, format('%T', t) from (\n${query}\n) as t`);
    const type = prepared.columns[0]?.type;
    const types = type?.structType?.field?.map(({ fieldType }) => fieldType) ?? [];
    const rows = (content.tableData?.row ?? []).map(({ cell }) =>
      type ? written(cell[1]?.stringValue ?? '', type) : '',
    );
    const answer = `${types.map(typeName).join('; ')} ${rows.join(' | ')}`;
    return isQuery(text) ? answer : answer.replace(/STRUCT\((.*)\)$/su, '$1');
  }

  /** Type-checks a statement against the tables; gives the columns of what it selects or creates. Throws `ServiceError`. */
  async analyze(sql: string, tables: readonly Table[]): Promise<readonly Column[]> {
    this.#options ??= this.#makeOptions();
    const { options, simpleCatalog } = await this.#options;
    const table = tables.map(({ name, columns }, i) => ({ name, serializationId: i + 1, column: columns }));
    const request = { options, simpleCatalog: { ...simpleCatalog, table }, sqlStatement: sql };
    const answer = await this.#service.call('analyze', request);
    return columnsOf(answer) ?? [];
  }

  async stop(): Promise<void> {
    await this.#service.stop();
  }
}

/** A message without its position, which is another in a whole statement, and without the long list of what is supported. */
const bareMessage = (message: string): string =>
  message
    .replaceAll(/ \[at \d+:\d+\]/gu, '')
    .replace(/\. Supported signatures?:.*$/su, '')
    .replaceAll('\n', ' ');

/** Google's answer in a recording's words. */
export async function googleAnswer(google: Google, text: string): Promise<string> {
  try {
    return await google.answer(text);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return `${error.kind === 'no verdict' ? error.kind : 'error'}: ${bareMessage(error.message)}`;
  }
}
