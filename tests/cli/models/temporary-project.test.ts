import { expect } from 'chai';
import { withSlice } from '../../../cli/models/temporary-project.ts';
import { compileProject, projectGraph } from '../../../cli/run/compiled-graph.ts';

describe('withSlice(graph, files, work)', function () {
  this.timeout(60_000);

  it('compiles to the same SQL as the whole project, with nothing but what the files hold', async () => {
    const whole = projectGraph(await compileProject([]));
    const files = new Set([
      'definitions/mart/findings/mart_findings_changes.sqlx',
      'definitions/staging/stg_spd__observations.sqlx',
      'definitions/assertions/mart_peak_hours_adds_up_to_fct_offenses.sqlx',
      'definitions/tests/findings_of_changes_compare_whole_years.sqlx',
    ]);
    const slice = projectGraph(await withSlice(whole.actions, files, (directory) => compileProject([], directory)));
    const contents = ({ actions, tests }: typeof whole) =>
      [...actions, ...tests].filter(({ fileName }) => files.has(fileName)).map(({ content }) => content);
    expect(contents(slice)).to.have.members(contents(whole)).and.to.have.length.greaterThan(6);
    expect(slice.actions.length + slice.tests.length).to.equal(contents(slice).length);
  });
});
