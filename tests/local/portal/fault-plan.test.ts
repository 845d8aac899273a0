import { expect } from 'chai';
import { parseFaultPlan } from '../../../local/portal/fault-plan.ts';
import { chooseFault } from '../../../local/portal/faults.ts';

describe('parseFaultPlan(value)', () => {
  it('takes scripts and chances', () => {
    const plan = {
      seed: 7,
      script: [{ route: 'page', request: 3, times: 2, fault: { kind: 'status', status: 429, retryAfter: 2 } }],
      random: [{ route: 'any', probability: 0.1, fault: { kind: 'reset', at: 'body' } }],
    };
    expect(parseFaultPlan(plan)).to.deep.equal(plan);
  });

  const refusals: readonly (readonly [unknown, string])[] = [
    [[], 'the plan must be a JSON object.'],
    [{ seeds: 1 }, 'the plan has no `seeds`; it knows seed, script, random.'],
    [{ script: {} }, 'script must be a list.'],
    [
      { script: [{ route: 'page', request: 0, fault: { kind: 'html' } }] },
      'script[0].request must be a whole number from 1.',
    ],
    [
      { random: [{ route: 'pages', probability: 1, fault: { kind: 'html' } }] },
      'random[0].route must be one of metadata,',
    ],
    [{ random: [{ route: 'any', probability: 2, fault: { kind: 'html' } }] }, 'random[0].probability must be a number'],
    [
      { random: [{ route: 'any', probability: 1, fault: { kind: 'fire' } }] },
      'random[0].fault.kind must be one of status,',
    ],
    [{ random: [{ route: 'any', probability: 1 }] }, 'random[0] lacks `fault`.'],
    [
      { script: [{ route: 'any', request: 1, fault: { kind: 'count', by: 0 } }] },
      'by must be a whole number other than 0.',
    ],
    [{ script: [{ route: 'any', request: 1, fault: { kind: 'toString' } }] }, 'script[0].fault.kind must be one of'],
  ];
  for (const [value, message] of refusals) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      expect(() => parseFaultPlan(value)).to.throw(message);
    });
  }
});

describe('chooseFault(plan, place)', () => {
  it('counts the requests of a route, or all of them, from one', () => {
    const html = { kind: 'html' } as const;
    const silent = { kind: 'silent' } as const;
    const plan = {
      script: [
        { route: 'page', request: 2, times: 2, fault: html },
        { route: 'any', request: 9, fault: silent },
      ],
    } as const;
    const chosen = (ofRoute: number, ofAll: number) => chooseFault(plan, { route: 'page', ofRoute, ofAll });
    expect([chosen(1, 1), chosen(2, 5), chosen(3, 9), chosen(4, 9)]).to.deep.equal([undefined, html, html, silent]);
    expect(chooseFault(plan, { route: 'count', ofRoute: 2, ofAll: 2 })).to.equal(undefined);
  });

  it('strikes about as often as its probability says', () => {
    const fault = { kind: 'html' } as const;
    const plan = { seed: 1, random: [{ route: 'page', probability: 0.2, fault }] } as const;
    const struck = Array.from({ length: 2000 }, (_, index) =>
      chooseFault(plan, { route: 'page', ofRoute: index + 1, ofAll: index + 1 }),
    ).filter((one) => one !== undefined);
    expect(struck.length).to.be.within(340, 460);
  });
});
