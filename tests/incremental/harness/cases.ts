/** A value of a row: text for every type that JSON lacks, such as DATE and TIMESTAMP. */
export type Value = string | number | boolean | null;

/** A row by column. An input takes the columns that are not named from its defaults, else null. */
export type Row = Readonly<Record<string, Value>>;

/** Rows by table, `dataset.name`. */
export type Tables = Readonly<Record<string, readonly Row[]>>;

/** What must be shown of every incremental model by a case of its own. A re-run and a full refresh follow each case. */
export const KINDS = ['late arrival', 'correction', 'removal'] as const;

export type Kind = (typeof KINDS)[number];

/** A plain table in the place of a source or of a model upstream. */
export interface InputTable {
  /** GoogleSQL type by column. */
  readonly columns: Readonly<Record<string, string>>;
  readonly defaults?: Row;
}

/** One state before, what comes, and the state after. */
export interface IncrementalCase {
  readonly kind: Kind;
  /** What the model does, as the end of a sentence: `keeps the newest price`. */
  readonly name: string;
  /** Rows of the inputs from which the model is built the first time. */
  readonly before: Tables;
  /** Rows that are added to inputs before the incremental run. */
  readonly arrives?: Tables;
  /** Rows that take the place of all that inputs held. */
  readonly becomes?: Tables;
  /** All rows of the model after the incremental run, in any order, by the columns of the first. */
  readonly after: readonly Row[];
}

/** The cases of one incremental model. */
export interface IncrementalModel {
  /** `dataset.name`. */
  readonly model: string;
  /** Tables by `dataset.name`; what lies between them and the model is built as Dataform builds it. */
  readonly inputs: Readonly<Record<string, InputTable>>;
  /** A column that the model may gain while its table stands: must be filled as a full refresh fills it. */
  readonly newColumn: string;
  readonly cases: readonly IncrementalCase[];
  /** Kinds that the model cannot meet, each with the reason. */
  readonly without?: Partial<Readonly<Record<Kind, string>>>;
}

/** What is missing of `models`, as sentences, for the incremental models of these names; none if nothing is. */
export function gaps(names: readonly string[], models: readonly IncrementalModel[]): readonly string[] {
  const known = new Map(models.map((model) => [model.model, model]));
  const uncovered = names.flatMap((name) => {
    const model = known.get(name);
    if (!model) return [`${name} is incremental and has no cases.`];
    const shown = new Set<string>([...model.cases.map(({ kind }) => kind), ...Object.keys(model.without ?? {})]);
    return KINDS.filter((kind) => !shown.has(kind)).map((kind) => `${name} has no case of the kind "${kind}".`);
  });
  const strangers = models.filter(({ model }) => !names.includes(model));
  return [...uncovered, ...strangers.map(({ model }) => `${model} has cases and is no incremental model.`)];
}
