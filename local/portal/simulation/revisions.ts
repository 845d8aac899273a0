import type { Incident } from './incidents.ts';
import { unknownPlace } from './odd-places.ts';
import { offenseTypeByCode, type OffenseType } from './offense-types.ts';
import type { Place } from './place.ts';
import { Schedule } from './schedule.ts';

/** What happened to an offense between the two exports; `withdrawn` ones are only in the older. */
export type Revision = 'reclassified' | 'not reportable' | 'moved' | 'redacted' | 'withdrawn';

/** An offense as the legacy export and as the current one has it. */
export interface RevisedOffense {
  readonly revision: Revision | undefined;
  readonly legacyType: OffenseType;
  readonly legacyPlace: Place;
  readonly type: OffenseType;
  readonly place: Place;
}

/** Of 5,332 rows watched for seven weeks 12 changed; the exports are 16 months apart. */
const REVISIONS: readonly Revision[] = [
  'reclassified',
  'moved',
  'redacted',
  'not reportable',
  'reclassified',
  'moved',
  'redacted',
  'withdrawn',
];
const REVISION_ROUND = 1000;

/** Revises some of the offenses that both exports hold. */
export class Reviser {
  readonly #schedule = new Schedule(REVISIONS, REVISION_ROUND);
  readonly #simpleAssault: OffenseType;
  readonly #aggravatedAssault: OffenseType;
  readonly #intimidation: OffenseType;
  readonly #notReportable: OffenseType;

  constructor(types: readonly OffenseType[]) {
    this.#simpleAssault = offenseTypeByCode(types, '13B');
    this.#aggravatedAssault = offenseTypeByCode(types, '13A');
    this.#intimidation = offenseTypeByCode(types, '13C');
    this.#notReportable = offenseTypeByCode(types, '999');
  }

  /** Both states of an offense that is in both exports; the same but for the revised. */
  next(incident: Incident, type: OffenseType): RevisedOffense {
    const revision = this.#schedule.next();
    const { place, block } = incident;
    const unchanged = { revision, legacyType: type, legacyPlace: place, type, place };
    switch (revision) {
      case undefined:
      case 'withdrawn':
        return unchanged;
      case 'reclassified':
        return { ...unchanged, legacyType: this.#simpleAssault, type: this.#aggravatedAssault };
      case 'not reportable':
        return { ...unchanged, legacyType: this.#intimidation, type: this.#notReportable };
      case 'moved':
        return { ...unchanged, legacyPlace: unknownPlace(block.facts), place: block.plain };
      case 'redacted':
        return { ...unchanged, legacyPlace: block.plain, place: block.redacted };
    }
  }
}
