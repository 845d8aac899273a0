import { expect } from 'chai';
import { claimsOf } from '../../../../dashboard/data/catalogue/claims.ts';
import { grainOf, graphModels, ownerOf } from '../../../../dashboard/data/catalogue/graph-models.ts';
import type { CompiledGraph } from '../../../../dashboard/data/compiled-graph.ts';
import { compileProject } from '../../../definitions/compiled-graph.ts';

describe('graphModels(graph)', () => {
  let graph: CompiledGraph;
  before(async function () {
    this.timeout(60_000);
    graph = (await compileProject()) as unknown as CompiledGraph;
  });

  it('has every table, view and source once, by name', () => {
    const names = graphModels(graph).map(({ name }) => name);
    const actions = [...(graph.tables ?? []), ...(graph.declarations ?? [])];
    expect(names).to.have.members(actions.map(({ target }) => target.name));
    expect(new Set(names).size).to.equal(names.length);
  });

  it('tells what a model is, reads and is held to', () => {
    const model = graphModels(graph).find(({ name }) => name === 'mart_findings');
    expect(model).to.include({
      dataset: 'mart',
      layer: 'mart',
      kind: 'table',
      fileName: 'definitions/mart/mart_findings.sqlx',
    });
    expect(model?.reads).to.include.members(['dim_run', 'mart_findings_counts']);
    expect(model?.reads.some((name) => name.includes('assertions'))).to.equal(false);
    expect(model?.columnDescriptions.get('finding')).to.equal('Name of the finding.');
    expect(model && grainOf(model.description)).to.match(/^One row per finding:/);
    expect(model && ownerOf(model.tags)).to.equal('crime-analysts');
  });

  it('gives each assertion to the model in whose file it stands, or that it reads', () => {
    const models = graphModels(graph);
    const held = new Set(models.flatMap(({ assertions }) => assertions.map(({ target }) => target.name)));
    expect([...held]).to.have.members((graph.assertions ?? []).map(({ target }) => target.name));
    const daily = models.find(({ name }) => name === 'mart_offenses_daily');
    expect(daily?.assertions.map(({ target }) => target.name)).to.include(
      'mart_offenses_daily_adds_up_to_fct_offenses',
    );
  });

  it('says what each assertion claims', () => {
    const claims = new Map((graph.assertions ?? []).map((one) => [one.target.name, claimsOf(one)]));
    expect(claims.get('mart_mart_findings_assertions_uniqueKey_0')).to.deep.equal({
      kind: 'unique key',
      claims: ['finding'],
    });
    const conditions = claims.get('mart_mart_findings_assertions_rowConditions');
    expect(conditions?.kind).to.equal('conditions on rows');
    expect(conditions?.claims).to.include.members([
      "unit IN ('offenses', 'share', 'signal', 'anomalies')",
      'finding IS NOT NULL',
    ]);
    for (const [name, claim] of claims) expect(claim.claims.join(''), name).not.to.equal('');
  });
});
