import { WarehouseError } from '../errors.ts';
import type { Session } from '../engine/session.ts';
import { quoteName } from '../engine/sql-text.ts';
import { isJsonObject, type JsonObject } from '../http/body.ts';
import { objects, optionalObject, optionalText, requiredObject, requiredText } from '../http/json-fields.ts';
import { type Binding, compileExpression, type CompileContext } from '../googlesql/compile.ts';
import { parseExpression } from '../googlesql/parser/index.ts';

/** Query parameters as the compiler wants them: by lower-case name, or by position. */
export type Bindings = ReadonlyMap<string, Binding> | readonly Binding[];

/**
 * Sets the connection's variables to the parameters' values and says where they are. Each value becomes a GoogleSQL
 * expression first, so that what is no DATE is refused in the words of a cast.
 * @throws WarehouseError for a parameter that is malformed.
 */
export async function bindParameters(
  session: Session,
  parameters: readonly JsonObject[],
  context: CompileContext,
): Promise<Bindings> {
  const named = new Map<string, Binding>();
  const positional: Binding[] = [];
  for (const [index, parameter] of parameters.entries()) {
    const name = optionalText(parameter, 'name');
    const text = expressionText(requiredObject(parameter, 'parameterType'), parameter['parameterValue']);
    const { sql, type } = compileExpression(parseExpression(text), context);
    const slot = `parameter_${index}`;
    await session.run(`SET VARIABLE ${quoteName(slot)} = ${sql}`);
    if (name === undefined || name === '') positional.push({ type, slot });
    else named.set(name.toLowerCase(), { type, slot });
  }
  if (named.size > 0 && positional.length > 0) {
    throw new WarehouseError('invalid', 'Query parameters must be all named or all positional.');
  }
  return named.size > 0 ? named : positional;
}

/** GoogleSQL for a value of the REST API. */
function expressionText(type: JsonObject, value: unknown): string {
  const given = value === undefined || value === null ? {} : value;
  if (!isJsonObject(given)) throw new WarehouseError('invalid', 'Invalid value for: parameterValue is not an object');
  const name = requiredText(type, 'type').toUpperCase();
  if (name === 'ARRAY') return arrayText(type, given);
  if (name === 'STRUCT') return structText(type, given);
  if (!/^[A-Z][A-Z0-9]*$/.test(name)) throw new WarehouseError('invalid', `Invalid parameter type: ${name}`);
  const text = scalarText(given['value']);
  if (text === undefined) return `CAST(NULL AS ${name})`;
  if (name === 'STRING') return literal(text);
  if (name === 'BYTES')
    return `b'${[...Buffer.from(text, 'base64')].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}'`;
  if (name === 'JSON') return `PARSE_JSON(${literal(text)})`;
  return `CAST(${literal(text)} AS ${name})`;
}

/** The text of a scalar: the official client sends numbers and truth values as they are, which the API takes as well. */
function scalarText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new WarehouseError('invalid', 'Invalid value for: value is not a scalar');
}

function arrayText(type: JsonObject, value: JsonObject): string {
  const element = requiredObject(type, 'arrayType');
  const items = objects(value, 'arrayValues').map((item) => expressionText(element, item));
  return `ARRAY<${typeText(element)}>[${items.join(', ')}]`;
}

function structText(type: JsonObject, value: JsonObject): string {
  const fields = objects(type, 'structTypes');
  const values = optionalObject(value, 'structValues') ?? {};
  const items = fields.map((field) => {
    const name = optionalText(field, 'name') ?? '';
    return expressionText(requiredObject(field, 'type'), values[name]);
  });
  return `${typeText(type)}(${items.join(', ')})`;
}

function typeText(type: JsonObject): string {
  const name = requiredText(type, 'type').toUpperCase();
  if (name === 'ARRAY') return `ARRAY<${typeText(requiredObject(type, 'arrayType'))}>`;
  if (name !== 'STRUCT') {
    if (!/^[A-Z][A-Z0-9]*$/.test(name)) throw new WarehouseError('invalid', `Invalid parameter type: ${name}`);
    return name;
  }
  const fields = objects(type, 'structTypes').map((field) => {
    const fieldName = optionalText(field, 'name');
    if (fieldName !== undefined && /[`\\]/.test(fieldName))
      throw new WarehouseError('invalid', `Invalid field name: ${fieldName}`);
    return `${fieldName ? `\`${fieldName}\` ` : ''}${typeText(requiredObject(field, 'type'))}`;
  });
  return `STRUCT<${fields.join(', ')}>`;
}

/** A GoogleSQL string literal: all but plain letters, digits and spaces as escapes, so that nothing can end it. */
function literal(text: string): string {
  const escaped = text.replace(/[^\p{L}\p{N} ]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `'${escaped}'`;
}
