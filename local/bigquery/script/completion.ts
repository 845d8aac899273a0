/** How a list of statements ended: at its end, by leaving a loop or block, or by RETURN. */
export type Completion =
  | { readonly kind: 'next' }
  | { readonly kind: 'leave'; readonly again: boolean; readonly label: string | undefined }
  | { readonly kind: 'return' };

/** The ordinary end. */
export const next: Completion = { kind: 'next' };

/** What a loop does after its body: goes on, or ends with this completion. */
export function afterBody(completion: Completion, label: string | undefined): Completion | undefined {
  if (completion.kind === 'next') return undefined;
  const isMine = completion.kind === 'leave' && (completion.label === undefined || completion.label === label);
  if (!isMine) return completion;
  return completion.again ? undefined : next;
}
