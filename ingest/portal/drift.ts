import { RENAMES } from '../core/feed-shapes.ts';
import { squash } from '../core/match-columns.ts';

/** A column as a load has recorded it; without a type where the source had none. */
export interface RecordedColumn {
  readonly name: string;
  readonly type: string | null;
}

/** What changed between the columns of two loads. */
export interface Drift {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** By a renaming that is known, or in spelling alone. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  readonly retyped: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}

const isRenaming = (from: string, to: string): boolean =>
  squash(from) === squash(to) ||
  RENAMES.some(([legacy, current]) => (legacy === from && current === to) || (legacy === to && current === from));

/** Compares columns by name; their order says nothing. */
export function describeDrift(previous: readonly RecordedColumn[], now: readonly RecordedColumn[]): Drift {
  const [before, after] = [previous, now].map((columns) => new Map(columns.map(({ name, type }) => [name, type])));
  const gone = previous.map(({ name }) => name).filter((name) => !after?.has(name));
  const come = now.map(({ name }) => name).filter((name) => !before?.has(name));
  const renamed = gone.flatMap((from) =>
    come
      .filter((to) => isRenaming(from, to))
      .slice(0, 1)
      .map((to) => ({ from, to })),
  );
  const retyped = now.flatMap(({ name, type: to }) => {
    const from = before?.get(name) ?? null;
    return from === null || to === null || from === to ? [] : [{ name, from, to }];
  });
  return {
    added: come.filter((name) => !renamed.some(({ to }) => to === name)),
    removed: gone.filter((name) => !renamed.some(({ from }) => from === name)),
    renamed,
    retyped,
  };
}

/** The drift in sentences, for people; none where nothing changed. */
export function printDrift({ added, removed, renamed, retyped }: Drift): string[] {
  return [
    ...renamed.map(({ from, to }) => `column ${from} is now ${to}`),
    ...retyped.map(({ name, from, to }) => `column ${name} is now ${to}, was ${from}`),
    ...added.map((name) => `column ${name} is new`),
    ...removed.map((name) => `column ${name} is gone`),
  ];
}
