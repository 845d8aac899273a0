/** GoogleSQL on DuckDB: parse a script, compile its statements, run what comes out. */
export type * as ast from './ast.ts';
export type { Expression, Position, Query, Script, Statement } from './ast.ts';
export * from './catalog.ts';
export * from './compile.ts';
export * from './errors.ts';
export * from './parser/index.ts';
export * from './types.ts';
