import type { Download, LineageFile, ModelCheck, ModelDetail, ModelList, ModelSummary } from '../../catalogue.ts';
import type { CompiledTest } from '../compiled-graph.ts';
import type { FileSet, Sources } from '../loader.ts';
import { noResult, readCheckResults, type CheckResult } from './check-results.ts';
import { claimsOf } from './claims.ts';
import { downloadNote, writeDownloads } from './downloads.ts';
import { grainOf, graphModels, ownerOf, targetName, type GraphModel } from './graph-models.ts';
import { inTurns } from './in-turns.ts';
import { modelLineage, type ModelLineage } from './read-lineage.ts';
import { readTableMetadata, typeText, type TableMetadata } from './table-metadata.ts';

const listFile = 'data/models.json';

/** Models whose files are fetched at a time: each may be as large as the largest download, twice. */
const modelsAtOnce = 8;

/** The catalogue: a list of all models, one file a model, the lineage of all columns, and the tables as files. */
export const catalogue: FileSet = {
  write: async (sources, put) => {
    const models = graphModels(sources.graph);
    const [tables, results] = await Promise.all([
      readTableMetadata(sources.warehouse, listFile, models),
      readCheckResults(sources.warehouse, listFile),
    ]);
    const known = models.map((model) => {
      const table = tables.get(`${model.dataset}.${model.name}`);
      const lineage = modelLineage(model, tables, sources.readLineage);
      return { model, table, lineage, checks: checksOf(model, sources, results) };
    });
    await put(listFile, { models: known.map(summaryOf) } satisfies ModelList);
    await put('data/lineage.json', lineageFile(known));
    await inTurns(known, modelsAtOnce, async (one) => {
      const { model, table } = one;
      const note = downloadNote(model, table, sources.lake);
      const downloads =
        note === null && sources.lake && table
          ? await writeDownloads(sources.warehouse, sources.lake, { ...model, fields: table.fields }, put)
          : [];
      await put(`data/models/${model.name}.json`, detailOf(one, downloads, note));
    });
  },
};

interface KnownModel {
  readonly model: GraphModel;
  readonly table: TableMetadata | undefined;
  readonly lineage: ModelLineage;
  readonly checks: readonly ModelCheck[];
}

/** The assertions on a model, then its unit tests, with what they last found. */
function checksOf(
  model: GraphModel,
  { graph, testedModels }: Sources,
  results: ReadonlyMap<string, CheckResult>,
): readonly ModelCheck[] {
  const assertions = model.assertions.map((assertion) => {
    const name = targetName(assertion.target);
    return { name, ...claimsOf(assertion), ...(results.get(name) ?? noResult) };
  });
  const tests = (graph.tests ?? []).filter(({ name }) => testedModels?.get(name) === model.name);
  return [...assertions, ...tests.map((test) => unitTest(test, results))];
}

const unitTest = ({ name }: CompiledTest, results: ReadonlyMap<string, CheckResult>): ModelCheck => ({
  name,
  kind: 'unit test',
  claims: [sentenceOf(name)],
  ...(results.get(name) ?? noResult),
});

/** Tests are named as what they claim: `findings_compare_whole_years`. */
const sentenceOf = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}.`;

/** Columns in the warehouse's order; where it holds no such table, those that are described. */
const columnNames = ({ model, table }: KnownModel): readonly string[] =>
  table ? table.fields.map(({ name }) => name) : [...model.columnDescriptions.keys()];

function summaryOf(known: KnownModel): ModelSummary {
  const { model, table, checks } = known;
  const count = (isCounted: (check: ModelCheck) => boolean): number => checks.filter(isCounted).length;
  return {
    name: model.name,
    dataset: model.dataset,
    layer: model.layer,
    kind: model.kind,
    grain: grainOf(model.description),
    owner: ownerOf(model.tags),
    columns: columnNames(known),
    reads: model.reads,
    rows: table?.rows ?? null,
    bytes: table?.bytes ?? null,
    modifiedAt: table?.modifiedAt ?? null,
    checks: {
      passed: count(({ status }) => status === 'passed'),
      failed: count(({ status }) => status === 'failed'),
      notRun: count(({ status }) => status === null || status === 'skipped'),
    },
  };
}

function detailOf(known: KnownModel, downloads: readonly Download[], note: string | null): ModelDetail {
  const { model, table, lineage, checks } = known;
  return {
    name: model.name,
    description: model.description,
    fileName: model.fileName,
    tags: model.tags,
    partitionedBy: model.partitionedBy,
    clusteredBy: model.clusteredBy,
    columns: columnNames(known).map((name) => {
      const field = table?.fields.find((one) => one.name === name);
      const { madeFrom = null, countsRowsOf = [] } = lineage.columns.get(name) ?? {};
      return {
        name,
        type: field ? typeText(field) : null,
        description: field?.description ?? model.columnDescriptions.get(name) ?? '',
        madeFrom,
        countsRowsOf,
      };
    }),
    rowsChosenBy: lineage.rowsChosenBy,
    lineageNote: lineage.note,
    checks,
    sql: model.sql,
    downloads,
    downloadNote: note,
  };
}

const lineageFile = (known: readonly KnownModel[]): LineageFile =>
  Object.fromEntries(
    known.map(({ model, lineage }) => [
      model.name,
      Object.fromEntries([...lineage.columns].map(([column, { madeFrom }]) => [column, madeFrom])),
    ]),
  );
