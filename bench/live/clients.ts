import { WebSocket } from 'ws';

/**
 * Sockets of distinct users in a process of its own: each says who it is, follows one channel, and notes when it hears of which event.
 * In: the door's URL, the channel, and a message with the tokens. Out: `ready`, and on `tell` everything heard.
 */
const [url, channel] = process.argv.slice(2) as [string, 'MINE' | 'TOP'];
const AT_ONCE = 50;
const heard: [eventId: string, xp: number, at: number][] = [];
const sockets: WebSocket[] = [];

function follow(token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws');
    sockets.push(socket);
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`closed with ${code}`)));
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
    );
    socket.on('message', (bytes) => {
      const at = performance.timeOrigin + performance.now();
      const message = JSON.parse(String(bytes)) as { type: string; payload?: { data?: { leaderboardMoved: Moved } } };
      if (message.type === 'connection_ack') {
        const query = `subscription { leaderboardMoved(channel: ${channel}) { id rank xp isMe } }`;
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
        resolve();
      } else if (message.type === 'next') {
        const { id, xp } = message.payload!.data!.leaderboardMoved;
        heard.push([id, xp, at]);
      } else if (message.type === 'error') reject(new Error(String(bytes)));
      else if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
    });
  });
}

interface Moved {
  id: string;
  xp: number;
}

process.on('message', (message: { tokens?: string[]; tell?: true }) => {
  if (message.tell) {
    for (const socket of sockets) socket.removeAllListeners('close').terminate();
    process.send?.({ heard }, () => process.disconnect?.()); // not before the message is out
    return;
  }
  void (async () => {
    const tokens = message.tokens!;
    for (let at = 0; at < tokens.length; at += AT_ONCE) await Promise.all(tokens.slice(at, at + AT_ONCE).map(follow));
    process.send?.({ ready: true });
  })();
});
