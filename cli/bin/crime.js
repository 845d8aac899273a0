#!/usr/bin/env node
// Plain JavaScript so that every supported Node can start it; tsx reads the TypeScript from here on.
import { resolve } from 'node:path';
import { register } from 'tsx/esm/api';

// The project's own, wherever the command is run: it says how the page's components are read.
register({ tsconfig: resolve(import.meta.dirname, '../../tsconfig.json') });
const { main } = await import('../main.ts');
process.exitCode = await main(process.argv.slice(2));
// A signal asked for the end: work that was under way is not waited for.
if (process.exitCode > 128) process.exit();
