import type { Position } from '../errors.ts';
import type { Expression } from './expressions.ts';

export type List<T> = readonly T[];
export type Node<Kind extends string, Fields = unknown> = Readonly<
  { kind: Kind; position: Position; end: number } & Fields
>;

/** A name; `quoted` when written in backticks. */
export type Identifier = Node<'identifier', { name: string; quoted: boolean }>;
/** The parts of a table's, schema's or routine's name: backticks around several parts are already taken apart. */
export type Path = List<Identifier>;
/** `name = value` in OPTIONS(…). */
export type Option = Node<'option', { name: string; value: Expression }>;
