import { quoteName, quoteText } from '../../bigquery/engine/sql-text.ts';
import { malformedQuery, soqlError } from '../api-errors.ts';
import { functions, operators, type SoqlFunction, uniformOperators } from './functions.ts';
import { coerceText, numberLiteral } from './literals.ts';
import type { Expression } from './syntax.ts';
import type { QueryColumn, SoqlType } from './types.ts';

/** An expression in DuckDB's SQL. */
export interface CompiledExpression {
  readonly sql: string;
  readonly type: SoqlType;
  readonly isAggregate: boolean;
  /** The first column used outside an aggregate, where the query groups and does not group by it. */
  readonly ungrouped: { readonly name: string; readonly at: number } | undefined;
  /** The value, where a text was written out. */
  readonly literalText?: string;
}

/** What an expression may refer to. */
export interface Scope {
  /** What the offsets of its nodes refer to. */
  readonly text: string;
  readonly columns: ReadonlyMap<string, QueryColumn>;
  /** Names given in the selection; they hide columns. */
  readonly aliases: ReadonlyMap<string, CompiledExpression>;
  /** SQL of what is grouped by. */
  readonly groups: ReadonlySet<string>;
  readonly allowsAggregates: boolean;
}

/** Compiles an expression. @throws PortalApiError where it names what is not there or does not fit. */
export function compileExpression(expression: Expression, scope: Scope): CompiledExpression {
  const compiled = compileNode(expression, scope);
  if (compiled.ungrouped === undefined || !scope.groups.has(compiled.sql)) return compiled;
  return { ...compiled, ungrouped: undefined };
}

function compileNode(expression: Expression, scope: Scope): CompiledExpression {
  switch (expression.kind) {
    case 'literal':
      return literal(expression, scope);
    case 'column':
      return column(expression.name, expression.at, scope);
    case 'call':
      return call(expression, scope);
  }
}

function literal(node: Extract<Expression, { kind: 'literal' }>, scope: Scope): CompiledExpression {
  const bare = { isAggregate: false, ungrouped: undefined };
  const { type, value } = node;
  if (type === 'null') return { sql: 'NULL', type, ...bare };
  if (type === 'boolean') return { sql: value, type, ...bare };
  if (type === 'text') {
    if (value.includes('\0')) throw malformedQuery(scope.text, node.at, 'a text holds a NUL character');
    return { sql: quoteText(value), type, ...bare, literalText: value };
  }
  const sql = numberLiteral(value);
  if (sql === undefined) throw malformedQuery(scope.text, node.at, `\`${value}\` is too large a number`);
  return { sql, type, ...bare };
}

function column(name: string, at: number, scope: Scope): CompiledExpression {
  const alias = scope.aliases.get(name);
  if (alias !== undefined) return alias;
  const found = scope.columns.get(name);
  if (found === undefined) {
    throw soqlError('no-such-column', `No such column: ${name}`, scope.text, at, { column: name });
  }
  return { sql: quoteName(found.name), type: found.type, isAggregate: false, ungrouped: { name, at } };
}

type Call = Extract<Expression, { kind: 'call' }>;

function call(node: Call, scope: Scope): CompiledExpression {
  if (node.name === 'and' || node.name === 'or') return junction(node, scope);
  if (node.isStar === true) return countAll(node, scope);
  const isUniform = uniformOperators.has(node.name);
  const called = uniformOperators.get(node.name) ?? operators.get(node.name) ?? functions.get(node.name);
  const isOperator = isUniform || operators.has(node.name);
  if (called === undefined) {
    throw soqlError('no-such-function', `No such function: ${node.name}`, scope.text, node.at, { function: node.name });
  }
  refuseAggregate(node, called, scope);
  const inner = called.isAggregate === true ? { ...scope, allowsAggregates: false } : scope;
  const operands = node.operands.map((operand) => compileExpression(operand, inner));
  const fitted = isUniform ? fitTogether(node, operands, scope) : fitEach(node, operands, called, scope);
  const sql = called.sql(...(node.isDistinct === true ? [`DISTINCT ${fitted[0] ?? ''}`] : fitted));
  const type = called.gives === 'same' ? (operands[0]?.type ?? 'null') : called.gives;
  if (node.isDistinct === true && (called.isAggregate !== true || isOperator)) {
    throw malformedQuery(scope.text, node.at, '`DISTINCT` stands only in an aggregate');
  }
  if (called.isAggregate === true) return { sql, type, isAggregate: true, ungrouped: undefined };
  return { sql, type, ...combine(operands) };
}

