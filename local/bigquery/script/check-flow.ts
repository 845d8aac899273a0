import type { LeaveStatement, Statement } from '../googlesql/ast.ts';
import { GoogleSqlError, type Position } from '../googlesql/errors.ts';

/** What can be left: loops, and blocks that have a label. */
interface Place {
  readonly label: string | undefined;
  readonly isLoop: boolean;
}

/** What is around a statement. */
interface Surroundings {
  readonly places: readonly Place[];
  readonly isHandler: boolean;
  /** Where the variables in sight were declared, by name in lower case; undefined for a procedure's argument. */
  readonly variables: ReadonlyMap<string, Position | undefined>;
  readonly text: string;
}

/**
 * Checks what BigQuery checks before a script begins: that BREAK, CONTINUE and RAISE stand where they can, that labels
 * are known and not repeated inside one another, and that no variable is declared again within its block.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/procedural-language#labels
 * @throws GoogleSqlError at the statement that is wrong.
 */
export function checkFlow(
  statements: readonly Statement[],
  text: string,
  procedureArguments: readonly string[] = [],
): void {
  const variables = new Map(procedureArguments.map((name) => [name.toLowerCase(), undefined]));
  checkList(statements, { places: [], isHandler: false, variables, text });
}

function checkList(statements: readonly Statement[], around: Surroundings): void {
  const variables = new Map(around.variables);
  for (const statement of statements) checkOne(statement, { ...around, variables }, variables);
}

function checkOne(statement: Statement, around: Surroundings, declared: Map<string, Position | undefined>): void {
  switch (statement.kind) {
    case 'declare':
      for (const { name, position } of statement.names) declareOnce(name, position, declared);
      return;
    case 'leave':
      checkLeave(statement, around);
      return;
    case 'raise':
      if (statement.message === undefined && !around.isHandler) {
        throw new GoogleSqlError(
          'Cannot re-raise an existing exception outside of an exception handler',
          statement.position,
        );
      }
      return;
    case 'if':
      for (const branch of statement.branches) checkList(branch.statements, around);
      checkList(statement.otherwise, around);
      return;
    case 'case_statement':
      for (const branch of statement.branches) checkList(branch.statements, around);
      checkList(statement.otherwise ?? [], around);
      return;
    case 'block':
      checkList(statement.statements, inside(statement, around, false));
      if (statement.handler) checkList(statement.handler, { ...inside(statement, around, false), isHandler: true });
      return;
    case 'for': {
      const variables = new Map(around.variables);
      declareOnce(statement.variable.name, statement.variable.position, variables);
      checkList(statement.statements, { ...inside(statement, around, true), variables });
      return;
    }
    case 'loop':
    case 'while':
    case 'repeat':
      checkList(statement.statements, inside(statement, around, true));
      return;
    default:
  }
}

function declareOnce(name: string, position: Position, declared: Map<string, Position | undefined>): void {
  const key = name.toLowerCase();
  if (declared.has(key)) {
    const before = declared.get(key);
    if (before === undefined) {
      throw new GoogleSqlError(`Variable '${name}' previously declared as an argument`, position);
    }
    const { line, column } = position;
    throw new GoogleSqlError(
      `Variable '${name}' redeclaration at [${line}:${column}]; ${name} previously declared here at [${before.line}:${before.column}]`,
    );
  }
  declared.set(key, position);
}

function inside(
  { label, position }: { readonly label: string | undefined; readonly position: Position },
  around: Surroundings,
  isLoop: boolean,
): Surroundings {
  if (label !== undefined && around.places.some((place) => place.label === label)) {
    throw new GoogleSqlError(`Label ${label} already exists`, position);
  }
  return { ...around, places: [...around.places, { label, isLoop }] };
}

function checkLeave({ again, label, position }: LeaveStatement, { places, text }: Surroundings): void {
  const word = /^\w+/.exec(text.slice(position.offset))?.[0].toUpperCase() ?? '';
  if (label === undefined) {
    if (places.some(({ isLoop }) => isLoop)) return;
    const which = again ? '' : ' without label';
    throw new GoogleSqlError(`${word}${which} is only allowed inside of a loop body`, position);
  }
  const place = places.find((known) => known.label === label);
  if (place === undefined) throw new GoogleSqlError(`Label ${label} does not exist or is out of scope`, position);
  if (again && !place.isLoop) throw new GoogleSqlError(`${word} with label must refer to a loop`, position);
}
