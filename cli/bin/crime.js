#!/usr/bin/env node
// Plain JavaScript so that every supported Node can start it; tsx reads the TypeScript from here on.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../main.ts');
process.exitCode = await main(process.argv.slice(2));
