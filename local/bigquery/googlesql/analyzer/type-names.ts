import type { NamedType, TypeName } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import type { TypeParameters } from '../type-parameters.ts';
import { scalarTypeNamed, type SqlType } from '../types.ts';

/** The type a name stands for, where no value can be held to parameters: they are refused. */
export function resolveType(node: TypeName): SqlType {
  if (parametersOf(node) !== undefined) throw notSupported('type parameters here', node.position);
  return typeNamed(node);
}

/** The type a name stands for, without the parameters that `parametersOf` tells of. */
export function typeNamed(node: TypeName): SqlType {
  switch (node.kind) {
    case 'named_type': {
      // FLOAT is the API's name for it, not the language's.
      const type = node.name === 'FLOAT' ? undefined : scalarTypeNamed(node.name);
      if (!type) throw new GoogleSqlError(`Type not found: ${node.name}`, node.position);
      if (node.collation !== undefined) throw notSupported('COLLATE', node.position);
      return type;
    }
    case 'array_type': {
      if (node.elementNotNull) throw notSupported('NOT NULL of array elements', node.position);
      const element = typeNamed(node.element);
      if (element.kind === 'ARRAY') throw new GoogleSqlError('Arrays of arrays are not supported', node.position);
      return { kind: 'ARRAY', element };
    }
    case 'struct_type':
      return {
        kind: 'STRUCT',
        fields: node.fields.map(({ name, type }) => ({ name: name?.name ?? '', type: typeNamed(type) })),
      };
    case 'range_type':
      throw notSupported('type RANGE', node.position);
    case 'table_type':
      throw notSupported('type TABLE', node.position);
    case 'any_type':
      throw notSupported(`ANY ${node.of}`, node.position);
  }
}

/** Digits that the decimals have behind the point and before it. */
const decimals: Readonly<Record<string, { readonly scale: number; readonly whole: number }>> = {
  NUMERIC: { scale: 9, whole: 29 },
  BIGNUMERIC: { scale: 38, whole: 38 },
};

/** The parameters of a type and of its parts; undefined where there are none. Throws GoogleSqlError where they are wrong. */
export function parametersOf(node: TypeName): TypeParameters | undefined {
  switch (node.kind) {
    case 'named_type':
      return namedParameters(node);
    case 'array_type': {
      const element = parametersOf(node.element);
      return element && { element };
    }
    case 'struct_type': {
      const fields = node.fields.map(({ type, notNull }) => {
        return notNull ? { ...parametersOf(type), isRequired: true } : parametersOf(type);
      });
      return fields.some((field) => field !== undefined) ? { fields } : undefined;
    }
    default:
      return undefined;
  }
}

function namedParameters({ name, parameters, position }: NamedType): TypeParameters | undefined {
  const [first, second] = parameters;
  if (first === undefined) return undefined;
  const kind = scalarTypeNamed(name)?.kind ?? name;
  if (kind === 'STRING' || kind === 'BYTES') {
    if (parameters.length > 1) {
      throw new GoogleSqlError(
        `${kind} type can only have one parameter. Found ${parameters.length} parameters`,
        position,
      );
    }
    if (first === 'MAX') return undefined;
    if (first.value < 1n) throw new GoogleSqlError(`${kind} length must be greater than 0`, first.position);
    return { maximumLength: Number(first.value) };
  }
  const limits = decimals[kind];
  if (limits === undefined) throw new GoogleSqlError(`${kind} does not support type parameters`, position);
  if (parameters.length > 2) {
    throw new GoogleSqlError(
      `${kind} type can only have 1 or 2 parameters. Found ${parameters.length} parameters`,
      position,
    );
  }
  if (first === 'MAX' || second === 'MAX') throw notSupported(`${kind}(MAX)`, position);
  const [precision, scale] = [Number(first.value), Number(second?.value ?? 0n)];
  if (scale > limits.scale) {
    throw new GoogleSqlError(`In ${kind}(P, S), S must be between 0 and ${limits.scale}`, second?.position ?? position);
  }
  const [least, most] = [Math.max(1, scale), limits.whole + scale];
  if (precision < least || precision > most) {
    const form = second === undefined ? `${kind}(P)` : `${kind}(P, ${scale})`;
    throw new GoogleSqlError(`In ${form}, P must be between ${least} and ${most}`, first.position);
  }
  return { precision, scale };
}
