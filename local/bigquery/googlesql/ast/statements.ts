/** Scripts and the statements of no other family. */
import type { DdlStatement } from './ddl.ts';
import type { DmlStatement } from './dml.ts';
import type { Expression } from './expressions.ts';
import type { List, Node, Option } from './node.ts';
import type { ProceduralStatement } from './procedural.ts';
import type { Query } from './queries.ts';

export type Script = Node<'script', { statements: List<Statement>; text: string }>;
export type Statement =
  QueryStatement | DmlStatement | DdlStatement | AssertStatement | ExportDataStatement | ProceduralStatement;
export type QueryStatement = Node<'query_statement', { query: Query }>;
export type AssertStatement = Node<'assert', { condition: Expression; description: string | undefined }>;
export type ExportDataStatement = Node<'export_data', { options: List<Option>; query: Query }>;
