import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import type { WebSocket } from 'ws';
import { LIVE_LIMITS } from '../guard/limits.ts';
import type { Authenticator } from '../identity/authenticate.ts';
import { SessionBook } from '../identity/session-book.ts';
import type { IdentitySource } from '../identity/source.ts';
import { recordingLog } from '../testing/recording-log.ts';
import { OpenSocket } from './open-socket.ts';
import { LiveRegister } from './live-register.ts';

test('sockets that close while they are asked who they are never count for their user', async () => {
  const register = new LiveRegister(new SessionBook({} as IdentitySource, recordingLog()), {} as Authenticator);
  const wires: WebSocket[] = [];
  const socketOf = () => {
    const wire = new EventEmitter() as WebSocket;
    wires.push(wire);
    const one = new OpenSocket(wire, new Socket(), { ip: '10.0.0.1', userAgent: '' });
    register.add(one);
    return { wire, one };
  };
  for (let n = 0; n < LIVE_LIMITS.connectionsPerUser; n++) {
    const { wire, one } = socketOf();
    wire.emit('close');
    expect(register.claim(one, 'ada')).toBe(false);
  }
  for (let n = 0; n < LIVE_LIMITS.connectionsPerUser; n++) expect(register.claim(socketOf().one, 'ada')).toBe(true);
  expect(register.claim(socketOf().one, 'ada')).toBe(false);
  for (const wire of wires) wire.emit('close'); // these cannot be pinged, and the register pings whoever stays
  expect(register.size).toBe(0);
  await register.closeAll(0);
});
