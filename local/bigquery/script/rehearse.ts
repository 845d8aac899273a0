import type {
  DeclareStatement,
  Expression,
  ForStatement,
  LoopStatement,
  RepeatStatement,
  SetStatement,
  Statement,
  WhileStatement,
} from '../googlesql/ast.ts';
import { parametersOf, typeNamed } from '../googlesql/analyzer/type-names.ts';
import type { TableReference } from '../googlesql/catalog.ts';
import { compileAssigned, compileExpression, compileStatement, type CompiledStatement } from '../googlesql/compile.ts';
import { BOOL, STRING, type SqlType } from '../googlesql/types.ts';
import type { Execution } from '../statements/execution.ts';
import { toErrorProto } from '../errors.ts';
import { isScript } from './interpreter.ts';
import { asScriptError } from './script-error.ts';
import { declare, variableNamed } from './variables.ts';

/** What a rehearsal has learned so far. */
interface Rehearsal {
  readonly execution: Execution;
  readonly text: string;
  /** Names, in lower case, of what earlier statements would make, change or drop: what is said of them is not known. */
  readonly changed: Set<string>;
  readonly references: TableReference[];
  readonly statements: readonly Statement[];
  /** Whether a text or procedure was run, which may have made anything. */
  isAnythingMade: boolean;
}

/**
 * Goes through a script as far as can be without running it: what is declared has its type, every statement and condition
 * is compiled, of every branch. Gives the tables it would read.
 * @throws ScriptError for what is wrong, unless the statement names something that an earlier one would change.
 */
export function rehearse(
  execution: Execution,
  statements: readonly Statement[],
  text: string,
): readonly TableReference[] {
  const found = { changed: new Set<string>(), references: [], isAnythingMade: false };
  const rehearsal: Rehearsal = { execution, text, statements, ...found };
  rehearseAll(rehearsal, statements);
  return rehearsal.references;
}

function rehearseAll(rehearsal: Rehearsal, statements: readonly Statement[]): void {
  for (const statement of statements) {
    try {
      rehearseOne(rehearsal, statement);
    } catch (error) {
      if (names(statement).some((name) => rehearsal.changed.has(name))) continue;
      if (rehearsal.isAnythingMade && toErrorProto(error).reason === 'notFound') continue;
      if (!isScript(rehearsal.statements)) throw error;
      throw asScriptError(error, statement, { text: rehearsal.text, location: undefined, callers: [] });
    }
  }
}

function rehearseOne(rehearsal: Rehearsal, statement: Statement): void {
  const { execution } = rehearsal;
  const inside = (body: readonly Statement[]): void => {
    const before = execution.variables;
    rehearseAll(rehearsal, body);
    execution.variables = before;
  };
  switch (statement.kind) {
    case 'declare':
      rehearseDeclare(execution, statement);
      return;
    case 'set':
      rehearseSet(execution, statement);
      return;
    case 'if':
      for (const { condition, statements } of statement.branches) {
        check(execution, condition, BOOL);
        inside(statements);
      }
      inside(statement.otherwise);
      return;
    case 'case_statement':
      for (const { when, statements } of statement.branches) {
        if (statement.operand === undefined) check(execution, when, BOOL);
        else compileExpression(when, execution.compileContext());
        inside(statements);
      }
      inside(statement.otherwise ?? []);
      return;
    case 'while':
    case 'repeat':
    case 'loop':
    case 'for':
      rehearseLoop(execution, statement, inside);
      return;
    case 'block':
      inside(statement.statements);
      inside(statement.handler ?? []);
      return;
    case 'execute_immediate':
      check(execution, statement.sql, STRING);
      rehearsal.isAnythingMade = true;
      return;
    case 'raise':
      if (statement.message) check(execution, statement.message, STRING);
      return;
    case 'call_statement':
      rehearsal.isAnythingMade = true;
      return;
    case 'leave':
    case 'return':
    case 'transaction':
      return;
    default:
      note(rehearsal, statement, compileStatement(statement, execution.compileContext()));
  }
}

function rehearseDeclare(execution: Execution, statement: DeclareStatement): void {
  const { default: value, names: declared, type: typeName } = statement;
  const type = typeName === undefined ? valueType(execution, value) : typeNamed(typeName);
  if (value) check(execution, value, type);
  const parameters = typeName && parametersOf(typeName);
  declare(
    execution,
    declared.map(({ name }) => [name, { type, slot: name, parameters }] as const),
  );
}

function rehearseSet(execution: Execution, { targets, value }: SetStatement): void {
  const [only, ...others] = targets;
  if (only?.kind === 'identifier' && others.length === 0) {
    check(execution, value, variableNamed(execution, only.name, only.position).type);
  } else compileExpression(value, execution.compileContext());
}

type Loop = WhileStatement | RepeatStatement | LoopStatement | ForStatement;

function rehearseLoop(execution: Execution, loop: Loop, inside: (body: readonly Statement[]) => void): void {
  if (loop.kind === 'while') check(execution, loop.condition, BOOL);
  if (loop.kind === 'repeat') check(execution, loop.until, BOOL);
  const before = execution.variables;
  if (loop.kind === 'for') {
    const { query, position, end, variable } = loop;
    const compiled = compileStatement({ kind: 'query_statement', query, position, end }, execution.compileContext());
    if (compiled.kind !== 'query') return;
    declare(execution, [[variable.name, { type: { kind: 'STRUCT', fields: compiled.columns }, slot: 'row' }]]);
  }
  inside(loop.statements);
  execution.variables = before;
}

/** Remembers what a statement would leave behind. */
function note({ execution, changed, references }: Rehearsal, statement: Statement, compiled: CompiledStatement): void {
  references.push(...compiled.referencedTables);
  if (compiled.kind === 'createTable' && compiled.isTemporary) {
    const name = compiled.target.at(-1) ?? '';
    const reference = { projectId: '', datasetId: '', tableId: name };
    execution.scratch.tables.set(name, { kind: 'table', reference, columns: compiled.columns, relation: `"${name}"` });
  } else if (compiled.kind === 'createFunction' && compiled.isTemporary) {
    const name = compiled.target.at(-1) ?? '';
    const { body, returns } = compiled;
    const entry = { kind: 'function' as const, name, arguments: compiled.arguments, body, ...(returns && { returns }) };
    execution.scratch.functions.set(name.toLowerCase(), entry);
  } else if ('target' in statement && /^(?:create|alter|drop)/.test(statement.kind)) {
    const last = (statement.target as readonly { readonly name: string }[]).at(-1);
    if (last) changed.add(last.name.toLowerCase());
    if (compiled.kind === 'alter') {
      for (const action of compiled.actions) if (action.kind === 'renameTable') changed.add(action.to.toLowerCase());
    }
  }
}

function check(execution: Execution, node: Expression, type: SqlType): void {
  compileAssigned(node, type, execution.compileContext());
}

function valueType(execution: Execution, node: Expression | undefined): SqlType {
  return node === undefined ? STRING : compileExpression(node, execution.compileContext()).type;
}

/** The names that stand in a statement, in lower case. */
function names(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'kind' in node && node.kind === 'identifier' && 'name' in node ? [String(node.name).toLowerCase()] : [];
  return [...own, ...Object.values(node).flatMap(names)];
}
