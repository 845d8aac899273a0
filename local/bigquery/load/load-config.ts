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
import { partitioningOf } from '../jobs/table-layout.ts';

/** Formats of source files. */
export type SourceFormat = 'CSV' | 'NEWLINE_DELIMITED_JSON' | 'PARQUET';

/** How CSV is written: https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-csv#csv-options */
export interface CsvOptions {
  readonly delimiter: string;
  readonly quote: string;
  /** Lines at the head of each file that hold no data. */
  readonly skipLeadingRows: number;
  /** What stands for NULL; the empty text by default. */
  readonly nullMarker: string;
  readonly allowJaggedRows: boolean;
  readonly encoding: 'UTF-8' | 'ISO-8859-1' | 'UTF-16';
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
  /** New columns may be added to the table. */
  readonly allowFieldAddition: boolean;
  readonly csv: CsvOptions;
  readonly layout: ReturnType<typeof partitioningOf> & { readonly clustering?: readonly string[] };
  readonly description: string | undefined;
  readonly labels: Readonly<Record<string, string | null>> | undefined;
}

const formats: readonly SourceFormat[] = ['CSV', 'NEWLINE_DELIMITED_JSON', 'PARQUET'];
const encodings: readonly CsvOptions['encoding'][] = ['UTF-8', 'ISO-8859-1', 'UTF-16'];

/** Options of the service that would change what is loaded, and that are not done here. */
const refused = [
  'hivePartitioningOptions',
  'decimalTargetTypes',
  'columnNameCharacterMap',
  'timeZone',
  'dateFormat',
  'nullMarkers',
  'sourceColumnMatch',
];

/** Reads what a load is to do. Throws WarehouseError. */
export function loadConfig(given: JsonObject): LoadConfig {
  for (const key of refused) {
    if (given[key] !== undefined)
      throw new WarehouseError('invalid', `not supported by the local warehouse: ${key} of a load`);
  }
  const sourceUris = optionalTexts(given, 'sourceUris') ?? [];
  if (sourceUris.length === 0)
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
    allowFieldAddition: (optionalTexts(given, 'schemaUpdateOptions') ?? []).includes('ALLOW_FIELD_ADDITION'),
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

function csvOptions(given: JsonObject): CsvOptions {
  return {
    delimiter: (optionalText(given, 'fieldDelimiter') ?? ',').replace(/^(?:\\t|tab)$/, '\t'),
    quote: optionalText(given, 'quote') ?? '"',
    skipLeadingRows: optionalInteger(given, 'skipLeadingRows') ?? 0,
    nullMarker: optionalText(given, 'nullMarker') ?? '',
    allowJaggedRows: flag(given, 'allowJaggedRows'),
    encoding: oneOf(encodings, (optionalText(given, 'encoding') ?? 'UTF-8').toUpperCase(), 'encoding'),
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
