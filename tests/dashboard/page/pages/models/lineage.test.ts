import { expect } from 'chai';
import type { ModelSummary } from '../../../../../dashboard/catalogue.ts';
import { placeGraph } from '../../../../../dashboard/page/pages/models/graph-layout.ts';
import { columnGraph, modelGraph, relatives, wholeGraph } from '../../../../../dashboard/page/pages/models/lineage.ts';
import { choiceOf, linkTo } from '../../../../../dashboard/page/pages/models/model-address.ts';
import { searched } from '../../../../../dashboard/page/pages/models/model-list.tsx';
import { sqlTokens } from '../../../../../dashboard/page/pages/models/sql-tokens.ts';

const model = (name: string, reads: readonly string[], columns: readonly string[] = ['id', 'n']): ModelSummary => ({
  name,
  dataset: 'd',
  layer: 'mart',
  kind: 'table',
  grain: `One row per ${name}.`,
  owner: null,
  columns,
  reads,
  rows: 1,
  bytes: 1,
  modifiedAt: null,
  checks: { passed: 0, failed: 0, notRun: 0 },
});
const models = [
  model('raw', []),
  model('clean', ['raw']),
  model('fact', ['clean']),
  model('other', ['raw']),
  model('mart', ['fact', 'other']),
];
const namesOf = ({ nodes }: { readonly nodes: readonly { readonly model: ModelSummary }[] }) =>
  nodes.map((node) => node.model.name);

describe('relatives(models, name)', () => {
  it('goes all the way, both ways', () => {
    const { upstream, downstream } = relatives(models, 'fact');
    expect([...upstream]).to.deep.equal(['clean', 'raw']);
    expect([...downstream]).to.deep.equal(['mart']);
  });

  it('ends where models read one another', () => {
    const circle = [model('a', ['b']), model('b', ['a'])];
    expect([...relatives(circle, 'a').upstream]).to.deep.equal(['b']);
  });
});

describe('modelGraph(models, name, reach)', () => {
  it('has the model with what it reads and what reads it', () => {
    expect(namesOf(modelGraph(models, 'fact', 'direct'))).to.deep.equal(['clean', 'fact', 'mart']);
  });

  it('has all its relatives and none else', () => {
    const graph = modelGraph(models, 'fact', 'all');
    expect(namesOf(graph)).to.deep.equal(['raw', 'clean', 'fact', 'mart']);
    expect(graph.edges).to.deep.equal([
      { from: 'raw', to: 'clean' },
      { from: 'clean', to: 'fact' },
      { from: 'fact', to: 'mart' },
    ]);
  });
});

describe('columnGraph(models, lineage, start)', () => {
  const lineage = {
    raw: {},
    clean: {
      id: [['raw', 'id']],
      n: [
        ['raw', 'n'],
        ['raw', 'id'],
      ],
    },
    fact: { id: [['clean', 'id']], n: [['clean', 'n']] },
    mart: {
      n: [
        ['fact', 'n'],
        ['other', 'n'],
      ],
    },
  } as const;

  it('follows a column through models, to its sources and to what is made from it', () => {
    const graph = columnGraph(models, lineage, ['fact', 'n']);
    expect(graph.nodes.map((node) => `${node.model.name}: ${node.columns.join(' ')}`)).to.deep.equal([
      'raw: id n',
      'clean: n',
      'fact: n',
      'mart: n',
    ]);
    expect(graph.edges).to.deep.include({ from: 'raw', fromColumn: 'id', to: 'clean', toColumn: 'n' });
    expect(graph.edges).to.have.length(4);
  });
});

describe('placeGraph(graph)', () => {
  const placed = placeGraph(wholeGraph(models));
  const at = (name: string) => placed.nodes.find((node) => node.model.name === name);

  it('puts what is read to the left of what reads it', () => {
    for (const { from, to } of placed.edges)
      expect((at(from)?.x ?? 0) + (at(from)?.width ?? 0)).to.be.below(at(to)?.x ?? 0);
  });

  it('lets no box lie over another, and keeps all within its size', () => {
    placed.nodes.forEach((a, index) => {
      for (const b of placed.nodes.slice(index + 1)) {
        const isApart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(isApart, `${a.model.name} and ${b.model.name}`).to.equal(true);
      }
      expect(a.x + a.width).to.be.at.most(placed.width);
      expect(a.y + a.height).to.be.at.most(placed.height);
    });
  });
});

describe('choiceOf(query), linkTo(choice)', () => {
  it('reads back what it writes, and leaves the filters alone', () => {
    const link = linkTo({ model: 'mart_x', column: 'n' }, '?precinct=North');
    expect(link).to.equal('models.html?precinct=North&model=mart_x&column=n');
    expect(choiceOf(link.slice('models.html'.length))).to.deep.equal({ model: 'mart_x', column: 'n' });
    expect(linkTo({ model: null, column: null }, '?model=mart_x&column=n')).to.equal('models.html');
  });
});

describe('searched(models, text)', () => {
  it('finds every word in name, grain or columns, in any case', () => {
    expect(searched(models, 'ONE mart').map(({ name }) => name)).to.deep.equal(['mart']);
    expect(searched([...models, model('x', [], ['offense_code'])], 'offense').map(({ name }) => name)).to.deep.equal([
      'x',
    ]);
    expect(searched(models, ' ')).to.have.length(models.length);
  });
});

describe('sqlTokens(sql)', () => {
  it('gives the whole text back', () => {
    const sql =
      "WITH t AS (\n  -- it's here\n  SELECT r'\\d', \"a\", `d.t`.x, 1.5e3 FROM `d.t`)\nSELECT /* all */ * FROM t";
    expect(
      sqlTokens(sql)
        .map(({ text }) => text)
        .join(''),
    ).to.equal(sql);
  });

  it('tells keywords, texts, names, numbers and comments apart', () => {
    const kinds = sqlTokens("SELECT 'from' AS x, 12 FROM `d.from` -- select").filter(({ kind }) => kind !== 'other');
    expect(kinds.map(({ kind, text }) => `${kind} ${text}`)).to.deep.equal([
      'keyword SELECT',
      "text 'from'",
      'keyword AS',
      'number 12',
      'keyword FROM',
      'name `d.from`',
      'comment -- select',
    ]);
  });
});
