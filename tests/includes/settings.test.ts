import { expect } from 'chai';
import { loadInclude } from './load-include.ts';

type Variables = Readonly<Record<string, string>>;
interface Config {
  readonly vars: Variables;
  readonly schemaSuffix?: string;
}

const { asOf, isKnown, refuseIncremental, threshold } = loadInclude('settings') as {
  asOf: (vars: Variables, fallback: string) => string;
  isKnown: (config: Config, moment: string) => string;
  refuseIncremental: (config: Config) => string;
  threshold: (vars: Variables, name: string) => string;
};

const noDays = ['2023-02-29', '2023-13-01', '2023-1-1', "2023-01-01' OR TRUE --", 'yesterday'];

describe('asOf(vars, fallback)', () => {
  it('gives the variable as a DATE literal', () => {
    expect(asOf({ as_of: '2024-02-29' }, 'x')).to.equal("DATE '2024-02-29'");
  });

  it('gives the fallback where the variable is empty or absent', () => {
    expect(asOf({ as_of: '' }, 'x')).to.equal('x');
    expect(asOf({}, 'x')).to.equal('x');
  });

  for (const value of noDays) {
    it(`refuses ${value}`, () => {
      expect(() => asOf({ as_of: value }, 'x')).to.throw('as_of must be a day as YYYY-MM-DD');
    });
  }
});

describe('isKnown(config, moment)', () => {
  it('ends with the day in Seattle', () => {
    expect(isKnown({ vars: { as_known_on: '2024-02-29' }, schemaSuffix: 'past' }, 'seen_at')).to.equal(
      "seen_at < TIMESTAMP(DATE_ADD(DATE '2024-02-29', INTERVAL 1 DAY), 'America/Los_Angeles')",
    );
  });

  it('is true without the variable', () => {
    expect(isKnown({ vars: { as_known_on: '' } }, 'seen_at')).to.equal('TRUE');
  });

  it('refuses to replace the present state', () => {
    expect(() => isKnown({ vars: { as_known_on: '2024-02-29' } }, 'x')).to.throw('add --schema-suffix');
    expect(() => isKnown({ vars: { as_known_on: '2024-02-29' }, schemaSuffix: '' }, 'x')).to.throw('--schema-suffix');
  });

  for (const value of noDays) {
    it(`refuses ${value}`, () => {
      expect(() => isKnown({ vars: { as_known_on: value }, schemaSuffix: 'past' }, 'x')).to.throw(
        'as_known_on must be a day as YYYY-MM-DD',
      );
    });
  }
});

describe('refuseIncremental(config)', () => {
  it('raises an error where a past state is asked for', () => {
    expect(refuseIncremental({ vars: { as_known_on: '2024-02-29' }, schemaSuffix: 'past' })).to.match(
      /^RAISE USING MESSAGE = '.*a full refresh/,
    );
  });

  it('is nothing without the variable', () => {
    expect(refuseIncremental({ vars: {} })).to.equal('');
  });
});

describe('threshold(vars, name)', () => {
  it('gives the number as SQL', () => {
    expect(threshold({ most_days_ahead: '7' }, 'most_days_ahead')).to.equal('7');
    expect(threshold({ most_quarantined_share: '0.25' }, 'most_quarantined_share')).to.equal('0.25');
  });

  for (const value of ['', '-1', '1.5', 'half', "0.5' OR TRUE"]) {
    it(`refuses "${value}" as a share`, () => {
      expect(() => threshold({ most_quarantined_share: value }, 'most_quarantined_share')).to.throw(
        `The variable most_quarantined_share must be a number from 0 to 1, not "${value}".`,
      );
    });
  }
});
