import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import type { Fault } from './faults.ts';

/** Faults that lie in how an answer is sent, not in what it says. */
export type TransportFault = Extract<Fault, { kind: 'reset' | 'truncated' | 'length' | 'slow' | 'silent' }>;

/** Milliseconds that the system has to pass on what was written, before the connection is reset behind it. */
const flushTime = 20;
/** Pieces a second that a slow answer comes in. */
const piecesPerSecond = 20;

/** Whether a fault lies in how an answer is sent. */
export function isTransportFault(fault: Fault | undefined): fault is TransportFault {
  return fault !== undefined && ['reset', 'truncated', 'length', 'slow', 'silent'].includes(fault.kind);
}

/** Sends an encoded answer as the fault has it. Settles once nothing more will be sent. */
export async function sendBroken(response: ServerResponse, answer: Answer, fault: TransportFault): Promise<void> {
  switch (fault.kind) {
    case 'reset':
      return reset(response, answer, fault.at);
    case 'truncated':
      await writeHalf(response, answer);
      response.socket?.end();
      return;
    case 'length':
      return missay(response, answer, fault.by);
    case 'slow':
      return drip(response, answer, fault);
    case 'silent':
      return;
  }
}

async function reset(response: ServerResponse, answer: Answer, at: 'start' | 'headers' | 'body'): Promise<void> {
  if (at === 'headers') {
    response.writeHead(answer.status, answer.headers);
    response.flushHeaders();
    await wait(flushTime);
  }
  if (at === 'body') await writeHalf(response, answer);
  response.socket?.resetAndDestroy();
}

async function writeHalf(response: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  response.writeHead(status, headers);
  await write(response, body.subarray(0, Math.floor(body.length / 2)));
  await wait(flushTime);
}

/** With too great a length the connection ends early; with too small a one, bytes follow that belong to nothing. */
async function missay(response: ServerResponse, { status, headers, body }: Answer, by: number): Promise<void> {
  const length = Math.max(0, body.length + by);
  response.writeHead(status, { ...headers, 'Content-Length': String(length) });
  await write(response, body);
  await wait(flushTime);
  response.socket?.end();
}

async function drip(response: ServerResponse, answer: Answer, fault: Extract<Fault, { kind: 'slow' }>): Promise<void> {
  await wait(fault.delay ?? 0);
  if (response.destroyed) return;
  response.writeHead(answer.status, answer.headers);
  response.flushHeaders();
  const size = Math.max(1, Math.ceil((fault.bytesPerSecond ?? Infinity) / piecesPerSecond));
  for (let at = 0; at < answer.body.length && !isLeft(response); at += size) {
    await write(response, answer.body.subarray(at, at + size));
    if (Number.isFinite(size)) await wait(1000 / piecesPerSecond);
  }
  response.end();
}

const isLeft = (response: ServerResponse): boolean => response.destroyed;

/** A connection that the client has left takes no more: that is no failure. */
function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((settle) => {
    if (response.destroyed) settle();
    else {
      response.write(bytes, () => {
        settle();
      });
    }
  });
}
