/** Which time places an offense, as the marts name it. */
export type Basis = 'reported' | 'started';

/** The bases that every chart can show. */
export const bases: readonly Basis[] = ['reported', 'started'];
