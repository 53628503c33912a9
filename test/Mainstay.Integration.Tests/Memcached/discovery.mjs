// A client of Auto Discovery from npm: discovery.mjs PORT PREFIX. Asks every 300 ms and tells "nodes A B" whenever it goes by another list; writes and reads
// all the while by itself, at the nodes that it was told.
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';

const require = createRequire(new URL('../Clients/package.json', import.meta.url));
const [port, prefix] = process.argv.slice(2);
const Ecad = require('ecad');
const Memcached = require('memcached-elasticache');

console.log(`ecad ${(await promisify(done => new Ecad({ endpoints: `127.0.0.1:${port}`, timeout: 5000 }).fetch(done))()).join(' ')}`);
const client = new Memcached(`127.0.0.1:${port}`, { autoDiscoverInterval: 300, timeout: 1000, retries: 1, failures: 100_000 });
let known = false;

// To a node that hangs the library waits for ever; applications do not.
const within = asked => Promise.race([asked, pause(1000).then(() => { throw new Error('no answer within 1 s'); })]);

client.on('autoDiscover', nodes => {
    known = true;
    console.log(`nodes ${nodes.join(' ')}`);
});
for (let number = 1; ; number++) {
    // Before it knows them it would write by the endpoint.
    if (known) {
        const key = `${prefix}${number % 200}`, value = `value-${number}`;
        try {
            await within(promisify((k, v, done) => client.set(k, v, 60, done))(key, value));
            const read = await within(promisify((k, done) => client.get(k, done))(key));
            console.log(read === value || read === undefined ? number : `error ${read}`);
        } catch (error) {
            console.log(`failed ${error}`);
        }
    }
    await pause(3);
}
