import { writeCoverage } from './document.ts';

await writeCoverage();
