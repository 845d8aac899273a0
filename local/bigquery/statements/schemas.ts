import { createDataset, deleteDataset, updateDataset } from '../catalog/datasets.ts';
import type { DatasetRecord } from '../catalog/records.ts';
import { notFound } from '../errors.ts';
import type { CompiledStatement } from '../googlesql/compile.ts';
import { defaultLocation } from '../warehouse.ts';
import type { Execution } from './execution.ts';
import {
  evaluateOptions,
  optionDays,
  optionLabels,
  optionText,
  refuseUnknownOptions,
  type OptionValues,
} from './options.ts';
import type { StatementOutcome } from './outcome.ts';
import { datasetTarget } from './targets.ts';

type CreateSchema = Extract<CompiledStatement, { kind: 'createSchema' }>;
type Drop = Extract<CompiledStatement, { kind: 'drop' }>;
type Alter = Extract<CompiledStatement, { kind: 'alter' }>;

const known = [
  'description',
  'friendly_name',
  'labels',
  'location',
  'default_table_expiration_days',
  'default_partition_expiration_days',
  'default_rounding_mode',
  'default_kms_key_name',
  'is_case_insensitive',
  'max_time_travel_hours',
  'storage_billing_model',
  'default_collation',
];

/** CREATE SCHEMA. */
export async function runCreateSchema(execution: Execution, compiled: CreateSchema): Promise<StatementOutcome> {
  const target = datasetTarget(compiled.target, execution.projectId);
  const options = await evaluateOptions(execution.session, compiled.options);
  const now = Date.now();
  const record = {
    datasetId: target.datasetId,
    location: optionText(options, 'location') ?? defaultLocation,
    ...schemaOptions(options),
    creationTime: now,
    lastModifiedTime: now,
  };
  const isNew = await createDataset(execution, target.projectId, record, compiled.ifNotExists);
  return outcomeOf('CREATE_SCHEMA', isNew ? 'CREATE' : 'SKIP', target);
}

/** DROP SCHEMA; CASCADE takes its tables along. */
export async function runDropSchema(execution: Execution, compiled: Drop): Promise<StatementOutcome> {
  const target = datasetTarget(compiled.target, execution.projectId);
  const isGone = await deleteDataset(execution, target.projectId, target.datasetId, {
    deleteContents: compiled.isCascade,
    ifExists: compiled.ifExists,
  });
  return outcomeOf('DROP_SCHEMA', isGone ? 'DROP' : 'SKIP', target);
}

/** ALTER SCHEMA … SET OPTIONS. */
export async function runAlterSchema(execution: Execution, compiled: Alter): Promise<StatementOutcome> {
  const target = datasetTarget(compiled.target, execution.projectId);
  const present = execution.catalog.dataset(target.datasetId);
  if (present === undefined) {
    if (compiled.ifExists) return outcomeOf('ALTER_SCHEMA', 'SKIP', target);
    throw notFound('Dataset', `${target.projectId}:${target.datasetId}`);
  }
  let record: DatasetRecord = { ...present, lastModifiedTime: Date.now() };
  for (const action of compiled.actions) {
    if (action.kind !== 'setOptions') continue;
    record = { ...record, ...schemaOptions(await evaluateOptions(execution.session, action.options)) };
  }
  await updateDataset(execution, record);
  return outcomeOf('ALTER_SCHEMA', 'ALTER', target);
}

function outcomeOf(
  statementType: string,
  ddlOperation: NonNullable<StatementOutcome['ddlOperation']>,
  ddlDataset: NonNullable<StatementOutcome['ddlDataset']>,
): StatementOutcome {
  return { statementType, referencedTables: [], ddlOperation, ddlDataset };
}

function schemaOptions(options: OptionValues): Partial<DatasetRecord> {
  refuseUnknownOptions(options, known);
  const description = optionText(options, 'description');
  const friendlyName = optionText(options, 'friendly_name');
  const labels = optionLabels(options);
  const tables = optionDays(options, 'default_table_expiration_days');
  const partitions = optionDays(options, 'default_partition_expiration_days');
  return {
    ...(description !== undefined && { description }),
    ...(friendlyName !== undefined && { friendlyName }),
    ...(labels !== undefined && { labels }),
    ...(tables !== undefined && { defaultTableExpirationMs: tables }),
    ...(partitions !== undefined && { defaultPartitionExpirationMs: partitions }),
  };
}
