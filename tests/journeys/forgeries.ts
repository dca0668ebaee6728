import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

type Claims = Readonly<Record<string, unknown>>;

/** A good token taken apart, and every way to bend it that a verifier was ever fooled by. */
export function forgeriesOf(token: string, publicJwk: { readonly x: string }): [string, string][] {
  const [head, body, signature] = token.split('.') as [string, string, string];
  const [header, claims] = [head, body].map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Claims);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const joined = (a: Claims, b: Claims) => [a, b].map((part) => encoded(JSON.stringify(part))).join('.');
  const signed = (change: Claims, changed: Claims = {}) => {
    const text = joined({ ...header, ...change }, { ...claims, ...changed });
    return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
  };
  const hashed = (key: string | Buffer) => {
    const text = joined({ ...header, alg: 'HS256' }, claims!);
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  };
  const raised = encoded(JSON.stringify({ ...claims, roles: ['SUPER_ADMIN'], scope: 'user.update role.assign' }));
  const jwk = publicKey.export({ format: 'jwk' });
  return [
    ['no algorithm', `${joined({ ...header, alg: 'none' }, claims!)}.`],
    ['no algorithm, its signature kept', `${joined({ ...header, alg: 'None' }, claims!)}.${signature}`],
    ['HS256 with the bytes of the public key', hashed(Buffer.from(publicJwk.x, 'base64url'))],
    ['HS256 with the JSON of the public key', hashed(JSON.stringify(publicJwk))],
    ['another key under the same kid', signed({})],
    ['another key under a kid of its own', signed({ kid: 'mine' })],
    ['a jku header', signed({ kid: 'mine', jku: 'http://127.0.0.1:1/jwks.json' })],
    ['a jwk header', signed({ jwk })],
    ['an x5u header', signed({ x5u: 'http://127.0.0.1:1/cert.pem' })],
    ['another type', signed({ typ: 'JWT' })],
    ['another audience', signed({}, { aud: 'other' })],
    ['another issuer', signed({}, { iss: 'https://evil.example' })],
    ['raised rights under the good signature', `${head}.${raised}.${signature}`],
    ['no signature', `${head}.${body}.`],
    ['a longer signature', `${token}AAAA`],
    ['half of it', token.slice(0, token.length / 2)],
    ['9,000 letters', 'a'.repeat(9_000)],
  ];
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}
