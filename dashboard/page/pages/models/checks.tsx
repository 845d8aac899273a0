import type { CheckStatus, ModelCheck } from '../../../catalogue.ts';
import { counted, formatCount } from '../../format.ts';
import { momentText } from './amounts.ts';

const words: Readonly<Record<NonNullable<CheckStatus>, string>> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'not run',
};

/** How a check ended: a mark and a word, never a colour alone. */
export function Status({ status }: { readonly status: CheckStatus }) {
  const word = status === null ? 'no result' : words[status];
  return <span class={`status is-${status ?? 'unknown'}`}>{word}</span>;
}

/** What a model's tests claim, and what they last found. */
export function Checks({ checks }: { readonly checks: readonly ModelCheck[] }) {
  if (checks.length === 0) return null;
  const failed = checks.filter(({ status }) => status === 'failed').length;
  const newest = checks
    .map(({ checkedAt }) => checkedAt ?? '')
    .sort()
    .at(-1);
  return (
    <section aria-labelledby="model-checks">
      <h3 id="model-checks">
        {counted(checks.length, 'test')}
        {failed === 0 ? '' : `, ${formatCount(failed)} failed`}
      </h3>
      {newest === undefined || newest === '' ? null : <p class="chart-note">Last run {momentText(newest)}.</p>}
      <ul class="checks">
        {checks.map((check) => (
          <li key={check.name}>
            <Status status={check.status} />
            <div>
              <strong>{check.kind}</strong>
              {check.failingRows !== null && check.failingRows > 0
                ? `: ${counted(check.failingRows, 'failing row')}`
                : ''}
              <Claims check={check} />
              <span class="check-name">{check.name}</span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Claims({ check: { kind, claims } }: { readonly check: ModelCheck }) {
  const isSql = kind === 'conditions on rows' || kind === 'unique key';
  return (
    <ul class="claims">
      {claims.map((claim) => (
        <li key={claim}>{isSql ? <code>{claim}</code> : claim}</li>
      ))}
    </ul>
  );
}