function junction(node: Call, scope: Scope): CompiledExpression {
  const operands = node.operands.map((operand) => compileExpression(operand, scope));
  const conditions = operands.map((operand, index) => condition(operand, node.operands[index]?.at ?? node.at, scope));
  return { sql: `(${conditions.join(node.name === 'and' ? ' AND ' : ' OR ')})`, type: 'boolean', ...combine(operands) };
}

/** SQL of what must be true or false. @throws PortalApiError where it is neither. */
export function condition(compiled: CompiledExpression, at: number, scope: Scope): string {
  if (compiled.type === 'boolean' || compiled.type === 'null') return compiled.sql;
  throw soqlError('type-mismatch', `Type mismatch: a condition is ${compiled.type}, not boolean`, scope.text, at);
}

function countAll(node: Call, scope: Scope): CompiledExpression {
  if (node.name !== 'count') throw malformedQuery(scope.text, node.at, '`*` stands only in count(*)');
  refuseAggregate(node, { isAggregate: true }, scope);
  return { sql: 'count(*)', type: 'number', isAggregate: true, ungrouped: undefined };
}

function refuseAggregate(node: Call, called: Pick<SoqlFunction, 'isAggregate'>, scope: Scope): void {
  if (called.isAggregate !== true || scope.allowsAggregates) return;
  const message = `Cannot use aggregate function ${node.name} in this clause`;
  throw soqlError('aggregate-in-ungrouped-context', message, scope.text, node.at, { function: node.name });
}

const combine = (operands: readonly CompiledExpression[]) => ({
  isAggregate: operands.some(({ isAggregate }) => isAggregate),
  ungrouped: operands.find(({ ungrouped }) => ungrouped !== undefined)?.ungrouped,
});

/** Texts written out are read as the type of the operand that is none. */
function fitTogether(node: Call, operands: readonly CompiledExpression[], scope: Scope): readonly string[] {
  const known = operands.find(({ type, literalText }) => type !== 'null' && literalText === undefined);
  const type = known?.type ?? operands.find((operand) => operand.type !== 'null')?.type ?? 'null';
  return operands.map((operand, index) => fit(operand, [type], node, index, scope));
}

function fitEach(
  node: Call,
  operands: readonly CompiledExpression[],
  called: SoqlFunction,
  scope: Scope,
): readonly string[] {
  if (operands.length !== called.takes.length) {
    const message = `${node.name} takes ${called.takes.length} arguments, not ${operands.length}`;
    throw soqlError('no-such-function', `No such function: ${message}`, scope.text, node.at, { function: node.name });
  }
  return operands.map((operand, index) => fit(operand, called.takes[index] ?? [], node, index, scope));
}

function fit(operand: CompiledExpression, types: readonly SoqlType[], node: Call, index: number, scope: Scope): string {
  if (types.includes(operand.type) || operand.type === 'null' || types[0] === 'null') return operand.sql;
  const [type] = types;
  const coerced =
    operand.literalText === undefined || type === undefined ? undefined : coerceText(operand.literalText, type);
  if (coerced !== undefined) return coerced;
  const at = node.operands[index]?.at ?? node.at;
  const message = `Type mismatch for ${node.name}, is ${operand.type}; expected ${types.join(' or ')}`;
  throw soqlError('type-mismatch', message, scope.text, at, { function: node.name, type: operand.type });
}
