import type { TypeName } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { scalarTypeNamed, type SqlType } from '../types.ts';

/** The type a name stands for. Parameters (`STRING(5)`) would limit values, so they are refused. */
export function resolveType(node: TypeName): SqlType {
  switch (node.kind) {
    case 'named_type': {
      const type = scalarTypeNamed(node.name);
      if (!type) throw new GoogleSqlError(`Type not found: ${node.name}`, node.position);
      if (node.collation !== undefined) throw notSupported('COLLATE', node.position);
      if (node.parameters.length > 0) throw notSupported(`type parameters of ${node.name}`, node.position);
      return type;
    }
    case 'array_type': {
      if (node.elementNotNull) throw notSupported('NOT NULL of array elements', node.position);
      const element = resolveType(node.element);
      if (element.kind === 'ARRAY') throw new GoogleSqlError('Arrays of arrays are not supported', node.position);
      return { kind: 'ARRAY', element };
    }
    case 'struct_type':
      return {
        kind: 'STRUCT',
        fields: node.fields.map(({ name, type }) => ({ name: name?.name ?? '', type: resolveType(type) })),
      };
    case 'range_type':
      throw notSupported('type RANGE', node.position);
    case 'table_type':
      throw notSupported('type TABLE', node.position);
    case 'any_type':
      throw notSupported(`ANY ${node.of}`, node.position);
  }
}
