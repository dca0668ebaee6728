import { fileDoor } from './file-door.ts';

/** A text of 49 bytes. */
export const WORDS = 'one two three four five six seven eight nine ten\n';

export const ATTACH = 'mutation($file: Upload!) { attach(input: {file: $file}) { name type size sha256 proven } }';

export interface Someone {
  readonly userId: string;
  readonly sessionId: string;
  readonly token: string;
}

export const as = ({ token }: Pick<Someone, 'token'>) => ({ authorization: `Bearer ${token}` });

/** The real door with files, and what clients do that upload by ticket. */
export async function ticketDoor() {
  const door = await fileDoor();

  const ticketFor = (who: Someone, asked: object) =>
    door.request('/files/tickets', {
      method: 'POST',
      headers: { ...as(who), 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    });

  const upload = (ticket: string, bytes: string | Buffer, headers: Record<string, string> = {}, method = 'POST') =>
    door.request('/files', { method, headers: { 'upload-ticket': ticket, ...headers }, body: bytes as string });

  /** A reference to a text that waits for a mutation. */
  async function uploaded(who: Someone, name = 'notes.txt'): Promise<string> {
    const { body } = await ticketFor(who, { purpose: 'attachment', name });
    const answer = await upload(body.ticket, WORDS);
    if (answer.status !== 201) throw new Error(`the upload was answered ${answer.status}: ${answer.text}`);
    return answer.body.reference;
  }

  /** A text that belongs to somebody. */
  async function attached(who: Someone, name?: string): Promise<string> {
    await door.ask(ATTACH, { token: who.token, variables: { file: await uploaded(who, name) } });
    return [...door.works.kept.values()].at(-1)!.id;
  }

  return { ...door, ticketFor, upload, uploaded, attached };
}

export type TicketDoor = Awaited<ReturnType<typeof ticketDoor>>;
