/**
 * The syntax tree of GoogleSQL. Every node is told apart by `kind` and knows where it stands: `position` of its first
 * character, `end` just after its last (an offset into the parsed text). A field that a statement can leave out is
 * `undefined`, a list that it can leave out is empty. Words are normalised: operators and keywords upper case, names as
 * written.
 */
export type { Position } from './errors.ts';
export type { Identifier, Option, Path } from './ast/node.ts';
export type * from './ast/types.ts';
export type * from './ast/expressions.ts';
export type * from './ast/queries.ts';
export type * from './ast/pipes.ts';
export type * from './ast/statements.ts';
export type * from './ast/dml.ts';
export type * from './ast/ddl.ts';
export type * from './ast/procedural.ts';
