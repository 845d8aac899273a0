import { Findings } from './now/findings.tsx';

/** What is happening now: findings, the newest days, what is unusual. */
export function Page() {
  return <Findings />;
}
