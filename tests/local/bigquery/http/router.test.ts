import { expect } from 'chai';
import { createRouter, type Route } from '../../../../local/bigquery/http/router.ts';

const route = (method: Route['method'], path: string): Route => ({ method, path, answer: () => ({}) });

describe('createRouter(routes)', () => {
  const find = createRouter([
    route('GET', '/projects/:projectId/jobs/:jobId'),
    route('POST', '/projects/:projectId/jobs'),
  ]);

  it('finds a route with and without the API’s prefix', () => {
    for (const prefix of ['', '/bigquery/v2']) {
      expect(find('GET', `${prefix}/projects/p/jobs/j`)?.path).to.deep.equal({ projectId: 'p', jobId: 'j' });
    }
  });

  it('decodes the parts of the path', () => {
    expect(find('GET', '/projects/a%2Fb/jobs/j')?.path['projectId']).to.equal('a/b');
  });

  it('finds nothing for another method, an empty part or a broken escape', () => {
    expect(find('PUT', '/projects/p/jobs')).to.equal(undefined);
    expect(find('GET', '/projects//jobs/j')).to.equal(undefined);
    expect(find('GET', '/projects/%zz/jobs/j')).to.equal(undefined);
  });
});
