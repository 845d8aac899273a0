import type { DatasetDescription, PortalColumn } from '../dataset.ts';

/** Types as the `X-SODA2-Types` header names them; `null` is the type of a bare null. */
export type SoqlType =
  | 'text'
  | 'number'
  | 'boolean'
  /** Wall-clock time without a zone. */
  | 'floating_timestamp'
  /** An instant; printed with its Z. */
  | 'fixed_timestamp'
  | 'row_identifier'
  | 'null';

/** A column that queries may name. */
export interface QueryColumn {
  readonly name: string;
  readonly type: SoqlType;
}

/** What every dataset has beside its own columns: https://dev.socrata.com/docs/system-fields.html. */
export const systemColumns: readonly QueryColumn[] = [
  { name: ':id', type: 'row_identifier' },
  { name: ':created_at', type: 'fixed_timestamp' },
  { name: ':updated_at', type: 'fixed_timestamp' },
];

const typeOfColumn: Readonly<Record<PortalColumn['dataTypeName'], SoqlType>> = {
  text: 'text',
  number: 'number',
  calendar_date: 'floating_timestamp',
};

/** A dataset's own columns, in their order. */
export function datasetColumns(description: DatasetDescription): readonly QueryColumn[] {
  return description.columns.map(({ fieldName, dataTypeName }) => ({
    name: fieldName,
    type: typeOfColumn[dataTypeName],
  }));
}
