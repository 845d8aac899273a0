import { startStorageServer } from '../../../local/storage/server.ts';

// Run by kill.test.ts as a process of its own: serves the directory given and says where.
const server = await startStorageServer({ directory: process.argv[2] ?? '' });
process.send?.(server.url);
process.once('disconnect', () => process.exit());
