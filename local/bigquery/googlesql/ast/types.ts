/** Types as written: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types */
import type { IntegerLiteral } from './expressions.ts';
import type { Identifier, List, Node, Option } from './node.ts';

export type TypeName = NamedType | ArrayType | StructType | RangeType | TableType | AnyType;
/** `name` is upper case and an alias is kept as written (`INT`, `DECIMAL`); parameters as in `NUMERIC(10, 2)`, `STRING(MAX)`. */
export type NamedType = Node<
  'named_type',
  { name: string; parameters: List<IntegerLiteral | 'MAX'>; collation: string | undefined }
>;
export type ArrayType = Node<'array_type', { element: TypeName; elementNotNull: boolean }>;
export type StructType = Node<'struct_type', { fields: List<StructTypeField> }>;
/** `notNull` and `options` occur in column definitions only. */
export type StructTypeField = Node<
  'struct_type_field',
  { name: Identifier | undefined; type: TypeName; notNull: boolean; options: List<Option> }
>;
export type RangeType = Node<'range_type', { element: TypeName }>;
/** `TABLE<a INT64, …>`: what a table function returns or takes. */
export type TableType = Node<'table_type', { columns: List<{ readonly name: Identifier; readonly type: TypeName }> }>;
/** `ANY TYPE`, `ANY TABLE`: a templated parameter. */
export type AnyType = Node<'any_type', { of: 'TYPE' | 'TABLE' }>;
