// Settings come from flags or, where there is none, from the environment.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const FLAGS = {
  port: ['PORT', '3000'],
  host: ['HOST', '127.0.0.1'],
  'public-url': ['PUBLIC_URL', ''],
  'saifu-tls-host': ['SAIFU_TLS_HOST', 'localhost:8443'],
  'public-key-id': ['PUBLIC_KEY_ID', null],
  'store-id': ['STORE_ID', null],
  'private-key': ['PRIVATE_KEY', null],
};

/**
 * @param {string[]} args the command line without the program
 * @param {NodeJS.ProcessEnv} environment
 * @throws {Error} naming the setting that is missing
 */
export function readSettings(args, environment) {
  const options = Object.fromEntries(Object.keys(FLAGS).map((flag) => [flag, { type: 'string' }]));
  const { values } = parseArgs({ args, options });
  const read = (flag) => {
    const [variable, otherwise] = FLAGS[flag];
    const value = values[flag] ?? environment[variable] ?? otherwise;
    if (value === null) throw new Error(`--${flag} (or ${variable}) is needed`);
    return value;
  };
  return {
    port: Number(read('port')),
    host: read('host'),
    publicUrl: read('public-url'),
    wallet: {
      tlsHost: read('saifu-tls-host'),
      publicKeyId: read('public-key-id'),
      storeId: read('store-id'),
      privateKey: readFileSync(read('private-key'), 'utf8'),
    },
  };
}
