// `node keys.mjs DIR`: makes the shop's RSA-2048 pair (private.pem, public.pem) where there is none.
// The public half goes to the wallet; the private half signs requests and never leaves this machine.
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @param {string} directory made if it is not there
 * @returns {{privateKey: string, publicKey: string, made: boolean}} the paths, and whether the pair is new
 */
export function ensureKeys(directory) {
  const privateKey = join(directory, 'private.pem');
  const publicKey = join(directory, 'public.pem');
  if (existsSync(privateKey) && existsSync(publicKey)) return { privateKey, publicKey, made: false };
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(privateKey, pair.privateKey, { mode: 0o600 });
  writeFileSync(publicKey, pair.publicKey);
  return { privateKey, publicKey, made: true };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const directory = process.argv[2];
  if (!directory) {
    console.error('usage: node keys.mjs DIR');
    process.exit(2);
  }
  console.log(JSON.stringify(ensureKeys(resolve(directory))));
}
