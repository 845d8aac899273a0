import type { TableRecord } from '../catalog/records.ts';
import { type OptionValues, optionDays, optionLabels, optionText, refuseUnknownOptions } from './options.ts';

/** Options of tables and views that are kept and given back, and those that change no answer here. */
const known = [
  'description',
  'friendly_name',
  'labels',
  'expiration_timestamp',
  'partition_expiration_days',
  'require_partition_filter',
  'kms_key_name',
  'default_rounding_mode',
  'max_staleness',
  'enable_refresh',
  'refresh_interval_minutes',
  'allow_non_incremental_definition',
  'tags',
  'privacy_policy',
  'enable_change_history',
];

type OptionFields = Partial<
  Pick<TableRecord, 'description' | 'friendlyName' | 'labels' | 'expirationTime' | 'requirePartitionFilter'>
>;

/** What options of CREATE say of a table or view. Throws WarehouseError for an option that BigQuery doesn't have. */
export function tableOptions(values: OptionValues): OptionFields {
  refuseUnknownOptions(values, known);
  const description = optionText(values, 'description');
  const friendlyName = optionText(values, 'friendly_name');
  const labels = optionLabels(values);
  const expiration = optionText(values, 'expiration_timestamp');
  return {
    ...(description !== undefined && { description }),
    ...(friendlyName !== undefined && { friendlyName }),
    ...(labels !== undefined && { labels }),
    ...(expiration !== undefined && { expirationTime: String(BigInt(expiration) / 1000n) }),
    ...(optionText(values, 'require_partition_filter') === 'true' && { requirePartitionFilter: true }),
  };
}

/** `record` with the options that ALTER … SET OPTIONS names; those set to NULL are taken away. */
export function withTableOptions(record: TableRecord, values: OptionValues): TableRecord {
  const given = tableOptions(values);
  const isNamed = (name: string) => values.has(name);
  const { description, friendlyName, labels, expirationTime, requirePartitionFilter, ...rest } = record;
  const expirationMs = optionDays(values, 'partition_expiration_days');
  const { timePartitioning } = record;
  return {
    ...rest,
    ...(description !== undefined && !isNamed('description') && { description }),
    ...(friendlyName !== undefined && !isNamed('friendly_name') && { friendlyName }),
    ...(labels !== undefined && !isNamed('labels') && { labels }),
    ...(expirationTime !== undefined && !isNamed('expiration_timestamp') && { expirationTime }),
    ...(requirePartitionFilter && !isNamed('require_partition_filter') && { requirePartitionFilter }),
    ...(timePartitioning && expirationMs !== undefined && { timePartitioning: { ...timePartitioning, expirationMs } }),
    ...given,
  };
}
