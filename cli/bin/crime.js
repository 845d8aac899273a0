#!/usr/bin/env node
// Plain JavaScript so that every supported Node can start it; tsx reads the TypeScript from here on.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../main.ts');
process.exitCode = await main(process.argv.slice(2));
// A signal asked for the end: work that was under way is not waited for.
if (process.exitCode > 128) process.exit();
