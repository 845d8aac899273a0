/** Scripting: https://cloud.google.com/bigquery/docs/reference/standard-sql/procedural-language */
import type { Argument, Expression, SystemVariable } from './expressions.ts';
import type { Identifier, List, Node, Path } from './node.ts';
import type { Aliased, Query } from './queries.ts';
import type { Statement } from './statements.ts';
import type { TypeName } from './types.ts';

export type ProceduralStatement =
  | DeclareStatement
  | SetStatement
  | IfStatement
  | CaseStatement
  | LoopStatement
  | WhileStatement
  | RepeatStatement
  | ForStatement
  | LeaveStatement
  | ReturnStatement
  | BlockStatement
  | RaiseStatement
  | ExecuteImmediateStatement
  | CallStatement
  | TransactionStatement;
type Statements = List<Statement>;
/** At least one of `type` and `default` is set. */
export type DeclareStatement = Node<
  'declare',
  { names: List<Identifier>; type: TypeName | undefined; default: Expression | undefined }
>;
/** `tuple` when written `SET (a, b) = …`. */
export type SetStatement = Node<
  'set',
  { targets: List<Identifier | SystemVariable>; tuple: boolean; value: Expression }
>;
export type IfStatement = Node<
  'if',
  {
    branches: List<{ readonly condition: Expression; readonly statements: Statements }>;
    otherwise: Statements;
  }
>;
export type CaseStatement = Node<
  'case_statement',
  {
    operand: Expression | undefined;
    branches: List<{ readonly when: Expression; readonly statements: Statements }>;
    /** Undefined without ELSE. */
    otherwise: Statements | undefined;
  }
>;
export type LoopStatement = Node<'loop', { label: string | undefined; statements: Statements }>;
export type WhileStatement = Node<
  'while',
  { label: string | undefined; condition: Expression; statements: Statements }
>;
export type RepeatStatement = Node<'repeat', { label: string | undefined; statements: Statements; until: Expression }>;
export type ForStatement = Node<
  'for',
  { label: string | undefined; variable: Identifier; query: Query; statements: Statements }
>;
/** BREAK and LEAVE are one, CONTINUE and ITERATE are one. Labels are lower case. */
export type LeaveStatement = Node<'leave', { again: boolean; label: string | undefined }>;
export type ReturnStatement = Node<'return'>;
/** `handler` is what follows EXCEPTION WHEN ERROR THEN; undefined without. */
export type BlockStatement = Node<
  'block',
  { label: string | undefined; statements: Statements; handler: Statements | undefined }
>;
export type RaiseStatement = Node<'raise', { message: Expression | undefined }>;
export type ExecuteImmediateStatement = Node<
  'execute_immediate',
  { sql: Expression; into: List<Identifier>; using: List<Aliased> }
>;
export type CallStatement = Node<'call_statement', { name: Path; arguments: List<Argument> }>;
export type TransactionStatement = Node<'transaction', { action: 'BEGIN' | 'COMMIT' | 'ROLLBACK' }>;
