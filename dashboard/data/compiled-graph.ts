/** A name in the warehouse, as Dataform writes it. */
export interface CompiledTarget {
  readonly schema: string;
  readonly name: string;
}

/** An action of the compiled project; it has more parts than these. */
export interface CompiledAction {
  readonly target: CompiledTarget;
  readonly fileName: string;
  readonly dependencyTargets?: readonly CompiledTarget[];
  /** The model in whose file an assertion is written. */
  readonly parentAction?: CompiledTarget;
  readonly [part: string]: unknown;
}

/** A unit test; it has more parts than these, but which model it tests is not told. */
export interface CompiledTest {
  readonly name: string;
  readonly fileName: string;
  readonly [part: string]: unknown;
}

/** The compiled project, as `dataform compile --json` prints it. */
export interface CompiledGraph {
  readonly tables?: readonly CompiledAction[];
  readonly assertions?: readonly CompiledAction[];
  readonly operations?: readonly CompiledAction[];
  readonly declarations?: readonly CompiledAction[];
  readonly tests?: readonly CompiledTest[];
}
