import { parseSchema } from '../catalog/fields.ts';
import type { TableField } from '../catalog/records.ts';
import { WarehouseError } from '../errors.ts';
import type { JsonObject } from '../http/body.ts';
import {
  flag,
  optionalInteger,
  optionalLabels,
  optionalObject,
  optionalText,
  optionalTexts,
  requiredObject,
} from '../http/json-fields.ts';
import { type Destination, destinationOf, type Dispositions, dispositionsOf } from '../jobs/destination.ts';
import { type SchemaUpdate, schemaUpdateOf } from '../jobs/schema-update.ts';
import { partitioningOf } from '../jobs/table-layout.ts';
import type { CsvDialect } from './csv-records.ts';
import { encodings } from './source-text.ts';

/** Formats of source files. */
export type SourceFormat = 'CSV' | 'NEWLINE_DELIMITED_JSON' | 'PARQUET';

/** How text files are written. */
export interface TextOptions extends CsvDialect {
  /** Lines at the head of each CSV file that hold no data; undefined where the caller does not say. */
  readonly skipLeadingRows: number | undefined;
  readonly allowJaggedRows: boolean;
}

/** `configuration.load` of a job, understood. */
export interface LoadConfig extends Dispositions {
  readonly sourceUris: readonly string[];
  readonly format: SourceFormat;
  readonly destination: Destination;
  /** Undefined where none is given: the table's own, or one found in the files. */
  readonly schema: readonly TableField[] | undefined;
  readonly autodetect: boolean;
  readonly maxBadRecords: number;
  readonly ignoreUnknownValues: boolean;
  readonly update: SchemaUpdate;
  /** Lists of Parquet are arrays; the service makes records of lists of them unless told. */
  readonly hasListInference: boolean;
  readonly csv: TextOptions;
  readonly layout: ReturnType<typeof partitioningOf> & { readonly clustering?: readonly string[] };
  readonly description: string | undefined;
  readonly labels: Readonly<Record<string, string | null>> | undefined;
}

const formats: readonly SourceFormat[] = ['CSV', 'NEWLINE_DELIMITED_JSON', 'PARQUET'];

/** Options of the service that would change what is loaded, and that are not done here. */
const refused = [
  'hivePartitioningOptions',
  'decimalTargetTypes',
  'columnNameCharacterMap',
  'timeZone',
  'dateFormat',
  'nullMarkers',
  'sourceColumnMatch',
  'jsonExtension',
  'projectionFields',
  'fileSetSpecType',
  'referenceFileSchemaUri',
  'datetimeFormat',
  'timeFormat',
  'timestampFormat',
  'timestampTargetPrecision',
  'preserveAsciiControlCharacters',
];

/** Reads what a load is to do; `hasUpload` where its file came with the request. Throws WarehouseError. */
export function loadConfig(given: JsonObject, hasUpload = false): LoadConfig {
  for (const key of refused) {
    if (given[key] !== undefined)
      throw new WarehouseError('invalid', `not supported by the local warehouse: ${key} of a load`);
  }
  const sourceUris = optionalTexts(given, 'sourceUris') ?? [];
  if (sourceUris.length === 0 && !hasUpload)
    throw new WarehouseError('required', 'Load configuration must specify at least one source URI');
  const schema = optionalObject(given, 'schema');
  const clustering = optionalObject(given, 'clustering');
  const columns = clustering && optionalTexts(clustering, 'fields');
  const properties = optionalObject(given, 'destinationTableProperties') ?? {};
  return {
    sourceUris,
    format: oneOf(formats, optionalText(given, 'sourceFormat') ?? 'CSV', 'sourceFormat'),
    destination: destinationOf(requiredObject(given, 'destinationTable')),
    schema: schema && parseSchema(schema),
    autodetect: flag(given, 'autodetect'),
    maxBadRecords: optionalInteger(given, 'maxBadRecords') ?? 0,
    ignoreUnknownValues: flag(given, 'ignoreUnknownValues'),
    update: schemaUpdateOf(given),
    hasListInference: flag(optionalObject(given, 'parquetOptions') ?? {}, 'enableListInference'),
    csv: csvOptions(given),
    layout: {
      ...partitioningOf(optionalObject(given, 'timePartitioning'), optionalObject(given, 'rangePartitioning')),
      ...(columns && { clustering: columns }),
    },
    description: optionalText(properties, 'description'),
    labels: optionalLabels(properties, 'labels'),
    ...dispositionsOf(given, 'WRITE_APPEND'),
  };
}

function csvOptions(given: JsonObject): TextOptions {
  const encoding = (optionalText(given, 'encoding') ?? 'UTF-8').toUpperCase();
  const delimiter = optionalText(given, 'fieldDelimiter') ?? ',';
  const quote = optionalText(given, 'quote') ?? '"';
  for (const [key, text] of Object.entries({ fieldDelimiter: delimiter, quote })) {
    if (text.length > 1 && !/^(?:\\t|tab)$/.test(text)) {
      throw new WarehouseError('invalid', `not supported by the local warehouse: ${key} of several characters`);
    }
  }
  return {
    delimiter: delimiter.replace(/^(?:\\t|tab)$/, '\t'),
    quote,
    allowQuotedNewlines: flag(given, 'allowQuotedNewlines'),
    skipLeadingRows: optionalInteger(given, 'skipLeadingRows'),
    nullMarker: optionalText(given, 'nullMarker') ?? '',
    allowJaggedRows: flag(given, 'allowJaggedRows'),
    encoding: oneOf(encodings, encoding === 'UTF-16' ? 'UTF-16LE' : encoding, 'encoding'),
  };
}

function oneOf<T extends string>(known: readonly T[], given: string, name: string): T {
  const found = known.find((one) => one === given);
  if (found === undefined) {
    throw new WarehouseError(
      'invalid',
      `not supported by the local warehouse: ${name} ${given}; known are ${known.join(', ')}`,
    );
  }
  return found;
}
